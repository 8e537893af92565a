"""Deadlines of filings and what lateness costs (forms.md 2.3, 3.4 and 10; rule LV-01, LV-07), from facts alone."""

from datetime import date, timedelta
from decimal import Decimal

from finpro.kernel import errors
from finpro.kernel.days import spelled
from finpro.rulebook import lookup as rulebook
from finpro.rulebook.decisions import Decision, Decisions, Reason
from finpro.rulebook.facts import Facts

# Categories of investment adviser representatives, for whom a late Form U5 costs no fee.
ADVISERS = frozenset({"RA"})


def decide(facts: Facts, as_of: date) -> Decisions:
    """Topic `late-fee`: `disclosure` where the request says when the event was learned of, `u5` where it says when the
    person left. Raises Invalid where it says neither. Without `filed_on`, it is as if filed on that day."""
    asked = facts.request
    filed_on = asked.filed_on or as_of
    found = []
    if asked.learned_on:
        found.append(disclosure(asked.learned_on, filed_on, disqualifying=bool(asked.statutory_disqualification)))
    if asked.terminated_on:
        found.append(u5(asked.terminated_on, filed_on, adviser_only=adviser_only(facts)))
    if not found:
        message = "give learned_on for a disclosure, or terminated_on for Form U5"
        raise errors.Invalid(message, [errors.Finding("facts", "error", "/request", message)])
    return Decisions("late-fee", as_of, tuple(found))


def due_on(learned_on: date, *, disqualifying: bool) -> tuple[date, int]:
    """The last day to amend Form U4, and in how many days after learning of the event."""
    code = "u4_amendment_days_disqualification" if disqualifying else "u4_amendment_days"
    days = rulebook.on(learned_on).number(code)
    return learned_on + timedelta(days=days), days


def disclosure(learned_on: date, filed_on: date, *, disqualifying: bool = False) -> Decision:
    """A disclosure filed late: so much for the first day, so much for each later one, up to a number of days."""
    due, days = due_on(learned_on, disqualifying=disqualifying)
    late = (filed_on - due).days
    when = f"Learned of on {spelled(learned_on)}; to be filed within {days} days, by {spelled(due)}."
    if late <= 0:
        reasons = (Reason("LV-07", True, f"{when} Filed on {spelled(filed_on)}, in time."),)
        return Decision("disclosure", "on_time", {"due_on": due}, {"fee": Decimal(0)}, reasons=reasons)
    rules = rulebook.on(filed_on)
    first, later = rules.fees["LATE_DISCLOSURE_FIRST_DAY"].amount, rules.fees["LATE_DISCLOSURE_DAY"].amount
    most = rules.number("late_disclosure_max_days")
    charged = min(late, most)
    fee = first + later * (charged - 1)
    sum_ = f"{_usd(first)} for the first day and {charged - 1} × {_usd(later)} for later days: {_usd(fee)}."
    capped = f" No more than {most} days are charged." if late > most else ""
    return Decision(
        "disclosure",
        "late",
        {"due_on": due},
        {"fee": fee},
        {"late_days": late, "charged_days": charged},
        reasons=(
            Reason("LV-07", False, f"{when} Filed on {spelled(filed_on)}, {_days(late)} late."),
            Reason("FEE-03", True, sum_ + capped),
        ),
    )


def adviser_only(facts: Facts) -> bool:
    """Whether the person was registered as an adviser's representative and in no other way; false if unknown."""
    return bool(facts.registrations) and all(row.category in ADVISERS for row in facts.registrations)


def u5(terminated_on: date, filed_on: date, *, adviser_only: bool = False) -> Decision:
    """Form U5 filed late: one fee beside that of the form, however late, and none for `adviser_only` (forms.md 3.1)."""
    days = rulebook.on(terminated_on).number("u5_days")
    due = terminated_on + timedelta(days=days)
    late = (filed_on - due).days
    when = f"The person left on {spelled(terminated_on)}; Form U5 is to be filed within {days} days, by {spelled(due)}."
    if late <= 0:
        reasons = (Reason("LV-01", True, f"{when} Filed on {spelled(filed_on)}, in time."),)
        return Decision("u5", "on_time", {"due_on": due}, {"fee": Decimal(0)}, reasons=reasons)
    fees = rulebook.on(filed_on).fees
    fee, usual = fees["U5_LATE"].amount, fees["U5_TERMINATION"].amount
    text = f"A late Form U5 costs {_usd(fee)}, however late it is, on top of {_usd(usual)} for the form."
    if adviser_only:
        fee, text = Decimal(0), "Registered as an adviser’s representative alone: no late fee is charged."
    return Decision(
        "u5",
        "late",
        {"due_on": due},
        {"fee": fee},
        {"late_days": late},
        reasons=(
            Reason("LV-01", False, f"{when} Filed on {spelled(filed_on)}, {_days(late)} late."),
            Reason("FEE-04", not adviser_only, text),
        ),
    )


def _days(count: int) -> str:
    return f"{count} day" if count == 1 else f"{count} days"


def _usd(amount: Decimal) -> str:
    return f"${amount:,.2f}"
