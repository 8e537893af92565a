"""The record as of a date."""

from collections.abc import Iterable
from datetime import date

from finpro.registry.policies.rows import Row


def as_of(rows: Iterable[Row], day: date) -> list[Row]:
    """The rows in force on the day. Selectors mirror this in SQL: a start that is null or not later than the day, and
    an end that is null or not earlier."""
    return [row for row in rows if row.covers(day)]
