"""Sections 7 and 8: exams and professional designations (U4-EXM, U4-DSG)."""

from collections.abc import Collection, Iterator
from datetime import date

from finpro.filings.policies.checks import values
from finpro.filings.policies.checks.case import Case
from finpro.filings.policies.checks.retakes import eligible_on
from finpro.filings.policies.checks.rule import At, rule
from finpro.filings.policies.known import ExamResult
from finpro.kernel import days
from finpro.rulebook import lookup
from finpro.rulebook.schema import Exam

_PASSED = frozenset({"PASS", "CREDIT", "WAIVED"})


def _asked(case: Case) -> list[tuple[str, str]]:
    return [(f"/exam_requests/{place}", code) for place, code in values.codes(case.document.get("exam_requests"))]


@rule("U4-EXM-01", on="exam_requests", types="IRDA")
def open_exams(case: Case) -> Iterator[At]:
    """The exam exists and can still be taken."""
    for at, code in _asked(case):
        exam = lookup.latest("exams").get(code)
        # What is given today has a fee; of old codes whose last day no source tells none is known.
        given = isinstance(exam, Exam) and exam.group != "education" and (exam.retired_on or exam.fee is not None)
        if not isinstance(exam, Exam) or not given:
            yield At(at, f"There is no exam {code} to enrol for. Take it out.")
        elif exam.retired_on and exam.retired_on < case.as_of:
            instead = f"{code}TO" if f"{code}TO" in case.book.exams else "what replaced it"
            yield At(at, f"{code} could be taken until {values.said(exam.retired_on)}. Ask for {instead}.")


@rule("U4-EXM-02", on="exam_requests", types="IRDA")
def follows_by_itself(case: Case) -> Iterator[At]:
    """A state exam that section 5 brings about is not asked for again."""
    agents = [state for _, state, category in case.all_requests if category == "AG" and _needs_s63(case, state)]
    advisers = [state for _, state, category in case.all_requests if category == "RA"]
    claimed = {code for _, code in values.codes(case.document.get("designations"))}
    excused = any(code in case.book.designations and case.book.designations[code].qualifies_ra for code in claimed)
    for at, code in _asked(case):
        if code == "S63" and agents:
            yield At(at, f"The request for an agent in {agents[0]} brings Series 63 about. Take it out here.")
        elif code == "S65" and advisers and not excused:
            yield At(
                at,
                f"The request for an adviser representative in {advisers[0]} brings Series 65 about. Take it out here.",
            )


def _needs_s63(case: Case, state: str) -> bool:
    entry = case.book.jurisdictions.get(state)
    return entry is not None and entry.requires_s63


@rule("U4-EXM-03", on="exam_requests", types="IRDA")
def one_window(case: Case) -> Iterator[At]:
    """No exam is asked for twice, or while a window is open."""
    seen: set[str] = set()
    for at, code in _asked(case):
        for window in case.known.person.windows or ():
            if window.code == code and (window.ends_on is None or window.ends_on >= case.as_of):
                until = f" until {values.said(window.ends_on)}" if window.ends_on else ""
                yield At(at, f"A window for {code} is open{until}. It can be taken in that one; take it out here.")
                break
        else:
            if code in seen:
                yield At(at, f"{code} is asked for twice. Take one out.")
        seen.add(code)


@rule("U4-EXM-04", on="exam_requests", types="IRDA")
def waited(case: Case) -> Iterator[At]:
    """The wait after a failure is over."""
    for at, code in _asked(case):
        day = eligible_on(code, case.known.person.exams or (), case.as_of)
        if day is not None and case.as_of < day:
            yield At(at, f"After a failure {code} can be taken again from {values.said(day)}. File this request then.")


@rule("U4-EXM-05", on="exam_requests", types="IRDA", severity="warning", cheap=False)
def with_sie(case: Case) -> Iterator[At]:
    """The second part of an exam goes with the SIE."""
    if case.known.person.exams is None or "SIE" in case.asked_exams or _has_sie(case):
        return
    for at, code in _asked(case):
        if code.endswith("TO"):
            yield At(at, f"{code} counts only together with the SIE, which the record does not show. Ask for it too.")


def _has_sie(case: Case) -> bool:
    """Whether a pass of the SIE, or of an exam that stands for it, still counts (EX-03, EX-04)."""
    years = case.book.number("sie_validity_years")
    since = days.months_after(case.as_of, -12 * years)
    exams = case.known.person.exams or ()
    if _passed(exams, since, {"SIE"}):
        return True
    rows = case.known.person.registrations or ()
    held = [row for row in rows if row.approved_on and (row.ended_on is None or row.ended_on >= since)]
    return bool(held) and _passed(exams, None, {"SIE"})


def _passed(exams: Collection[ExamResult], since: date | None, wanted: set[str]) -> bool:
    for row in exams:
        entry = lookup.latest("exams").get(row.code)
        stands_for = {row.code, *(entry.counts_as if isinstance(entry, Exam) else ())}
        if row.result in _PASSED and stands_for & wanted and (since is None or row.on >= since):
            return True
    return False


@rule("U4-EXM-06", on="exam_requests", types="IRDA", severity="warning", cheap=False)
def with_s7(case: Case) -> Iterator[At]:
    """Series 66 goes with Series 7."""
    wanted = {"S7", "S7TO"}
    exams = case.known.person.exams
    if exams is None or case.asked_exams & wanted or _passed(exams, None, wanted):
        return
    for at, code in _asked(case):
        if code == "S66":
            yield At(
                at, "Series 66 counts only together with Series 7, which the record does not show. Ask for it too."
            )


@rule("U4-DSG-01", on="designations", types="IRDA")
def confirmed(case: Case) -> Iterator[At]:
    """A newly claimed designation is confirmed by the body that awards it."""
    listed = case.known.person.designations
    before = {code for _, code in values.codes(case.base("designations"))}
    for place, code in values.codes(case.document.get("designations")):
        entry = case.book.designations.get(code)
        if entry is None:
            yield At(f"/designations/{place}", f"{code} is no designation that this form knows. Take it out.")
        elif listed is not None and code not in listed and code not in before:
            yield At(
                f"/designations/{place}",
                f"{entry.awarded_by} does not list the person as {code}. Have it confirmed there, or take it out.",
            )
