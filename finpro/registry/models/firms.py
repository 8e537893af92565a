"""Firms, their names and offices."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models

from finpro.registry.models.dated import Dated, history, one_at_a_time
from finpro.registry.models.sources import Source


@history
class Firm(models.Model):
    """A firm by CRD number. A stub is known only from somebody's employment, until a firm file completes it."""

    crd = models.BigIntegerField(unique=True)
    is_stub = models.BooleanField(default=True)
    bd_sec_number = models.CharField(max_length=20, default="", db_default="")
    ia_sec_number = models.CharField(max_length=20, default="", db_default="")
    bc_scope = models.CharField(max_length=12, default="", db_default="")
    ia_scope = models.CharField(max_length=12, default="", db_default="")
    source = models.ForeignKey(Source, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"firm CRD {self.crd}"


@history
class FirmName(Dated):
    """A name of a firm; `is_main` is the one it goes by."""

    firm = models.ForeignKey(Firm, models.CASCADE, related_name="names")
    name = models.TextField()
    is_main = models.BooleanField(default=True)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            one_at_a_time("firm_name_one_main", "firm", condition=models.Q(is_main=True)),
        ]
        indexes = [GinIndex(OpClass("name", name="gin_trgm_ops"), name="firm_name_trgm")]

    def __str__(self) -> str:
        return f"firm name {self.pk}"


@history
class FirmAddress(Dated):
    """The main office or mailing address of a firm (`kind` MAIN or MAILING)."""

    firm = models.ForeignKey(Firm, models.CASCADE, related_name="addresses")
    kind = models.CharField(max_length=8)
    street1 = models.TextField(default="", db_default="")
    street2 = models.TextField(default="", db_default="")
    city = models.TextField(default="", db_default="")
    state = models.TextField(default="", db_default="")
    country = models.TextField(default="", db_default="")
    postal = models.TextField(default="", db_default="")

    class Meta(Dated.Meta):
        constraints = [*Dated.Meta.constraints, one_at_a_time("firm_address_one", "firm", "kind")]

    def __str__(self) -> str:
        return f"firm address {self.pk}"


@history
class Branch(models.Model):
    """An office of a firm. `code` is the branch number, or a digest of the address where the source gives none."""

    firm = models.ForeignKey(Firm, models.CASCADE, related_name="branches")
    code = models.CharField(max_length=40)
    street1 = models.TextField(default="", db_default="")
    street2 = models.TextField(default="", db_default="")
    city = models.TextField(default="", db_default="")
    state = models.TextField(default="", db_default="")
    country = models.TextField(default="", db_default="")
    postal = models.TextField(default="", db_default="")
    source = models.ForeignKey(Source, models.PROTECT, related_name="+")
    pointer = models.TextField(default="", db_default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["firm", "code"], name="branch_once")]

    def __str__(self) -> str:
        return f"branch {self.pk}"
