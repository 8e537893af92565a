"""Disclosures: an occurrence and its versions."""

from django.db import models

from finpro.registry.models.dated import Dated, history, one_at_a_time
from finpro.registry.models.people import Person


@history
class Disclosure(Dated):
    """One event. `type` of the rulebook; `event_on` null where the source gives only a flag."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="disclosures")
    type = models.CharField(max_length=20)
    event_on = models.DateField(null=True)
    docket = models.TextField(default="", db_default="")
    ordinal = models.SmallIntegerField(default=0, db_default=0)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "type", "event_on", "docket", "ordinal"],
                nulls_distinct=False,
                name="disclosure_once",
            ),
        ]

    def __str__(self) -> str:
        return f"disclosure {self.pk}"


@history
class DisclosureVersion(Dated):
    """What a source said of the event over a period: its resolution and the details as given."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    disclosure = models.ForeignKey(Disclosure, models.CASCADE, related_name="versions")
    resolution = models.TextField(default="", db_default="")
    detail = models.JSONField(default=dict)

    class Meta(Dated.Meta):
        constraints = [*Dated.Meta.constraints, one_at_a_time("disclosure_version_one", "disclosure")]

    def __str__(self) -> str:
        return f"disclosure version {self.pk}"
