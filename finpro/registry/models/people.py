"""A person and what is personal to him or her."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q

from finpro.registry.enums import NameKind
from finpro.registry.models.dated import Dated, history, one_at_a_time
from finpro.registry.models.sources import Source


@history
class Person(models.Model):
    """A person on the record. The SSN is sealed (registry.policies.ssn); `ssn_lookup` is a keyed hash to find it by."""

    crd = models.BigIntegerField(unique=True)
    date_of_birth = models.DateField(null=True)
    ssn_sealed = models.BinaryField(null=True)
    ssn_lookup = models.BinaryField(null=True, unique=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ssn_sealed__isnull=True, ssn_lookup__isnull=True)
                | Q(ssn_sealed__isnull=False, ssn_lookup__isnull=False),
                name="person_ssn_both",
            )
        ]

    def __str__(self) -> str:
        return f"CRD {self.crd}"


@history
class PersonName(Dated):
    """A legal or other name."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="names")
    kind = models.CharField(max_length=5, choices=NameKind)
    first = models.TextField(default="", db_default="")
    middle = models.TextField(default="", db_default="")
    last = models.TextField(default="", db_default="")
    suffix = models.TextField(default="", db_default="")
    full = models.TextField(default="", db_default="")  # upper case, single spaces: what a search compares

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            one_at_a_time("person_name_one_legal", "person", condition=Q(kind=NameKind.LEGAL)),
        ]
        indexes = [GinIndex(OpClass("full", name="gin_trgm_ops"), name="person_name_trgm")]

    def __str__(self) -> str:
        return f"name {self.pk}"


@history
class Standing(Dated):
    """How the public services class the person: Active, InActive, NotInScope, Expanded."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="standings")
    bc_scope = models.CharField(max_length=12)
    ia_scope = models.CharField(max_length=12)

    class Meta(Dated.Meta):
        constraints = [*Dated.Meta.constraints, one_at_a_time("standing_one", "person")]

    def __str__(self) -> str:
        return f"standing {self.pk}"


@history
class Designation(Dated):
    """A professional designation; `code` of the rulebook, or the source's own words in `name` where unknown."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="designations")
    code = models.CharField(max_length=10, default="", db_default="")
    name = models.TextField(default="", db_default="")

    def __str__(self) -> str:
        return f"designation {self.pk}"


@history
class Residence(Dated):
    """A home address. Months only where `month_precision`."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="residences")
    street1 = models.TextField()
    street2 = models.TextField(default="", db_default="")
    city = models.TextField()
    state = models.TextField(default="", db_default="")
    country = models.TextField(default="", db_default="")
    postal = models.TextField(default="", db_default="")
    month_precision = models.BooleanField(default=True, db_default=True)

    def __str__(self) -> str:
        return f"residence {self.pk}"


@history
class OtherBusiness(Dated):
    """Business outside the firm: `text` as public sources give it, the other columns as a filing does."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="other_businesses")
    text = models.TextField(default="", db_default="")
    name = models.TextField(default="", db_default="")
    investment_related = models.BooleanField(null=True)
    street1 = models.TextField(default="", db_default="")
    street2 = models.TextField(default="", db_default="")
    city = models.TextField(default="", db_default="")
    state = models.TextField(default="", db_default="")
    country = models.TextField(default="", db_default="")
    postal = models.TextField(default="", db_default="")
    nature = models.TextField(default="", db_default="")
    position_title = models.TextField(default="", db_default="")
    hours_per_month = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    hours_during_trading = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    duties = models.TextField(default="", db_default="")
    by_month = models.BooleanField(default=False, db_default=False)  # of the start only the month is told

    def __str__(self) -> str:
        return f"other business {self.pk}"


@history
class Description(Dated):
    """What the person looks like and where he or she was born; codes of the form (section 9)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="descriptions")
    sex = models.CharField(max_length=4, default="", db_default="")
    height_ft = models.SmallIntegerField(null=True)
    height_in = models.SmallIntegerField(null=True)
    weight_lbs = models.SmallIntegerField(null=True)
    hair_color = models.CharField(max_length=4, default="", db_default="")
    eye_color = models.CharField(max_length=4, default="", db_default="")
    birth_state_province = models.TextField(default="", db_default="")
    birth_country = models.TextField(default="", db_default="")

    class Meta(Dated.Meta):
        constraints = [*Dated.Meta.constraints, one_at_a_time("description_one", "person")]

    def __str__(self) -> str:
        return f"description {self.pk}"
