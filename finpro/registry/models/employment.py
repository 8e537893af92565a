"""Who worked where: spells as reported, associations derived from them, offices, the person's own entries."""

from django.db import models

from finpro.registry.enums import AssociationKind, Side
from finpro.registry.models.dated import Dated, history, one_at_a_time
from finpro.registry.models.firms import Branch, Firm
from finpro.registry.models.people import Person


@history
class EmploymentSpell(Dated):
    """A registration with a firm over time, kept as its source reports it, repeats included (`ordinal`)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="spells")
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="spells")
    side = models.CharField(max_length=2, choices=Side, default="", db_default="")
    ordinal = models.SmallIntegerField(default=0, db_default=0)
    firm_name = models.TextField()  # the name then used
    adviser_only = models.BooleanField(null=True)
    city = models.TextField(default="", db_default="")
    state = models.TextField(default="", db_default="")
    country = models.TextField(default="", db_default="")

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "firm", "side", "starts_on", "ordinal"],
                nulls_distinct=False,
                name="employment_spell_once",
            ),
        ]

    def __str__(self) -> str:
        return f"employment spell {self.pk}"


@history
class Association(Dated):
    """One continuous association of a person with a firm, derived from the spells (registry.policies.associations)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="associations")
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="associations")
    contractor = models.BooleanField(null=True)  # unknown unless a filing says so
    kind = models.CharField(
        max_length=14,
        choices=AssociationKind,
        default=AssociationKind.REGISTERED,
        db_default=AssociationKind.REGISTERED,
    )
    billing_code = models.CharField(max_length=8, default="", db_default="")  # the firm's own

    class Meta(Dated.Meta):
        constraints = [*Dated.Meta.constraints, one_at_a_time("association_one", "person", "firm")]
        indexes = [models.Index(fields=["firm", "ends_on", "person"], name="association_roster")]

    def __str__(self) -> str:
        return f"association {self.pk}"


@history
class Office(Dated):
    """Where a person of a firm is located or supervised from. A private residence shows city and state only.

    `role`, the codes and the address are told by filings; of a branch the address is the branch's. `residential` is
    whether an office in a home supervises from there (Form U4, residential supervisory location).
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="offices")
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="+")
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, related_name="offices")
    ordinal = models.SmallIntegerField(default=0, db_default=0)
    located_at = models.BooleanField(null=True)
    supervised_from = models.BooleanField(null=True)
    private_residence = models.BooleanField(null=True)
    registered = models.BooleanField(null=True)
    city = models.TextField(default="", db_default="")
    state = models.TextField(default="", db_default="")
    street1 = models.TextField(default="", db_default="")
    street2 = models.TextField(default="", db_default="")
    country = models.TextField(default="", db_default="")
    postal = models.TextField(default="", db_default="")
    role = models.CharField(max_length=12, default="", db_default="")
    residential = models.BooleanField(null=True)
    billing_code = models.CharField(max_length=8, default="", db_default="")
    branch_code = models.CharField(max_length=20, default="", db_default="")  # of the NYSE

    class Meta(Dated.Meta):
        indexes = [models.Index(fields=["firm", "branch"], name="office_branch")]

    def __str__(self) -> str:
        return f"office {self.pk}"


@history
class EmploymentEntry(Dated):
    """An entry of the person's own ten-year history (Form U4 section 12), months only.

    `kind` is a code of the form (EMPLOYMENT, UNEMPLOYED …), empty where the source does not tell.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="employment_entries")
    ordinal = models.SmallIntegerField(default=0, db_default=0)
    employer = models.TextField()
    city = models.TextField(default="", db_default="")
    state = models.TextField(default="", db_default="")
    position = models.TextField(default="", db_default="")
    kind = models.CharField(max_length=24, default="", db_default="")
    country = models.TextField(default="", db_default="")
    investment_related = models.BooleanField(null=True)

    def __str__(self) -> str:
        return f"employment entry {self.pk}"
