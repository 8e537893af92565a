"""Disclosures: an occurrence and its versions."""

from django.db import models
from django.db.models import Q

from finpro.registry.models.dated import Dated, history, one_at_a_time
from finpro.registry.models.firms import Firm
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


@history
class DisclosureAnswer(Dated):
    """The answer to one disclosure question ("14A(1)(a)"): of the person, whichever firm filed it last."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="disclosure_answers")
    question = models.CharField(max_length=12)
    answer = models.BooleanField()

    class Meta(Dated.Meta):
        constraints = [*Dated.Meta.constraints, one_at_a_time("disclosure_answer_one", "person", "question")]

    def __str__(self) -> str:
        return f"disclosure answer {self.pk}"


@history
class DisclosureReport(Dated):
    """One disclosure reporting page of one filing: what a firm told of an event.

    `page` is the page as filed. `made_from` is the report that it was made from: of the same firm, whose place it takes
    (`replaced` is set there), or of another. Queued until staff match it to an occurrence (`disclosure`).
    `archived`: no answer of the person rests on it any more.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="disclosure_reports")
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="+")
    type = models.CharField(max_length=20)
    response = models.CharField(max_length=10, default="", db_default="")  # INITIAL or AMENDED
    questions = models.JSONField(default=list)
    page = models.JSONField(default=dict)
    event_on = models.DateField(null=True)
    docket = models.TextField(default="", db_default="")
    made_from = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    replaced = models.BooleanField(default=False, db_default=False)
    archived = models.BooleanField(default=False, db_default=False)
    disclosure = models.ForeignKey(Disclosure, models.PROTECT, null=True, related_name="reports")
    matched_at = models.DateTimeField(null=True)
    matched_by = models.TextField(null=True)  # absent together with the moment

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(disclosure=None, matched_at=None, matched_by=None)
                | Q(disclosure__isnull=False, matched_at__isnull=False, matched_by__isnull=False),
                name="disclosure_report_matched",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], name="disclosure_report_queue", condition=Q(disclosure=None, replaced=False)),
        ]

    def __str__(self) -> str:
        return f"disclosure report {self.pk}"
