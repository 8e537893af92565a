"""How long an exam counts (rules.md 6.2: EX-03 to EX-07), from facts alone.

Before registration a pass lasts two years, the SIE four. While a registration that rests on it is in force it does not
end; afterwards it lasts as long again from the day on which the last such registration ended.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from finpro.kernel import days
from finpro.rulebook import lookup as rulebook
from finpro.rulebook.decisions import Decision, Decisions, Reason
from finpro.rulebook.facts import ExamResult, Facts, Registration

SIE = "SIE"
_GOOD = frozenset({"PASS", "CREDIT", "WAIVED"})
_PAIR = {"S9": "S10", "S10": "S9"}


@dataclass(frozen=True, slots=True)
class Standing:
    """How one result counts on a day. `until` None and valid: as long as the registration goes on."""

    code: str
    on: date
    outcome: str  # valid, expired, void
    until: date | None
    reasons: tuple[Reason, ...]

    @property
    def valid(self) -> bool:
        """Whether the result counts."""
        return self.outcome == "valid"


def years_after(day: date, years: int) -> date:
    """The same day some years on (D-02: 29 February gives the 28th)."""
    return days.months_after(day, 12 * years)


def decide(facts: Facts, as_of: date) -> Decisions:
    """Topic `exam-validity`: one decision for each exam passed, credited or waived."""
    found = [standing(facts, result, as_of) for result in facts.exams if result.result in _GOOD]
    return Decisions(
        "exam-validity",
        as_of,
        tuple(
            Decision(one.code, one.outcome, {"valid_until": one.until} if one.until else {}, reasons=one.reasons)
            for one in found
        ),
    )


def best(facts: Facts, code: str, as_of: date) -> Standing | None:
    """How the exam stands for the person: of several results the one that counts longest; None without a result."""
    found = [standing(facts, result, as_of, code) for result in _results(facts, code, as_of)]
    return max(found, key=_length, default=None)


def _length(one: Standing) -> tuple[bool, date]:
    return one.valid, one.until or date.max


def _results(facts: Facts, code: str, as_of: date) -> Iterable[ExamResult]:
    return (
        result for result in facts.exams if result.result in _GOOD and result.on <= as_of and code in stands_for(result)
    )


def stands_for(result: ExamResult) -> frozenset[str]:
    """The exams for which a result counts. A whole exam taken after it was split counts for its second half alone."""
    exam = rulebook.latest("exams").get(result.code)
    counts = frozenset(getattr(exam, "counts_as", ()))
    retired = getattr(exam, "retired_on", None)
    if retired is not None and result.on > retired:
        counts -= {SIE}
    return counts | {result.code}


def standing(facts: Facts, result: ExamResult, as_of: date, code: str = "") -> Standing:
    """How one result counts on a day; `code`: for which of the exams that it stands for."""
    code = code or result.code
    other = _PAIR.get(code)
    if other and _parted(facts, result.on, other, as_of):
        text = f"{code} of {days.spelled(result.on)} is void: {other} was not passed within two years of it."
        return Standing(result.code, result.on, "void", None, (Reason("EX-06", False, text),))
    years = _years(code, as_of)
    until: date | None = years_after(result.on, years)
    rule, last = "EX-03", None
    for registration in _resting_on(facts, code):
        begun = registration.approved_on
        if begun is None or until is None or begun > max(until, result.on) or not _reaches(registration, result.on):
            continue
        if registration.ended_on is None or registration.ended_on >= as_of:
            until, last = None, registration
            break
        kept = years_after(registration.ended_on, years)
        rule = "EX-05" if _state_exam(code) else "EX-04"
        if kept > until:
            until, last = kept, registration
    credited = (Reason("EX-07", True, f"The record shows credit for {code}."),) if result.result == "CREDIT" else ()
    if until is None:
        where = f"{last.category} with {last.regulator}" if last else "a registration"
        text = f"{code} of {days.spelled(result.on)} counts as long as {where} is in force."
        rule = "EX-05" if _state_exam(code) else "EX-04"
        return Standing(result.code, result.on, "valid", None, (*credited, Reason(rule, True, text)))
    since = (
        f"the end of {last.category} on {days.spelled(last.ended_on)}"
        if last and last.ended_on
        else f"the exam on {days.spelled(result.on)}"
    )
    good = as_of <= until
    verb = "counts" if good else "counted"
    text = f"{code} {verb} until {days.spelled(until)}, {years} years after {since}."
    return Standing(
        result.code, result.on, "valid" if good else "expired", until, (*credited, Reason(rule, good, text))
    )


def _reaches(registration: Registration, day: date) -> bool:
    return registration.ended_on is None or registration.ended_on >= day


def _parted(facts: Facts, on: date, other: str, as_of: date) -> bool:
    """Whether the second of the pair came, but too late for this first one."""
    years = rulebook.on(on).number("s9_s10_pair_years")
    taken = [result.on for result in _results(facts, other, as_of)]
    near = any(day <= years_after(on, years) and on <= years_after(day, years) for day in taken)
    return not near and any(day > on for day in taken)


def _years(code: str, as_of: date) -> int:
    return rulebook.on(as_of).number("sie_validity_years" if code == SIE else "exam_validity_years")


def _state_exam(code: str) -> bool:
    exam = rulebook.latest("exams").get(code)
    return getattr(exam, "owner", "") == "NASAA"


def in_force(registration: Registration, as_of: date) -> bool:
    """Whether a registration is in force on a day: approved by then, not ended, and in a status that counts."""
    if registration.approved_on is None or registration.approved_on > as_of:
        return False
    if registration.ended_on is not None and registration.ended_on < as_of:
        return False
    status = rulebook.latest("statuses").get(registration.status)
    return status is None or bool(getattr(status, "counts_as_registered", False))


def _resting_on(facts: Facts, code: str) -> list[Registration]:
    """Registrations that rest on the exam, oldest first."""
    categories = resting_categories(code)
    found = [one for one in facts.registrations if one.category in categories and one.approved_on]
    return sorted(found, key=lambda one: one.approved_on or date.max)


@lru_cache(maxsize=256)
def resting_categories(code: str) -> frozenset[str]:
    """The categories that rest on an exam: state exams keep state registrations alone, and the SIE stays with any
    representative or principal."""
    found = set()
    for category in rulebook.latest("categories").values():
        kind = getattr(category, "kind", "")
        named = {exam for alternative in getattr(category, "qualifying_exams", ()) for exam in alternative}
        fits = (kind == "jurisdiction") == _state_exam(code)
        if fits and (code in named or (code == SIE and kind in {"representative", "principal"})):
            found.add(category.code)
    return frozenset(found)
