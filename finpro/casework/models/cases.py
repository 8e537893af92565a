"""Support cases, and what people ask firms to say of them."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from finpro.accounts.models import User
from finpro.casework.enums import TRANSITIONS, Kind, Outcome, State, VouchOutcome
from finpro.identity.models import Proof
from finpro.kernel import moves
from finpro.registry.models import Firm
from finpro.registry.models.dated import history


class Case(models.Model):
    """Something for the registry to settle. `subject` is text such as `proof:<uuid>`; `number` is what people quote.

    `account` is whose case it is. `reasons` are codes of why it was opened, then of why it was decided so.
    """

    number = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=24, choices=Kind)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN, db_default=State.OPEN)
    subject = models.CharField(max_length=80)
    account = models.ForeignKey(User, models.PROTECT, null=True, related_name="cases")
    owner = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reasons = ArrayField(models.CharField(max_length=24), default=list)
    outcome = models.CharField(max_length=8, choices=Outcome, default="", db_default="")
    opened_at = models.DateTimeField()
    opened_by = models.TextField()
    moved_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.TextField(null=True)  # absent together with the moment

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject"], name="case_one_open", condition=~Q(state=State.CLOSED)),
            models.CheckConstraint(
                condition=Q(state=State.CLOSED, closed_at__isnull=False, closed_by__isnull=False) & ~Q(outcome="")
                | ~Q(state=State.CLOSED) & Q(closed_at=None, closed_by=None, outcome=""),
                name="case_closed",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "opened_at", "id"], name="case_queue"),
            models.Index(fields=["account", "-id"], name="case_account"),
        ]
        triggers = [moves.only(TRANSITIONS)]

    def __str__(self) -> str:
        return f"case {self.number}"


class Entry(models.Model):
    """One line of a case's history: what was done, said or decided. Only added to.

    `note` is for the registry alone, `message` is what the person reads too.
    """

    append_only = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="entries")
    at = models.DateTimeField()
    by = models.TextField()
    what = models.CharField(max_length=24)
    note = models.TextField(default="", db_default="")
    message = models.TextField(default="", db_default="")

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="case_entry")]
        triggers = [pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"case entry {self.pk}"


@history
class VouchRequest(models.Model):
    """Somebody asks a firm to vouch for who he or she is. Open until it has ended, and while the proof is.

    `code_id` names the number (kernel.codes) that the person reads out to whoever vouches; it stands nowhere. `reason`
    is a code of the rulebook's case reasons.
    """

    proof = models.ForeignKey(Proof, models.PROTECT, related_name="+")
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="+")
    code_id = models.BigIntegerField()
    asked_at = models.DateTimeField()
    asked_by = models.TextField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(null=True)  # absent together with the moment
    outcome = models.CharField(max_length=9, choices=VouchOutcome, default="", db_default="")
    reason = models.CharField(max_length=24, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proof", "firm"], name="vouch_one_open", condition=Q(ended_at=None)),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, outcome="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(outcome=""),
                name="vouch_ended",
            ),
        ]
        indexes = [
            models.Index(fields=["firm", "asked_at", "id"], name="vouch_waiting", condition=Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return f"request to vouch {self.pk}"
