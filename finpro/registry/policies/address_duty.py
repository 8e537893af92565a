"""How long somebody who left reports each new home address, and who enters it here (LV-05, PRF-05 to PRF-07).

The duty hangs on registrations with FINRA alone; whether the address is entered here hangs on being with any firm. So
somebody may owe a new address and have to tell it to a firm.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum

from finpro.kernel import days, errors
from finpro.kernel.rules import Rule
from finpro.registry.enums import REQUEST_CLOSED, REQUEST_OPEN, RequestState
from finpro.registry.policies.validity import years_after
from finpro.rulebook import lookup as rulebook
from finpro.rulebook.decisions import Decision, Decisions, Reason
from finpro.rulebook.facts import Facts, Registration

SUBJECT, MAY_EDIT, ENDS_ON = "person", "may_edit", "duty_ends_on"
_FINRA = "FINRA"
# Statuses of what was asked for and never became a registration.
_NEVER = frozenset(state.value for state in (REQUEST_CLOSED | REQUEST_OPEN) - {RequestState.TERMED})


class Tie(StrEnum):
    """What makes a firm the one that files a new address."""

    FIRM = "firm"  # with a firm, or soon to be
    REQUEST = "request"  # a registration is asked for
    FORM = "form"  # a firm has begun a Form U4, or filed one that is not applied yet


_WHY = {
    Tie.FIRM: "You are with a firm",
    Tie.REQUEST: "A firm has asked for a registration for you",
    Tie.FORM: "A firm is preparing a Form U4 for you",
}


def _may_change(tie: Tie | None) -> None:
    if tie is not None:
        raise errors.Refusal(
            f"{_WHY[tie]}, so your home address is changed by Form U4 (rule LV-05). Here it stays as it is. "
            "Ask your firm to file the new address.",
            "LV-05",
        )


may_change = Rule(_may_change)


def decide(facts: Facts, as_of: date) -> Decisions:
    """Topic `address-duty`. Facts know no associations: registrations and requests say whether there is a firm."""
    return Decisions("address-duty", as_of, (assess(facts.registrations, tie_of(facts.registrations, as_of), as_of),))


def assess(registrations: Sequence[Registration], tie: Tie | None, as_of: date) -> Decision:
    """Whether the duty runs on a day, until when, and whether the address may be entered here (flag `may_edit`)."""
    outcome, dates, reason = _duty([one for one in registrations if one.regulator == _FINRA], as_of)
    return Decision(
        SUBJECT,
        outcome,
        dates,
        flags=(MAY_EDIT,) if may_change.ok(tie) else (),
        reasons=(reason, _editing(tie)),
    )


def tie_of(registrations: Iterable[Registration], as_of: date) -> Tie | None:
    """What registrations alone say of a firm: one is in force, or one is asked for."""
    live = [one for one in registrations if _begun(one, as_of) and not _over(one, as_of)]
    if any(one.approved_on is not None for one in live):
        return Tie.FIRM
    return Tie.REQUEST if live else None


def to_check(duty: Decision, *, known: bool, told_on: date | None, left_on: date | None) -> bool:
    """Whether the person is asked, as a task, where he or she lives now.

    The source asks for changes only, not for an answer every year. So it is asked once after each leaving, while the
    duty runs and the person can answer: whoever has told a new address since, or that the known one is still right,
    has nothing to do until the next move. An address that is not known at all stays asked for.
    """
    if duty.outcome != "duty" or MAY_EDIT not in duty.flags:
        return False
    told = told_on is not None and (left_on is None or told_on > left_on)
    return not (known and told)


def begins_on(since: date, *, today: date, known_from: date | None, own: bool) -> None:
    """Check the first day of a new address. Raises Invalid for a day ahead, or one not after the last address began.

    On the very day on which the last one began only what the person told is replaced (`own`): a slip is mended so.
    """
    message = ""
    if since > today:
        message = "The day lies in the future. Tell a move once you live there."
    elif known_from is not None and (since < known_from or (since == known_from and not own)):
        message = (
            f"The record has an address from {days.spelled(known_from)} on. Enter a later day; for the time before, "
            "earlier addresses stay as they are."
        )
    if message:
        raise errors.Invalid(message, [errors.Finding("LV-05", "error", "/since", message)])


def _duty(finra: Sequence[Registration], as_of: date) -> tuple[str, dict[str, date | tuple[date, ...]], Reason]:
    """Outcome, dates and reason of the duty itself."""
    held = [one for one in finra if _held(one, as_of)]
    for one in held:
        if not _over(one, as_of):
            text = f"Registered with FINRA as {one.category}: the firm reports a new home address on Form U4."
            return "no_duty", {}, Reason("LV-05", False, text)
    ends = [one.ended_on for one in held if one.ended_on is not None]
    if len(ends) < len(held):
        # Nobody is freed of a duty because the record does not know when it began.
        text = "The last FINRA registration has ended, on a day that is not told: the duty is taken to run."
        return "duty", {}, Reason("LV-05", True, text)
    if not ends:
        return "no_duty", {}, Reason("LV-05", False, "There has been no registration with FINRA.")
    last = max(ends)
    years = rulebook.on(last).number("address_duty_years")
    until = years_after(last, years)
    runs = as_of <= until
    verb = "is" if runs else "was"
    text = (
        f"The last FINRA registration ended on {days.spelled(last)}. Each new home address {verb} to be reported for "
        f"{years} years, until {days.spelled(until)}."
    )
    return "duty" if runs else "no_duty", {ENDS_ON: until}, Reason("LV-05", runs, text)


def _editing(tie: Tie | None) -> Reason:
    if tie is None:
        return Reason("PRF-06", True, "With no firm and none to come, the home address is changed here.")
    said = {
        Tie.FIRM: "There is a firm:",
        Tie.REQUEST: "A registration is asked for:",
        Tie.FORM: "A firm has begun a Form U4:",
    }[tie]
    return Reason("PRF-05", False, f"{said} the firm files a new home address on Form U4.")


def _begun(one: Registration, as_of: date) -> bool:
    return one.approved_on is None or one.approved_on <= as_of


def _held(one: Registration, as_of: date) -> bool:
    """Whether it was a registration by that day, and not only asked for."""
    if one.approved_on is not None:
        return one.approved_on <= as_of
    if one.status in _NEVER:
        return False
    # A day of approval that is left out is unknown where an end is told, or a status that only registrations have.
    status = rulebook.latest("statuses").get(one.status)
    return one.ended_on is not None or bool(getattr(status, "counts_as_registered", False))


def _over(one: Registration, as_of: date) -> bool:
    """Whether it has ended before the day, which it may still do on. Without an end its status tells."""
    if one.ended_on is not None:
        return one.ended_on < as_of
    status = rulebook.latest("statuses").get(one.status)
    return status is not None and not getattr(status, "live", True)
