"""Rows of firms: what a firm has chosen, version by version."""

import pgtrigger
from django.db import models

from finpro.firms.enums import Audience, Key
from finpro.registry.models import Firm


class Setting(models.Model):
    """A firm's choice from a date on. A later row of the same date overrules an earlier one; none is ever changed."""

    append_only = True

    firm = models.ForeignKey(Firm, models.PROTECT, related_name="+")
    key = models.CharField(max_length=24, choices=Key)
    audience = models.CharField(max_length=10, choices=Audience)
    value = models.JSONField()
    effective_from = models.DateField()
    why = models.TextField(default="", db_default="")
    at = models.DateTimeField()
    by = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["firm", "key", "audience", "-effective_from", "-id"], name="setting_in_force")]
        triggers = [pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"setting {self.pk}"
