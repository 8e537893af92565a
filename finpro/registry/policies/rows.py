"""A row of the record as the fold builds it."""

from dataclasses import dataclass
from datetime import date, timedelta

from finpro.registry.policies.captures import Fact, Scalar

DAY = timedelta(days=1)


@dataclass(slots=True, eq=False)
class Row:
    """A fact in force from `starts_on` to `ends_on`, both included; None is unbounded.

    `source` is the index of the capture, in governing order, that first said so (for an amended value: that last
    amended it). `parent` is the registration of a status, the disclosure of a version.
    """

    kind: str
    key: tuple[Scalar, ...]
    value: tuple[Scalar, ...]
    starts_on: date | None
    ends_on: date | None
    first_seen_on: date
    end_observed: bool
    source: int
    pointer: str
    parent: "Row | None" = None

    def covers(self, day: date) -> bool:
        """Whether the row is in force on the day."""
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or day <= self.ends_on)


def stated(fact: Fact, seen_on: date, source: int) -> Row:
    """The row of a fact with the dates that its source gives."""
    return Row(
        fact.kind, fact.key, fact.value, fact.starts_on, fact.ends_on, seen_on, False, source, fact.pointer, None
    )


def cut(rows: list[Row], row: Row, end: date) -> None:
    """End the row on `end` because a later capture says otherwise; a row that would end before it began goes."""
    if row.starts_on is not None and end < row.starts_on:
        rows.remove(row)
    elif row.ends_on is None or row.ends_on > end:
        row.ends_on, row.end_observed = end, True
