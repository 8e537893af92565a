"""Section 11: residences (U4-RES)."""

from collections.abc import Iterator
from datetime import date, timedelta

from finpro.filings.policies import coverage
from finpro.filings.policies.checks import values
from finpro.filings.policies.checks.case import Case
from finpro.filings.policies.checks.offices import full_address
from finpro.filings.policies.checks.rule import At, rule
from finpro.kernel import days

ON, TYPES = "residences", "IRDPA"


def _covered(case: Case) -> coverage.Coverage:
    rows = case.document.get(ON)
    return coverage.cover(
        rows if isinstance(rows, list) else [], case.as_of, years=case.book.number("residence_history_years")
    )


@rule("U4-RES-01", on=ON, types=TYPES, if_touched=True)
def whole(case: Case) -> Iterator[At]:
    """Five years without a gap longer than is tolerated, up to now."""
    yield from uncovered(case, ON, _covered(case), "where the person lived")


def uncovered(case: Case, section: str, found: coverage.Coverage, what: str) -> Iterator[At]:
    """Gaps of a history that are longer than tolerated: an error, or where a reason is given a warning."""
    reasons = case.document.get("gap_reasons")
    long = found.longer_than(case.book.number("history_gap_tolerance_months"))
    for gap in long:
        at = f"/{section}" if gap.after is None else f"/{section}/{gap.after}/from"
        said = coverage.said(gap)
        if coverage.explained(gap, section, reasons):
            yield At(at, f"{said}: the form does not say {what}. A reason is given; it is shown with this.", "warning")
        else:
            yield At(at, f"{said}: the form does not say {what}. Add the missing months, or explain the gap.")
    if not found.open_rows and not any(gap.last == found.end for gap in long):
        yield At(f"/{section}", f"The form does not say {what} up to now. Add a row that goes on to the present.")


@rule("U4-RES-02", on=ON, types=TYPES, if_touched=True)
def one_present(case: Case) -> Iterator[At]:
    """Exactly one row goes on."""
    present = [place for place, row in case.rows(ON) if row.get("to") == coverage.PRESENT]
    if not present:
        yield At(f"/{ON}", "No residence is the present one. Choose “present” as the end of one.")
    for place in present[1:]:
        yield At(f"/{ON}/{place}/to", "Two residences are the present one. Enter the month in which one of them ended.")


@rule("U4-RES-03", on=ON, types=TYPES, if_touched=True)
def months(case: Case) -> Iterator[At]:
    """Months in order, none in the future."""
    yield from ordered(case, ON)


def ordered(case: Case, section: str) -> Iterator[At]:
    """Rows of a history whose months are missing, out of order, or in the future."""
    now = coverage.month_of(case.as_of)
    for place, row in case.rows(section):
        first, last = coverage.read(row.get("from")), coverage.read(row.get("to"))
        if first is None:
            yield At(f"/{section}/{place}/from", "Enter the month in which this began.")
        elif first > now:
            yield At(f"/{section}/{place}/from", "This month lies in the future. Enter a month up to now.")
        if row.get("to") == coverage.PRESENT:
            continue
        if last is None:
            yield At(f"/{section}/{place}/to", "Enter the month in which this ended, or choose “present”.")
        elif last > now:
            yield At(f"/{section}/{place}/to", "This month lies in the future. Choose “present” if this goes on.")
        elif first is not None and last < first:
            yield At(f"/{section}/{place}/to", "This ends before it begins. Mend one of the two months.")


@rule("U4-RES-04", on=ON, types=TYPES, if_touched=True)
def address(case: Case) -> Iterator[At]:
    """A whole address."""
    for place, row in case.rows(ON):
        yield from full_address(case, f"/{ON}/{place}", row, "residence")


@rule("U4-RES-05", on=ON, types=TYPES, if_touched=True)
def street(case: Case) -> Iterator[At]:
    """No post office box."""
    for place, row in case.rows(ON):
        for key in ("street1", "street2"):
            if values.is_box(row.get(key)):
                yield At(f"/{ON}/{place}/{key}", "Nobody lives in a post office box. Enter street and number.")


@rule("U4-RES-06", on=ON, types=TYPES, severity="warning", if_touched=True)
def worth_a_look(case: Case) -> Iterator[At]:
    """Short gaps, and overlaps of up to three months."""
    found = _covered(case)
    for gap in found.gaps:
        if gap.months <= case.book.number("history_gap_tolerance_months"):
            at = f"/{ON}" if gap.after is None else f"/{ON}/{gap.after}/from"
            yield At(at, f"{coverage.said(gap)}: no residence. That is tolerated; compare the months with your papers.")
    for shared in found.overlaps:
        if shared.months <= case.book.number("u4_residence_overlap_months"):
            yield At(
                f"/{ON}/{shared.after}/from",
                f"{coverage.said(shared)}: two residences. Mend the months if the person had one home at a time.",
            )


@rule("U4-RES-07", on=ON, types="A", severity="warning", if_touched=True)
def late(case: Case) -> Iterator[At]:
    """A new present residence is reported within 30 days."""
    within = case.book.number("u4_amendment_days")
    before = [row for _, row in values.rows(case.base(ON))]
    known = {row.get("id") for row in before if row.get("id")}
    starts = {(row.get("from"), values.plain(row.get("street1"))) for row in before}
    for place, row in case.rows(ON):
        month = coverage.read(row.get("from"))
        new = case.known.base is not None and row.get("id") not in known
        new = new and (row.get("from"), values.plain(row.get("street1"))) not in starts
        new = new or (case.known.base is None and values.text(row.get("id")).startswith("n"))
        if row.get("to") != coverage.PRESENT or month is None or not new:
            continue
        # Only the month is known: nothing is late that could have begun on its last day.
        last_day = days.months_after(date(month // 12, month % 12 + 1, 1), 1) - timedelta(days=1)
        if last_day + timedelta(days=within) < case.as_of:
            yield At(
                f"/{ON}/{place}/from", f"Moves are reported within {within} days, and this one is older. File it now."
            )
