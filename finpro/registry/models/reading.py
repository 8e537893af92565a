"""Rows kept only so that a long list opens fast: written by triggers, never by hand, and without history."""

from django.db import models

from finpro.registry.models.employment import Association
from finpro.registry.models.firms import Firm
from finpro.registry.models.people import Person


class RosterLine(models.Model):
    """An association with what a firm's list sorts by.

    `name_key` is the person's latest legal name, "LAST, FIRST MIDDLE SUFFIX" in upper case. The triggers of
    migration 0002 keep every line in step with its association and with the names, whatever writes them.
    """

    association = models.OneToOneField(Association, models.CASCADE, primary_key=True, related_name="roster_line")
    firm = models.ForeignKey(Firm, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_constraint=False)
    crd = models.BigIntegerField()
    name_key = models.TextField(db_collation="C")
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    contractor = models.BooleanField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["firm", "name_key", "person"],
                include=["starts_on", "ends_on", "crd", "contractor"],
                name="roster_by_name",
            )
        ]

    def __str__(self) -> str:
        return f"roster line of association {self.pk}"
