"""Disclosure reporting pages between the document and the record."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from finpro.registry.policies import filed

# The date on which the event of a page began, and where its docket or case number stands.
EVENT_DATE = {
    "CRIM": "date_first_charged",
    "REG": "date_initiated",
    "CIV": "date_filed",
    "CUST": "date_received",
    "TERM": "termination_date",
    "INV": "notice_date",
    "INTREV": "date_initiated",
    "BANK": "action_date",
    "BOND": "disposition_date",
    "JUDG": "date_filed",
}
DOCKET = {
    "CRIM": ("court", "docket"),
    "REG": ("docket",),
    "CIV": ("court", "docket"),
    "CUST": ("arbitration", "docket"),
    "BANK": ("court", "docket"),
    "JUDG": ("court", "docket"),
}
COMMENT = "comment"  # the person's own words: the one part that is compared with nothing (forms.md 1.15)
# What a page says of itself and not of the event.
HEADER = ("id", "type", "questions", "drp_response")


def page(report: filed.Report) -> dict[str, Any]:
    """The row of `drps` that a report on record begins with: a later version of it is an amended one."""
    return {
        "id": f"r{report.row}",
        "type": report.type,
        "drp_response": report.response or "INITIAL",
        "questions": list(report.questions),
        **{key: value for key, value in report.page.items() if key not in HEADER},
    }


def read(row: Mapping[str, Any], firm: int) -> filed.Report:
    """A page of the document as a report of the firm that files it."""
    type_ = str(row.get("type", ""))
    name = str(row.get("id", ""))
    told = {key: value for key, value in row.items() if key not in HEADER}
    return filed.Report(
        firm,
        type_,
        tuple(map(str, row.get("questions") or ())),
        told,
        str(row.get("drp_response") or ""),
        event_date(row),
        docket(row),
        int(name[1:]) if name[:1] == "r" and name[1:].isdecimal() else None,
    )


def event_date(row: Mapping[str, Any]) -> date | None:
    """The day on which the event of a page began, None where it is not told."""
    value = row.get(EVENT_DATE.get(str(row.get("type", "")), ""))
    text = value.get("date") if isinstance(value, Mapping) else value
    try:
        return date.fromisoformat(str(text)) if text else None
    except ValueError:
        return None


def docket(row: Mapping[str, Any]) -> str:
    """The docket or case number of a page, empty where it has none."""
    value: Any = row
    for key in DOCKET.get(str(row.get("type", "")), ("",)):
        value = value.get(key) if isinstance(value, Mapping) else None
    return str(value or "")
