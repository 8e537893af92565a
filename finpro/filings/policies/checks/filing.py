"""The form as a whole: what changed, from what, free text, and the type of filing (U4-FRM)."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from finpro.filings.policies import sensitive
from finpro.filings.policies.checks import values
from finpro.filings.policies.checks.case import ASIDE, Case
from finpro.filings.policies.checks.pointers import section_of
from finpro.filings.policies.checks.rule import BUT_CONCURRENCE, EVERY, At, rule
from finpro.filings.policies.checks.signatures import changed
from finpro.rulebook import lookup
from finpro.rulebook.forms import strict
from finpro.rulebook.forms.schema import Form, Question

_MOST_HITS = 50  # one text full of numbers need not name them all


@rule("U4-FRM-01", on="", types="A2", cheap=False)
def amends(case: Case) -> Iterator[At]:
    """An amendment changes something."""
    untouched = not changed(case) if case.known.base is not None else not set(case.document) - set(ASIDE)
    if untouched:
        yield At("", "Nothing differs from the record. An amendment changes at least one answer.")


@rule("U4-FRM-02", on="", types="A2", cheap=False)
def current(case: Case) -> Iterator[At]:
    """The record is still that from which the draft was made."""
    if case.known.draft.base_is_current is False:
        yield At("", "The record has changed since this draft began. Look at what differs and take it over first.")


def hits(form: Form, document: Mapping[str, object], on: date) -> list[tuple[str, sensitive.Span]]:
    """Where free text of a document seems to hold sensitive data: the pointer of the answer, and the span in it.

    `sensitive.mask(text, span)` takes one away. The health words are those of the rulebook `on` a day.
    """
    words = lookup.on(on).constants["health_words"].value
    listed = [str(word) for word in words] if isinstance(words, tuple) else []
    return [(at, span) for at, text in scanned(form, document) for span in sensitive.scan(text, listed)[:_MOST_HITS]]


@rule("U4-FRM-03", on="*", types=EVERY, severity="warning")
def free_text(case: Case) -> Iterator[At]:
    """Free text holds nothing sensitive. One finding for each hit; it never blocks."""
    yield from told(case)


def told(case: Case) -> Iterator[At]:
    """What free text seems to hold and should not."""
    for at, span in hits(case.form, case.document, case.as_of):
        yield At(at, f"This text seems to hold {span.said}, and it may become public. Mask it unless it has to stand.")


def scanned(form: Form, document: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """The pointer and text of every free text in which sensitive data is looked for."""
    sections, pages = _plan(form)
    for key, below in sections.items():
        yield from _texts(document.get(key), f"/{key}", below)
    for place, row in values.rows(document.get("drps")):
        yield from _texts(row, f"/drps/{place}", pages.get(values.text(row.get("type")), {}))


Plan = dict[str, Any]
_plans: dict[int, tuple[Form, Plan, dict[str, Plan]]] = {}


def _plan(form: Form) -> tuple[Plan, dict[str, Plan]]:
    """Which keys of sections and of pages lead to scanned texts: {key: True, or the same for what is below}."""
    made = _plans.get(id(form))
    if made is None or made[0] is not form:
        sections = {section.key: _keys(section.questions) for section in form.sections}
        pages = {page.type: _keys(page.questions) for page in form.pages}
        made = _plans[id(form)] = (form, {key: keys for key, keys in sections.items() if keys}, pages)
    return made[1], made[2]


def _keys(questions: tuple[Question, ...]) -> Plan:
    found: Plan = {}
    for question in questions:
        if question.scanned:
            found[question.key] = True
        elif question.questions and (below := _keys(question.questions)):
            found[question.key] = below
    return found


def _texts(value: object, at: str, below: Plan) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for place, row in values.rows(value):
            yield from _texts(row, f"{at}/{place}", below)
    elif isinstance(value, Mapping):
        for key, further in below.items():
            part = value.get(key)
            if further is True:
                if isinstance(part, str) and part:
                    yield f"{at}/{key}", part
            elif part is not None:
                yield from _texts(part, f"{at}/{key}", further)


@rule("U4-FRM-04", on="filing", types=EVERY, cheap=False)
def right_type(case: Case) -> Iterator[At]:
    """The type of filing fits the firms that the person is with."""
    spells = case.known.person.associations
    if spells is None:
        return
    now = [spell for spell in spells if spell.ended_on is None or spell.ended_on >= case.as_of]
    here = any(spell.firm_crd == case.firm_crd for spell in now)
    other = any(spell.firm_crd != case.firm_crd for spell in now)
    # Who only worked somewhere was not registered; where the record tells of registrations they decide.
    held = case.known.person.registrations
    before = other or bool(spells if held is None else held)
    at = "/filing/type"
    if case.type in ("AMENDMENT", "PAGE2_AMENDMENT") and not here:
        yield At(at, "The person is not with this firm, so there is nothing to amend. File another type.")
    elif case.type in ("INITIAL", "RELICENSE", "DUAL", "PAGE2_INITIAL") and here:
        yield At(at, "The person is with this firm already. File an amendment.")
    elif case.type == "INITIAL" and before:
        right = "dual or relicense filing" if other else "relicense filing"
        yield At(at, f"The person was registered with another firm. File a {right}.")
    elif case.type == "DUAL" and not other:
        yield At(at, "The person is with no other firm, so nothing is dual. File an initial or a relicense.")
    elif case.type == "RELICENSE" and not before:
        yield At(at, "The person was never registered. File an initial.")
    elif case.type == "CONCURRENCE" and not (here and other):
        yield At(at, "Only a firm of somebody who is with two firms can concur. File an amendment.")


@rule("U4-FRM-06", on="*", types=EVERY, cheap=False)
def fits(case: Case) -> Iterator[At]:
    """Every answer has the form that its question asks for; where another rule says so of one, it is that one's."""
    yield from unfit(case)


def unfit(case: Case) -> Iterator[At]:
    """Answers that are not what their question asks for."""
    for fault in (*strict.faults(case.form, case.document), *strict.misfits(case.form, case.document, case.as_of)):
        # What the record says stands as it is until somebody changes it.
        if case.touched(section_of(fault.pointer)) or not (case.amends or case.stands):
            yield At(fault.pointer, fault.message)


@rule("U4-FRM-05", on="*", types=BUT_CONCURRENCE, cheap=False)
def required(case: Case) -> Iterator[At]:
    """Every answer that this type requires is given; where another rule says so of one, it is that rule's finding."""
    yield from absent(case)


def absent(case: Case) -> Iterator[At]:
    """Required answers that are not given."""
    for one in case.missing:
        yield At(one.pointer, one.message)
