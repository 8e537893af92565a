"""Requests for registration, what is missing for them, and what a firm said of other firms."""

from django.db import models
from django.db.models import Q

from finpro.kernel import moves
from finpro.registry.enums import REQUEST_MOVES, REQUEST_OPEN, RequestState
from finpro.registry.models.dated import Dated, history, one_at_a_time
from finpro.registry.models.firms import Firm
from finpro.registry.models.people import Person
from finpro.registry.models.registrations import Registration
from finpro.registry.models.sources import Source


@history
class RegistrationRequest(models.Model):
    """One regulator and category that a filing asked for. Its moves write the statuses of `registration`.

    `temporary`: temporary registration was asked for. `decided_at` is the moment of the last approval or refusal.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="registration_requests")
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="registration_requests")
    registration = models.OneToOneField(Registration, models.PROTECT, related_name="request")
    regulator = models.CharField(max_length=12)
    category = models.CharField(max_length=4)
    state = models.CharField(
        max_length=12, choices=RequestState, default=RequestState.PENDING, db_default=RequestState.PENDING
    )
    temporary = models.BooleanField(default=False, db_default=False)
    source = models.ForeignKey(Source, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    moved_by = models.TextField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField(null=True)  # absent together with the moment

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None) | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="registration_request_decided",
            ),
        ]
        indexes = [
            models.Index(
                fields=["requested_at", "id"],
                name="registration_request_open",
                condition=Q(state__in=sorted(REQUEST_OPEN)),
            ),
            models.Index(fields=["firm", "-id"], name="registration_request_firm"),
        ]
        triggers = [moves.only(REQUEST_MOVES)]

    def __str__(self) -> str:
        return f"registration request {self.pk}"


@history
class Deficiency(models.Model):
    """Something missing for a request: `reason` of the rulebook, `about` what it is (an exam's code, `report:12`).

    `letter` is what the firm is told besides, in the words of whoever opened it.
    """

    request = models.ForeignKey(RegistrationRequest, models.CASCADE, related_name="deficiencies")
    reason = models.CharField(max_length=24)
    about = models.CharField(max_length=40, default="", db_default="")
    letter = models.TextField(default="", db_default="")
    opened_at = models.DateTimeField()
    opened_by = models.TextField()
    cured_at = models.DateTimeField(null=True)
    cured_by = models.TextField(null=True)  # absent together with the moment

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(cured_at=None, cured_by=None) | Q(cured_at__isnull=False, cured_by__isnull=False),
                name="deficiency_cured",
            ),
            models.UniqueConstraint(
                fields=["request", "reason", "about"], condition=Q(cured_at=None), name="deficiency_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"deficiency {self.pk}"


@history
class OtherFirms(Dated):
    """What a firm answered of other firms: sections 3 (unaffiliated) and 6 (affiliated) of Form U4."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="other_firms")
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="+")
    unaffiliated_bd = models.BooleanField(null=True)
    unaffiliated_ia = models.BooleanField(null=True)
    affiliated = models.BooleanField(null=True)

    class Meta(Dated.Meta):
        constraints = [*Dated.Meta.constraints, one_at_a_time("other_firms_one", "person", "firm")]

    def __str__(self) -> str:
        return f"other firms {self.pk}"
