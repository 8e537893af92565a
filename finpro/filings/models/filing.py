"""A filing, from draft to decision."""

from django.db import models
from django.db.models import Q

from finpro.filings.enums import FINAL, TRANSITIONS, UNFILED, Access, FilingType, FormCode, State
from finpro.kernel import moves
from finpro.registry.models import Firm, Person

_OPEN = Q(state__in=sorted(set(State) - FINAL))
_FILED = Q(state__in=[State.SUBMITTED, State.ACCEPTED, State.REJECTED])


class Filing(models.Model):
    """One form about one person by one firm. The draft is the only truth until it is accepted.

    `version` names the specification. `base` is the document as it was taken from the record when the draft began;
    `content` is the document as it was frozen for signature, `digest` its SHA-256 in hex (rulebook.forms.canonical).
    `receipt` is what people quote; `filed_on` the legal date of filing; `reasons` why it was rejected, as findings.
    """

    form = models.CharField(max_length=4, choices=FormCode)
    version = models.CharField(max_length=20)
    type = models.CharField(max_length=16, choices=FilingType)
    state = models.CharField(max_length=24, choices=State, default=State.DRAFT, db_default=State.DRAFT)
    access = models.CharField(max_length=8, choices=Access, default=Access.NONE, db_default=Access.NONE)
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="filings", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="filings", db_index=False)
    base = models.JSONField()
    content = models.JSONField(null=True)
    digest = models.CharField(max_length=64, default="", db_default="")
    created_at = models.DateTimeField()
    created_by = models.TextField()
    moved_at = models.DateTimeField()
    touched_at = models.DateTimeField()  # the last change of an answer
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.TextField(null=True)  # absent together with the moment
    filed_on = models.DateField(null=True)
    receipt = models.CharField(max_length=20, null=True, unique=True)
    submit_key = models.CharField(max_length=64, null=True, unique=True)  # what makes filing twice harmless
    decided_at = models.DateTimeField(null=True)
    reasons = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(submitted_at=None, submitted_by=None, receipt=None, filed_on=None)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False)
                & Q(receipt__isnull=False, filed_on__isnull=False),
                name="filing_submitted",
            ),
            models.UniqueConstraint(
                fields=["firm", "person"], name="filing_one_unfiled", condition=Q(state__in=sorted(UNFILED))
            ),
            models.CheckConstraint(
                condition=~_FILED | Q(submitted_at__isnull=False, content__isnull=False), name="filing_filed"
            ),
        ]
        indexes = [
            models.Index(fields=["firm", "-id"], name="filing_firm_open", condition=_OPEN),
            models.Index(fields=["firm", "-id"], name="filing_firm"),
            models.Index(fields=["person", "-id"], name="filing_person"),
        ]
        triggers = [moves.only(TRANSITIONS)]

    def __str__(self) -> str:
        return f"filing {self.pk}"
