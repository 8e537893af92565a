"""Dates that people type."""

from datetime import date

from finpro.kernel import errors

# Before this, no record of the industry exists; a later year than this is a slip of the keyboard.
_FIRST, _LAST = 1900, 2199


def typed(text: str, *, default: date) -> date:
    """A date typed as YYYY-MM-DD, or the default for an empty text. Raises Invalid with what to type instead."""
    if not text:
        return default
    try:
        day = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        day = None
    if day is None or not _FIRST <= day.year <= _LAST:
        raise errors.Invalid(
            "Enter a real date, such as 2026-11-22.", [errors.Finding("D-01", "error", "/as_of", "Enter a real date.")]
        )
    return day


def asked(text: str, *, default: date) -> tuple[date, str]:
    """As `typed` for a page that is shown anyway: the date, or the default and what to type instead."""
    try:
        return typed(text, default=default), ""
    except errors.Invalid as invalid:
        return default, invalid.message
