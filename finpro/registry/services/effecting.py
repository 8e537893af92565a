"""How an accepted filing writes: what every writer of applying shares."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q

from finpro.kernel import errors
from finpro.registry import models

_DAY = datetime.timedelta(days=1)


@dataclass(slots=True)
class Effect:
    """One filing at work: whom it is about (locked), what it comes from, the legal date it takes effect on.

    `rows` counts the rows written; `requests` and `reports` are the keys of those that were made.
    """

    person: models.Person
    source: models.Source
    on: datetime.date
    by: str
    at: datetime.datetime
    firms: dict[int, models.Firm] = field(default_factory=dict)
    rows: int = 0
    requests: list[int] = field(default_factory=list)
    reports: list[int] = field(default_factory=list)

    def firm(self, crd: int) -> models.Firm:
        """A firm by its CRD number. Raises Refusal where the record holds none."""
        if crd not in self.firms:
            found = models.Firm.objects.filter(crd=crd).first()
            if found is None:
                raise errors.Refusal(
                    f"No firm on record has the CRD number {crd}. Nothing was changed. Correct it and file again.",
                    "U4-AFF-02",
                )
            self.firms[crd] = found
        return self.firms[crd]

    def add(self, model: Any, starts_on: datetime.date | None, **values: Any) -> Any:
        """A new row of the person."""
        self.rows += 1
        return model.objects.create(
            person=self.person, source=self.source, first_seen_on=self.on, starts_on=starts_on, **values
        )

    def amend(self, row: Any, **values: Any) -> bool:
        """Set columns of a row, which then comes from this filing; False where they are as they should be."""
        changed = [name for name, value in values.items() if getattr(row, name) != value]
        if not changed:
            return False
        for name in changed:
            setattr(row, name, values[name])
        row.source = self.source
        row.save(update_fields=[*changed, "source"])
        self.rows += 1
        return True

    def end(self, row: Any) -> None:
        """End a row with the day before; one that would end before it began goes (its history stays)."""
        self.rows += 1
        if row.starts_on is not None and row.starts_on >= self.on:
            row.delete()
            return
        row.ends_on = self.on - _DAY
        row.save(update_fields=["ends_on"])

    def state(self, model: Any, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
        """Let a statement of which one holds at a time (`key`) hold from now on; the same one again changes nothing."""
        rows = model.objects.filter(Q(ends_on=None) | Q(ends_on__gte=self.on), person=self.person, **key)
        row = rows.order_by(F("starts_on").desc(nulls_last=True), "id").first()
        if row is not None and all(getattr(row, name) == value for name, value in values.items()):
            return
        if row is not None and row.starts_on is not None and row.starts_on >= self.on:
            self.amend(row, **values)
            return
        if row is not None:
            self.end(row)
        self.add(model, self.on, **key, **values)

    def row(self, model: Any, key: int, **narrowed: Any) -> Any:
        """A row of the person by its key. Raises Refusal where the record no longer has it."""
        found = model.objects.select_for_update().filter(pk=key, person=self.person, **narrowed).first()
        if found is None:
            raise errors.Refusal(
                "The record has changed since this form was made from it: a row that it names is gone. "
                "Nothing was changed. Open the draft again to see what differs.",
                "U4-FRM-02",
            )
        return found
