"""Dates that people type, and months after a date."""

import re
from calendar import monthrange
from datetime import date

from finpro.kernel import errors

# Before this, no record of the industry exists; a later year than this is a slip of the keyboard.
_FIRST, _LAST = 1900, 2199
# fromisoformat alone would also take weeks ("2026-W47-1").
_FORM = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def typed(text: str, *, default: date) -> date:
    """A date typed as YYYY-MM-DD, or the default for an empty text. Raises Invalid with what to type instead."""
    if not text:
        return default
    try:
        day = date.fromisoformat(text) if _FORM.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or not _FIRST <= day.year <= _LAST:
        asked_for = "Enter a real date, such as 2026-11-22."
        raise errors.Invalid(asked_for, [errors.Finding("D-01", "error", "/as_of", asked_for)])
    return day


def asked(text: str, *, default: date) -> tuple[date, str]:
    """As `typed` for a page that is shown anyway: the date, or the default and what to type instead."""
    try:
        return typed(text, default=default), ""
    except errors.Invalid as invalid:
        return default, invalid.message


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last day where it has none such (as rule D-02 reads years)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def spelled(day: date) -> str:
    """A date as sentences write it: 31 December 2026."""
    return f"{day.day} {day:%B %Y}"
