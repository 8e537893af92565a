"""What every row of the record has: a period and a source."""

from collections.abc import Callable
from typing import TypeVar

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.expressions import Combinable

from finpro.registry.models.sources import Source

Model = TypeVar("Model", bound=models.Model)


class InclusivePeriod(Func):
    """`daterange(starts_on, ends_on, '[]')`; an unknown start reaches back, an absent end reaches forward."""

    function = "daterange"

    def __init__(self) -> None:
        super().__init__(F("starts_on"), F("ends_on"), Value("[]"))


class Dated(models.Model):
    """A fact in force from `starts_on` to `ends_on`, both included.

    `starts_on` null: the source does not say since when. `ends_on` null: still in force.
    `first_seen_on` is the date of the capture or filing that first said so; where the source gives no start it is
    all that is known. `end_observed` marks an end that no source states: the fact was absent from a later capture.
    """

    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    first_seen_on = models.DateField()
    end_observed = models.BooleanField(default=False, db_default=False)
    source = models.ForeignKey(Source, models.PROTECT, related_name="+")
    pointer = models.TextField(default="", db_default="")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="%(class)s_period",
            )
        ]


def one_at_a_time(name: str, *keys: str | tuple[Func, str], condition: Q | None = None) -> ExclusionConstraint:
    """Refuse two rows of the same keys whose periods share a day."""
    expressions: list[tuple[str | Combinable, str]] = [
        (key, RangeOperators.EQUAL) if isinstance(key, str) else key for key in keys
    ]
    return ExclusionConstraint(
        name=name,
        expressions=[*expressions, (InclusivePeriod(), RangeOperators.OVERLAPS)],
        condition=condition,
    )


def history(model: type[Model]) -> type[Model]:
    """History by trigger: whatever writes, even SQL by hand, leaves a trace with its context (house.md, two trails).

    Statement level: one insert of all rows for a COPY or a set-based update, instead of one a row.
    """
    return history_without()(model)


def history_without(*fields: str) -> Callable[[type[Model]], type[Model]]:
    """The same, but of these fields: history is never deleted, and what they hold is to be gone one day."""
    track: Callable[[type[Model]], type[Model]] = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=list(fields),
        append_only=True,
        level=pghistory.Statement,
    )
    return track
