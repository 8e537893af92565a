"""The rows of one batch of people before they have keys."""

from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

Row = tuple[Any, ...]


@dataclass(slots=True)
class Sheet:
    """One list of rows for each kind. The first value of a row is the person's number within the batch.

    `registrations` and `disclosures` are referred to by their position in the list, which is the second value of
    `statuses` and `versions`. Everywhere else the period, `starts_on` and `ends_on`, comes next. The order of the
    other values is `finpro.registry.services.world.LAYOUT`'s.
    """

    people: list[Row] = field(default_factory=list)
    names: list[Row] = field(default_factory=list)
    standings: list[Row] = field(default_factory=list)
    designations: list[Row] = field(default_factory=list)
    residences: list[Row] = field(default_factory=list)
    other_businesses: list[Row] = field(default_factory=list)
    spells: list[Row] = field(default_factory=list)
    associations: list[Row] = field(default_factory=list)
    offices: list[Row] = field(default_factory=list)
    entries: list[Row] = field(default_factory=list)
    registrations: list[Row] = field(default_factory=list)
    statuses: list[Row] = field(default_factory=list)
    exams: list[Row] = field(default_factory=list)
    elements: list[Row] = field(default_factory=list)
    disclosures: list[Row] = field(default_factory=list)
    versions: list[Row] = field(default_factory=list)

    def count(self) -> int:
        """How many rows there are in all."""
        return sum(len(getattr(self, item.name)) for item in fields(self))


def day(ordinal: int | None) -> date | None:
    """The date of an ordinal; None stays None."""
    return None if ordinal is None else date.fromordinal(ordinal)
