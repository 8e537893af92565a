"""Rows of billing."""

from django.db import models
from django.db.models import Q

from finpro.registry.models import Firm, Person


class FeeLine(models.Model):
    """Something that a firm owes. `code` is a fee of the rulebook, `rule` the id of the rule that asks for it.

    `about` is what it is for ("filing:12"); `key` makes charging twice harmless. `figures` hold what the amount was
    computed from, as plain numbers and dates. Open until `settled_at`.
    """

    firm = models.ForeignKey(Firm, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=40)
    rule = models.CharField(max_length=20)
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    about = models.CharField(max_length=80)
    key = models.CharField(max_length=160, unique=True)
    figures = models.JSONField(default=dict)
    charged_on = models.DateField()
    charged_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gte=0), name="fee_line_amount")]
        indexes = [
            models.Index(fields=["firm", "-id"], name="fee_line_firm"),
            models.Index(fields=["about"], name="fee_line_about"),
        ]

    def __str__(self) -> str:
        return f"fee line {self.pk}"
