"""Who may do what, and who certified it, as files for a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence

from finpro.access.enums import FIRM_SIDE, Entitlement
from finpro.access.selectors import Member, Report
from finpro.ui.filters import as_datetime_et

# What a spreadsheet would take for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def members_csv(members: Iterable[Member]) -> bytes:
    """One line for each user of a firm, a column for each entitlement."""
    head = ["Name", "E-mail address", "Office", "Since", "Last access", "Second factor"]
    head += [one.label for one in FIRM_SIDE]
    return _file(
        head,
        (
            [
                member.name,
                member.email,
                member.office,
                as_datetime_et(member.since),
                as_datetime_et(member.last_access_at, "Never"),
                "Yes" if member.second_factor else "No",
                *("Yes" if one in member.entitlements else "No" for one in FIRM_SIDE),
            ]
            for member in members
        ),
    )


def report_csv(report: Report) -> bytes:
    """One line for each user of a certification: what was decided, by whom and when."""
    head = ["Year", "Name", "E-mail address", "Entitlements when opened", "Entitlements now"]
    head += ["Decision", "Decided at", "Decided by"]
    return _file(
        head,
        (
            [
                str(report.year),
                line.name,
                line.email,
                _words(line.before),
                _words(line.now),
                line.decision.label if line.decision else "Not decided",
                as_datetime_et(line.decided_at),
                line.decided_by,
            ]
            for line in report.lines
        ),
    )


def safe(cell: str) -> str:
    """The cell as text, whatever a spreadsheet makes of its first character: a name is what somebody typed."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell


def _words(held: Iterable[Entitlement]) -> str:
    return "; ".join(one.label for one in held)


def _file(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with a mark by which spreadsheets know it."""
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\r\n")
    lines.writerow(head)
    lines.writerows([safe(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")
