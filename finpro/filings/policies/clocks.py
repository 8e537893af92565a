"""How long a firm had to file what a form discloses, and whether it was late (forms.md 2.3 and 10)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from finpro.filings.policies.mapping import pages
from finpro.kernel.days import spelled
from finpro.registry.policies import late_fee
from finpro.rulebook.decisions import Decision, Reason
from finpro.rulebook.forms.schema import Form, Question

# Only what is learned of while the person is with the firm has a clock; who joins discloses everything at once.
_AMENDS = frozenset({"AMENDMENT", "PAGE2_AMENDMENT"})
_WHO = {"FIRM": "the firm", "PERSON": "the person"}


@dataclass(frozen=True, slots=True)
class Clock:
    """When somebody learned of the event of one page. `disqualifying`: it may disqualify by statute."""

    pointer: str
    type: str
    learned_on: date
    who: str
    disqualifying: bool


def clocks(form: Form, content: Mapping[str, Any], base: Mapping[str, Any]) -> list[Clock]:
    """The pages that an amendment adds or changes and that say when the event was learned of, in the form's order."""
    if content.get("filing", {}).get("type") not in _AMENDS:
        return []
    before = {row.get("id"): row for row in base.get("drps") or ()}
    questions = {question.key: question for question in _questions(form)}
    return list(_clocks(content.get("drps") or (), before, questions))


def judge(form: Form, content: Mapping[str, Any], base: Mapping[str, Any], filed_on: date) -> Decision | None:
    """The decision on the event that was due first; None where no page has a clock. One fee for a filing."""
    found = clocks(form, content, base)
    if not found:
        return None
    oldest = min(found, key=lambda clock: late_fee.due_on(clock.learned_on, disqualifying=clock.disqualifying)[0])
    decision = late_fee.disclosure(oldest.learned_on, filed_on, disqualifying=oldest.disqualifying)
    text = f"The page {oldest.type} says that {oldest.who} learned of the event on {spelled(oldest.learned_on)}."
    if len(found) > 1:
        text += f" Of {len(found)} pages this one was due first."
    return replace(decision, reasons=(Reason("U4-DRP-14", True, text), *decision.reasons))


def learned(row: Mapping[str, Any]) -> date | None:
    """When the event of a page was learned of, None where it does not say."""
    try:
        return date.fromisoformat(str(row.get("date_learned") or row.get("learned_on") or ""))
    except ValueError:
        return None


def _clocks(rows: Any, before: Mapping[Any, Mapping[str, Any]], questions: Mapping[str, Question]) -> Iterator[Clock]:
    for index, row in enumerate(rows):
        day = learned(row)
        stood = before.get(row.get("id"))
        if day is None or (stood is not None and _said(stood) == _said(row)):
            continue
        named = [questions[key] for key in row.get("questions") or () if key in questions]
        who = _WHO.get(str(row.get("learned_by", "")), "somebody")
        yield Clock(f"/drps/{index}", str(row.get("type", "")), day, who, any(one.disqualifying for one in named))


def _said(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in {*pages.HEADER, pages.COMMENT} or key == "questions"}


def _questions(form: Form) -> Iterator[Question]:
    for section in form.sections:
        yield from section.questions
