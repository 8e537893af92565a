"""Registrations per firm, regulator and category, each with its statuses over time."""

from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Coalesce

from finpro.registry.models.dated import Dated, history, one_at_a_time
from finpro.registry.models.firms import Firm
from finpro.registry.models.people import Person


@history
class Registration(Dated):
    """One registration while it lives. `firm` null or `category` empty: the source leaves it unknown.

    Two that live on the same day for the same person, firm, regulator and category are refused by the database;
    unknown counts as a value. After `ends_on` the statuses say how it ended.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="registrations")
    firm = models.ForeignKey(Firm, models.PROTECT, null=True, related_name="registrations")
    regulator = models.CharField(max_length=12)
    category = models.CharField(max_length=4, default="", db_default="")

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            one_at_a_time(
                "registration_one_live",
                "person",
                (Coalesce(F("firm"), Value(0, output_field=models.BigIntegerField())), RangeOperators.EQUAL),
                "regulator",
                "category",
            ),
        ]
        indexes = [models.Index(fields=["firm", "person"], name="registration_firm")]

    def __str__(self) -> str:
        return f"registration {self.pk}"


@history
class RegistrationStatus(Dated):
    """The status of a registration over a period; codes of the rulebook, empty where the record cannot tell."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    registration = models.ForeignKey(Registration, models.CASCADE, related_name="statuses")
    status = models.CharField(max_length=20, default="", db_default="")

    class Meta(Dated.Meta):
        constraints = [*Dated.Meta.constraints, one_at_a_time("registration_status_one", "registration")]

    def __str__(self) -> str:
        return f"registration status {self.pk}"
