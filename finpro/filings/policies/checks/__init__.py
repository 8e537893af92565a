"""The completeness check of Forms U4 and U5: one function for each rule, a file for each section, registered by id."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from finpro.filings.policies.checks import (
    customers,
    disclosure,
    drps,
    employments,
    exams,
    filing,
    fingerprints,
    general,
    identity,
    offices,
    other_business,
    registrations,
    residences,
    signatures,
    u5,
)
from finpro.filings.policies.checks.case import Case
from finpro.filings.policies.checks.pointers import rank, section_of, within
from finpro.filings.policies.checks.rule import BOOKS, RULES, Rule
from finpro.filings.policies.known import Known
from finpro.kernel.errors import Finding
from finpro.rulebook.forms.schema import Form

__all__ = ["MODULES", "RULES", "check"]

MODULES = (
    *(general, offices, fingerprints, registrations, exams, identity, residences, employments, other_business),
    *(disclosure, drps, customers, signatures, filing),
    *u5.MODULES,
)
# Rules that say what is missing where no other rule says it of the same answer.
LAST = frozenset({"U4-FRM-05", "U4-FRM-06", "U5-FRM-02", "U5-FRM-03"})
STRUCTURAL = LAST | {"U4-DRP-01", "U5-DRP-02"}
# The rule of each form that says that a document has no type of filing.
TYPELESS = {"u4": "U4-FRM-04", "u5": "U5-GEN-02"}
PHASES = ("submit", "signature", "typing")


def check(
    form: Form,
    document: Mapping[str, object],
    known: Known,
    as_of: date,
    only: str | None = None,
    phase: str = "submit",
    *,
    deep: bool = False,
) -> list[Finding]:
    """What stands between a document and its filing on `as_of`, in the order of the form's sections.

    `only`: the findings of one section ("residences", "drps"). `phase`: "submit" asks everything, "signature" leaves
    out the rules on signatures, and "typing" asks the cheap rules alone. A pointer leads to an answer, or to an absent
    one of an object that is there; with `deep` also to one of a section that is absent, which pages draw all the same.
    An answer that is missing is said once. ValueError for another phase.
    """
    if phase not in PHASES:
        raise ValueError(f"there is no phase {phase}")
    case = Case(form, document, known, as_of)
    rules, types = BOOKS[form.form]
    if case.type not in types.values():
        says = "Choose which type of filing this is: it decides what is asked."
        return [Finding(TYPELESS[form.form], "error", within(document, "/filing/type"), says)]
    found = _once([found for rule in _asked(rules, only, phase) if rule.applies(case) for found in rule.findings(case)])
    ordered = sorted((one for one in found if only is None or section_of(one.pointer) == only), key=_order(form))
    return ordered if deep else [replace(one, pointer=within(document, one.pointer)) for one in ordered]


def _asked(rules: Mapping[str, Rule], only: str | None, phase: str) -> Iterator[Rule]:
    for rule in rules.values():
        if (phase == "typing" and not rule.cheap) or (phase == "signature" and "-SIG-" in rule.id):
            continue
        if only is None or only in rule.on or "*" in rule.on:
            yield rule


def _once(found: list[Finding]) -> list[Finding]:
    said = {one.pointer for one in found if one.rule not in STRUCTURAL and one.severity == "error"}
    kept = dict.fromkeys(one for one in found if one.rule not in STRUCTURAL or one.pointer not in said)
    # The general rules come last of all.
    told = {one.pointer for one in kept if one.rule not in LAST}
    return [one for one in kept if one.rule not in LAST or one.pointer not in told]


def _order(form: Form) -> Callable[[Finding], tuple[int, int, int]]:
    return lambda one: rank(form, one.pointer)
