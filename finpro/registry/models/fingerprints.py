"""Fingerprints: on what a firm relies, and the cards sent in."""

from django.db import models
from django.db.models import Q

from finpro.registry.models.dated import Dated, history, one_at_a_time
from finpro.registry.models.firms import Firm
from finpro.registry.models.people import Person


@history
class FingerprintBasis(Dated):
    """What a firm answered to section 2 of Form U4: `option`, `exemptions` and `iar_choice` are codes of the form."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="fingerprint_bases")
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="+")
    option = models.CharField(max_length=24)
    exemptions = models.JSONField(default=list)
    iar_choice = models.CharField(max_length=32, default="", db_default="")

    class Meta(Dated.Meta):
        constraints = [*Dated.Meta.constraints, one_at_a_time("fingerprint_basis_one", "person", "firm")]

    def __str__(self) -> str:
        return f"fingerprint basis {self.pk}"


@history
class FingerprintCard(Dated):
    """A set of fingerprints, known by its barcode; in force until it is terminated."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="fingerprint_cards")
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="+")
    barcode = models.CharField(max_length=13)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["barcode"], condition=~Q(barcode=""), name="fingerprint_barcode"),
        ]

    def __str__(self) -> str:
        return f"fingerprint card {self.pk}"


@history
class FingerprintStatus(Dated):
    """The status of a card over a period; codes of the rulebook."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    card = models.ForeignKey(FingerprintCard, models.CASCADE, related_name="statuses")
    status = models.CharField(max_length=4)

    class Meta(Dated.Meta):
        constraints = [*Dated.Meta.constraints, one_at_a_time("fingerprint_status_one", "card")]

    def __str__(self) -> str:
        return f"fingerprint status {self.pk}"
