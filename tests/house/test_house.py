"""The house keeps its own rules: sizes, rooms, clocks, events, notices."""

import ast
import tomllib
from pathlib import Path

import pytest
from django.template.loader import get_template

from finpro.audit import presenters
from finpro.config import main
from finpro.kernel.http import Sight
from finpro.notices import notices

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "finpro"
# Packages with an apps.py that are no domain: the kernel has one table of its own.
NO_DOMAIN = {"finpro.kernel"}
LONGEST = 500
OURS = {".py", ".html", ".txt", ".scss", ".ts", ".mjs", ".js", ".css", ".md", ".sh"}
# What reads the clock of the system; finpro.kernel.clock is the one that may.
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time")}
CLOCKS |= {("timezone", "now"), ("timezone", "localdate"), ("timezone", "localtime")}


def sources(folder=PACKAGE):
    return [path for path in sorted(folder.rglob("*.py")) if "migrations" not in path.parts]


def parsed(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def test_no_file_is_longer_than_anybody_reads():
    paths = [path for folder in ("finpro", "tests", "tools", "docs") for path in (ROOT / folder).rglob("*")]
    written = [path for path in paths if path.suffix in OURS and not {"migrations", "build"} & set(path.parts)]
    generated = ROOT / "docs" / "reference"
    long = {
        str(path.relative_to(ROOT)): count
        for path in written
        if not path.is_relative_to(generated)
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert long == {}


def test_every_domain_keeps_its_rooms_in_order():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (rooms,) = [contract for contract in contracts if contract["name"].startswith("Rooms")]
    domains = {f"finpro.{path.parent.name}" for path in PACKAGE.glob("*/apps.py")} - NO_DOMAIN
    assert set(rooms["containers"]) == domains


def test_only_the_kernels_clock_reads_the_time():
    reading = {
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sources()
        if path != PACKAGE / "kernel" / "clock.py"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and (node.value.id, node.attr) in CLOCKS
    }
    assert reading == set()


def test_imports_stand_at_the_top_and_say_where_from():
    inside = {
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sources()
        for function in ast.walk(parsed(path))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    relative = {
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sources()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ImportFrom) and node.level
    }
    assert (inside, relative) == (set(), set())


def recorded_tags():
    """Every tag that the program writes: the keyword `tag` of a call of `record`, and what sights carry."""
    tags = {Sight("").tag}
    for path in sources():
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and {"record", "Sight"} & {
                getattr(node.func, name, "") for name in ("attr", "id")
            }:
                tags |= {
                    keyword.value.value
                    for keyword in node.keywords
                    if keyword.arg == "tag" and isinstance(keyword.value, ast.Constant)
                }
    return tags


def test_every_event_says_how_it_reads():
    missing = {tag for tag in recorded_tags() if not presenters.known(tag)}
    assert missing == set()
    assert set(presenters.tags()) - recorded_tags() == set(), "a sentence for an event that nobody writes"


def verbs():
    """Every public function of a services room: where it stands, and its syntax tree."""
    for path in sources():
        if path.stem == "services" or path.parent.name == "services":
            for node in parsed(path).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    yield f"{path.relative_to(PACKAGE)}:{node.name}", node


def test_what_a_service_writes_down_names_who_and_when():
    """Law 3 of docs/explanation/house.md, for every verb that leaves an event."""
    wrong = set()
    for place, verb in verbs():
        calls = (node.func for node in ast.walk(verb) if isinstance(node, ast.Call))
        named = {argument.arg for argument in verb.args.kwonlyargs}
        if any(ast.unparse(call) == "audit.record" for call in calls) and not {"by", "at"} <= named:
            wrong.add(place)
        if named & {"by", "at"} and (verb.args.args or verb.args.posonlyargs):
            wrong.add(place)
    assert wrong == set()


@pytest.mark.parametrize("kind", [*notices.kinds(), None], ids=lambda kind: kind.tag if kind else "none yet")
def test_every_notice_has_templates_and_a_sample(kind):
    if kind is None:
        assert get_template("notices/layout.txt")
        assert get_template("notices/layout.html")
        return
    written = notices.write(kind, kind.sample(), code="ABCDEFGH")
    assert kind.audience in written.text
    assert kind.when
    assert not (kind.optional and kind.setting)
    assert "ABCDEFGH" in written.html


def test_every_command_is_named_where_it_is_registered():
    topics = {f"finpro.portals.console.{path.stem}" for path in (PACKAGE / "portals" / "console").glob("[!_]*.py")}
    named = {entry.module for entry in main.COMMANDS.values()} - {"finpro.config.commands"}
    registering = {topic for topic in topics if "def register(" in _text(topic)}
    assert registering == named
    for name, entry in main.COMMANDS.items():
        assert main.console.load(name, entry).name == name


def _text(module):
    return (ROOT / (module.replace(".", "/") + ".py")).read_text(encoding="utf-8")
