"""The schema of a form is a schema, takes whole documents, and refuses what a document may not hold."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from finpro.config import main
from finpro.kernel import errors
from finpro.portals import console
from finpro.rulebook.forms import jsonschema, loader, reading
from tests.forms import documents as whole
from tests.rulebook.forms import documents

U4 = loader.get("u4", "2009-05")
PLAIN = jsonschema.schema(U4, documents.DAY)
ANY = Draft202012Validator(PLAIN, format_checker=Draft202012Validator.FORMAT_CHECKER)


@cache
def complete(kind: str) -> Draft202012Validator:
    return Draft202012Validator(jsonschema.schema(U4, documents.DAY, kind))


def pointers(validator: Draft202012Validator, document: Mapping[str, Any]) -> set[str]:
    return {"/".join(["", *map(str, error.absolute_path)]) for error in validator.iter_errors(document)}


@pytest.mark.parametrize("kind", ["", *(found.code for found in U4.types)])
def test_it_is_a_schema(kind: str) -> None:
    drawn = jsonschema.schema(U4, documents.DAY, kind)
    Draft202012Validator.check_schema(drawn)
    named = set(drawn["$defs"])
    used = set(json.dumps(drawn).split('"$ref": "#/$defs/')[1:])
    assert {use.split('"')[0] for use in used} <= named


WHOLE: dict[str, Callable[[], dict[str, Any]]] = {
    "initial": whole.initial,
    "largest": whole.largest,
    "relicense": whole.relicense,
    "dual": whole.dual,
    "amendment": whole.amendment,
    "page2": whole.page2,
    "concurrence": whole.concurrence,
}


@pytest.mark.parametrize("name", WHOLE)
def test_it_takes_whole_documents(name: str) -> None:
    document = WHOLE[name]()
    assert pointers(ANY, document) == set()
    assert pointers(complete(document["filing"]["type"]), document) == set()


@given(st.integers(min_value=0))
def test_it_takes_what_is_shown_of_any_document(seed: int) -> None:
    document = documents.anything(U4, documents.Careful(seed))
    kept = reading.shown(U4, document)
    assert pointers(ANY, kept) == set()


def changed(document: dict[str, Any], way: str, value: Any) -> dict[str, Any]:
    at: Any = document
    *path, last = way.split("/")
    for part in path:
        at = at[int(part) if isinstance(at, list) else part]
    at[last] = value
    return document


@pytest.mark.parametrize(
    ("way", "value"),
    [
        ("general/nickname", "Mari"),
        ("general/employment_date", "2026-13-01"),
        ("general/ssn", "123-45-6789"),
        ("general/offices/0/branchCrdNumber", "12"),
        ("general/offices/0/isRegisteredLocation", "yes"),
        ("residences/0/from", "11/2021"),
        ("residences/0/country", "United States"),
        ("residences/0/state", "New Jersey"),
        ("identifying/height_in", 12),
        ("identifying/hair_color", "MAUVE"),
        ("sro_requests/0/category", "AG"),
        ("jurisdiction_requests/0/category", "GS"),
        ("exam_requests", ["S7", "S7"]),
        ("disclosure/14A(1)(a)", "no"),
        ("disclosure/14Z", False),
        ("drps", [{"type": "BOND", "sanctions": []}]),
        ("drps", [{"questions": ["14L"]}]),
        ("fingerprints/iar_print_choice", "NO_JURISDICTION_REQUIRES"),  # hidden: prints are sent
        ("general/offices/0/street1", "12 Elm Street"),  # hidden: the office is registered
        ("anything", 1),
    ],
)
def test_it_refuses_what_has_no_place(way: str, value: Any) -> None:
    document = changed(whole.initial(), way, value)
    if "drps" not in way:
        at, _, key = f"/{way}".rpartition("/")
        assert pointers(ANY, document) & {f"/{way}", at, f"/{way}/0"}, key
    else:
        assert pointers(ANY, document)


@pytest.mark.parametrize(
    "way",
    [
        "general/last_name",
        "unaffiliated/unaffiliated_bd",
        "residences",
        "residences/0/city",
        "residences/0/state",
        "disclosure/14M",
    ],
)
def test_a_complete_filing_holds_what_is_required(way: str) -> None:
    document: Any = whole.initial()
    at = document
    *path, last = way.split("/")
    for part in path:
        at = at[int(part) if isinstance(at, list) else part]
    del at[last]
    assert pointers(ANY, document) == set()
    assert pointers(complete("INITIAL"), document) == {"/".join(["", *path]) if path else ""}


def run(*arguments: str) -> Any:
    app = console.build(main.COMMANDS, lambda entry, rest: None)
    return CliRunner().invoke(app, list(arguments))


def test_the_command_prints_it() -> None:
    result = run("schema", "u4", "--on", documents.DAY.isoformat())
    assert result.exit_code == 0
    assert json.loads(result.output) == PLAIN


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["u6"], "There is no form u6. The forms are: u4, u5."),
        (["u4", "--version", "1999"], "The versions are: 2009-05."),
        (["u4", "--on", "2001-01-01"], "No such version is in force on 2001-01-01."),
        (["u4", "--type", "TRANSFER"], "There is no filing type TRANSFER."),
    ],
)
def test_the_command_says_what_it_cannot_print(arguments: list[str], said: str) -> None:
    result = run("schema", *arguments)
    assert isinstance(result.exception, errors.Invalid)
    assert said in str(result.exception)
    assert main.explain(result.exception) == (main.UNUSABLE, str(result.exception))
