"""One test for each rule: what it finds, what it lets pass, and which filing types it is asked of.

    STREET = "/residences/0/street1"
    test_u4_res_05 = asked("U4-RES-05", types="IRDPA", finds=[put({STREET: "PO Box 5"}, STREET)], passes=[put({})])

`put` lays values over a whole form by pointer; `GONE` takes a member away. A rule is judged alone, as if no other were.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from finpro.filings.policies.checks import pointers
from finpro.filings.policies.checks.case import Case
from finpro.filings.policies.checks.rule import BOOKS
from finpro.filings.policies.known import NOTHING, Known
from finpro.kernel.errors import Finding
from finpro.rulebook.forms import loader
from tests.forms import documents, notices

FORM = loader.get("u4")
FORMS = {"u4": FORM, "u5": loader.get("u5")}
AS_OF = date.fromisoformat(documents.AS_OF)
GONE = object()
Document = dict[str, Any]


@dataclass(frozen=True)
class Put:
    """A form with values laid over it, what is known beside it, and where the rule points."""

    values: dict[str, Any]
    found: tuple[str, ...]
    known: Known = NOTHING
    kind: str = ""
    start: Callable[[], Document] = documents.initial
    severity: str = ""
    as_of: date = AS_OF

    @property
    def document(self) -> Document:
        """The form of this case."""
        made = self.start()
        if self.kind:
            made["filing"]["type"] = self.kind
        for pointer, value in self.values.items():
            lay(made, pointer, value)
        return made


def put(values: dict[str, Any], *found: str, **more: Any) -> Put:
    """A case: values by pointer, and the pointers of what is found."""
    return Put(values, found, **more)


def put5(values: dict[str, Any], *found: str, **more: Any) -> Put:
    """A case of Form U5: laid over a whole full form, where `start` is no other."""
    return Put(values, found, **{"start": notices.full} | more)


def lay(document: Document, pointer: str, value: Any) -> None:
    """Set, append ("-") or take away (`GONE`) what a pointer leads to."""
    *way, last = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
    here: Any = document
    for part in way:
        here = here[int(part)] if isinstance(here, list) else here.setdefault(part, {})
    key: Any = int(last) if isinstance(here, list) and last != "-" else last
    if value is GONE:
        del here[key]
    elif key == "-":
        here.append(copy.deepcopy(value))
    else:
        here[key] = copy.deepcopy(value)


def judged(rule: str, case: Put) -> list[Finding]:
    """What one rule finds in a case."""
    form = rule[:2].lower()
    asked_of, judge = Case(FORMS[form], case.document, case.known, case.as_of), BOOKS[form][0][rule]
    return list(judge.findings(asked_of)) if judge.applies(asked_of) else []


def asked(
    rule: str,
    *,
    types: str,
    finds: list[Put],
    passes: list[Put],
    severity: str = "error",
    tried: Put | Callable[[str], Put] | None = None,
) -> Callable[..., None]:
    """The test of one rule. Its types are tried with the first of `finds`, or with `tried`."""
    form = rule[:2].lower()
    letters = types.replace("P", "12") if form == "u4" else types
    cases: list[Any] = [pytest.param(case, severity, id=f"finds-{n}") for n, case in enumerate(finds)]
    cases += [pytest.param(replace(case, found=()), severity, id=f"passes-{n}") for n, case in enumerate(passes)]
    for letter, kind in BOOKS[form][1].items():
        shown = replace(tried(kind) if callable(tried) else tried or finds[0], kind=kind)
        shown = shown if letter in letters else replace(shown, found=())
        cases.append(pytest.param(shown, severity, id=f"{kind.lower()}-{'asks' if letter in letters else 'asks-not'}"))

    @pytest.mark.parametrize(("case", "severity"), cases)
    def test(case: Put, severity: str) -> None:
        found = judged(rule, case)
        assert [one.pointer for one in found] == list(case.found)
        for one in found:
            assert (one.rule, one.severity) == (rule, case.severity or severity)
            assert one.message.endswith(".")
            assert pointers.within(case.document, one.pointer) == one.pointer

    return test
