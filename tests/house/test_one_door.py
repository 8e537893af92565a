"""Nothing changes a row of the record but an accepted filing, a decision, an import, the opening of a record, and
the home address that somebody with no firm tells.

Import-linter keeps registry.services to journeys; this says which journey may call which verb, and that no other
package writes the record's rows by itself.
"""

import ast

import pytest

from finpro.registry import services
from tests.house.test_house import PACKAGE, parsed, sources

FILING = {"apply_filing": {"FilingSource", "apply", "decide"}}
DECISIONS = {
    "decide_registration": {"cure_deficiency", "move_request", "open_deficiency"},
    "lapse_requests": {"move_request"},
    "match_disclosure": {"match_report", "unmatch_report"},
}
IMPORTS = {
    "import_run": {"advance", "finish_run", "lock_run", "open_run", "rejects_of", "seal"},
    "import_brokercheck": {"record_captures"},
    "import_iapd": {"record_captures"},
    "import_firms": {"firms_missing", "record_firms"},
    "verify_import": {"differences"},
    "rotate_keys": {"reseal"},
}
TELLINGS = {"change_address": {"change_home", "confirm_home"}}
OPENINGS = {"draft_filing": {"open_record"}}
# What the verbs below need besides; these read, or give a value.
ASIDE = {
    "Applied",
    "firms_missing",
    "Held",
    "Outcome",
    "Refused",
    "Reject",
    "Run",
    "Sealed",
    "Told",
    "match",
    "differences",
    "seal",
}
MAY = {**FILING, **DECISIONS, **IMPORTS, **OPENINGS, **TELLINGS}
# Invented worlds and people of the demo, which no installation in use has.
INVENTED = ("simulat", "demo_")
WRITES = {
    *("create", "bulk_create", "update", "bulk_update", "get_or_create", "update_or_create", "delete", "save"),
}


def called(path):
    """The verbs of registry.services that a module names."""
    names, aliases = set(), set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.ImportFrom) and node.module == "finpro.registry.services":
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module == "finpro.registry":
            aliases |= {alias.asname or alias.name for alias in node.names if alias.name == "services"}
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in aliases:
            names.add(node.attr)
    return names


def callers():
    """Journeys by name, with the verbs of the record that each calls."""
    folder = PACKAGE / "journeys"
    found = {path.stem: called(path) for path in sources(folder)}
    return {name: verbs for name, verbs in found.items() if verbs and not name.startswith(INVENTED)}


def test_each_journey_calls_the_verbs_that_are_its_own():
    for name, verbs in callers().items():
        assert verbs - ASIDE <= MAY.get(name, set()), name


def test_every_verb_of_the_record_belongs_to_a_journey_or_says_why_not():
    owned = set().union(*MAY.values()) | ASIDE
    # Personal numbers of the demo, and of imports to come.
    assert set(services.__all__) - owned == {"set_date_of_birth", "set_ssn"}


RECORD = {"finpro.registry.models"}


@pytest.mark.parametrize("package", sorted(path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()))
def test_no_other_package_writes_rows_of_the_record(package):
    if package == "registry":
        return
    for path in sources(PACKAGE / package):
        tree = parsed(path)
        models = {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module in RECORD
            for alias in node.names
        }
        models |= {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == "finpro.registry"
            for alias in node.names
            if alias.name == "models"
        }
        written = [
            node.func.attr
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in WRITES
            and root(node.func.value) in models
        ]
        assert written == [], path


def root(node):
    """The name at which a chain of attributes and calls begins."""
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""
