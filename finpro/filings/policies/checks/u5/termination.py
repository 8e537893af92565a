"""Sections 3 and 4 of Form U5: why the person leaves, and when (U5-FUL, U5-DAT)."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from finpro.filings.policies.checks import values
from finpro.filings.policies.checks.case import Case
from finpro.filings.policies.checks.rule import At, rule
from finpro.filings.policies.checks.u5 import reading
from finpro.registry.policies import late_fee

ON = "termination"
DATE = f"/{ON}/date_of_termination"
_WORD = re.compile(r"\w+")


@rule("U5-FUL-01", on=ON, types="F")
def reason(case: Case) -> Iterator[At]:
    """A reason is chosen."""
    if not values.text(case.section(ON).get("reason")):
        yield At(f"/{ON}/reason", "Choose the reason for which the person leaves.")


@rule("U5-FUL-02", on=ON, types="FA")
def explained(case: Case) -> Iterator[At]:
    """A reason that needs it is explained."""
    if reading.said(case, "reason") in reading.EXPLAINED and not values.text(reading.said(case, "explanation")):
        yield At(f"/{ON}/explanation", "This reason needs an explanation. Say what happened.")


@rule("U5-FUL-03", on=ON, types="FA", severity="warning")
def says_enough(case: Case) -> Iterator[At]:
    """An explanation says more than a phrase."""
    written = values.text(case.section(ON).get("explanation"))
    generic = {_words(phrase) for phrase in case.words("u5_generic_phrases")}
    if written and (len(written) < case.book.number("u5_explanation_least") or _words(written) in generic):
        yield At(
            f"/{ON}/explanation",
            "A reader from outside does not learn from this what happened. Say what the person did, when, and which "
            "rule or policy it touched.",
        )


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))


@rule("U5-FUL-04", on=ON, types="F")
def need_not_explain(case: Case) -> Iterator[At]:
    """Leaving of one's own will, and death, need no explanation: there is never anything to find."""
    del case
    yield from ()


@rule("U5-FUL-05", on="sro_terminations jurisdiction_terminations", types="F")
def nothing_chosen(case: Case) -> Iterator[At]:
    """A full form chooses nothing: everything ends."""
    for section, _ in reading.GRIDS:
        if values.answered(case.document.get(section)):
            yield At(f"/{section}", "A full form ends everything. Take this out, or file a partial one.")


@rule("U5-DAT-01", on=ON, types="F")
def dated(case: Case) -> Iterator[At]:
    """The date of termination is there and is one."""
    written = case.section(ON).get("date_of_termination")
    if not values.answered(written):
        yield At(DATE, "The date of termination is missing. Enter the last day of the association.")
    elif values.day(written) is None:
        yield At(DATE, "The date of termination is no date. Enter it as year, month and day.")


@rule("U5-DAT-02", on=ON, types="FA", cheap=False)
def after_start(case: Case) -> Iterator[At]:
    """Nobody leaves before joining."""
    day, spell = values.day(case.section(ON).get("date_of_termination")), reading.spell(case)
    if day and spell and spell.started_on and day < spell.started_on:
        yield At(DATE, f"The person joined on {values.said(spell.started_on)}, which is later. Mend this date.")


@rule("U5-DAT-03", on=ON, types="F")
def ahead(case: Case) -> Iterator[At]:
    """A date to come is declared, and is not too far away."""
    section, most = case.section(ON), case.book.number("u5_post_dated_days")
    day = values.day(section.get("date_of_termination"))
    if day is None or day <= case.as_of:
        return
    if section.get("post_dated") is not True:
        yield At(DATE, "This day is still to come. Say that the form is dated ahead, or mend the date.")
    elif day > case.as_of + timedelta(days=most):
        yield At(DATE, f"This day is more than {most} days away. File closer to it.")


@rule("U5-DAT-04", on=ON, types="F", severity="warning", cheap=False)
def late(case: Case) -> Iterator[At]:
    """A full form is filed within 30 days of the last day."""
    day = values.day(case.section(ON).get("date_of_termination"))
    if day is None:
        return
    found = reading.registered(case)
    adviser = bool(found) and all(row.category in late_fee.ADVISERS for row in found or ())
    decision = late_fee.u5(day, case.as_of, adviser_only=adviser)
    due = decision.dates["due_on"]
    if decision.outcome != "late" or not isinstance(due, date):
        return
    fee, usual = decision.amounts["fee"], case.book.fees["U5_TERMINATION"].amount
    costs = f"The late fee is {values.dollars(fee)}, on top of {values.dollars(usual)} for the form."
    if adviser:
        costs = "For an adviser’s representative no late fee is charged."
    yield At(DATE, f"This form was due on {values.said(due)}. {costs}")


@rule("U5-DAT-05", on=ON, types="A")
def change_explained(case: Case) -> Iterator[At]:
    """Another date or another reason is explained."""
    now, before = case.section(ON), case.base(ON)
    then = values.inside(before)
    changed = [
        key
        for key in ("reason", "date_of_termination")
        if values.answered(now.get(key)) and (before is None or now.get(key) != then.get(key))
    ]
    if changed and not values.text(now.get("date_or_reason_change_explanation")):
        what = "date" if "date_of_termination" in changed else "reason"
        yield At(f"/{ON}/date_or_reason_change_explanation", f"The {what} changes. Explain why it was not right.")


@rule("U5-DAT-06", on=ON, types="F", severity="warning", cheap=False)
def alive(case: Case) -> Iterator[At]:
    """Nobody signs or learns after death."""
    day, active = values.day(case.section(ON).get("date_of_termination")), case.known.person.active_on
    if case.section(ON).get("reason") == "DECEASED" and day and active and day < active:
        yield At(DATE, f"The person signed or took a course on {values.said(active)}. Look at the date again.")
