"""How long somebody who failed an exam waits (EA-01 to EA-04)."""

from collections.abc import Iterable
from datetime import date, timedelta

from finpro.filings.policies.known import ExamResult
from finpro.kernel import days
from finpro.rulebook import lookup

_PASSED = frozenset({"PASS", "CREDIT", "WAIVED"})


def eligible_on(code: str, results: Iterable[ExamResult], on: date) -> date | None:
    """The first day on which the exam may be taken again, or None where nothing is to be waited for.

    Successive failures of the two years up to the latest count; the wait is that in force on the day of the latest.
    """
    exam = lookup.on(on).exams.get(code)
    own = sorted((row for row in results if row.code == code), key=lambda row: row.on)
    failed: list[date] = []
    for row in own:
        if row.result in _PASSED:
            failed = []
        elif row.result == "FAIL":
            failed.append(row.on)
    if exam is None or not failed:
        return None
    latest = failed[-1]
    since = days.months_after(latest, -lookup.on(latest).number("retake_failures_months"))
    number = sum(1 for day in failed if day >= since)
    waits = lookup.on(latest).constants[f"retake_waits_{exam.owner.lower()}"].value
    if not isinstance(waits, tuple):
        return None
    return latest + timedelta(days=int(waits[min(number, len(waits)) - 1]))
