"""Rows of identity. No Social Security number, no date of birth, no question and no answer stands in any of them."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from finpro.accounts.models import User
from finpro.identity.enums import OPEN, TRANSITIONS, Method, Reason, State
from finpro.kernel import moves
from finpro.registry.models import Person
from finpro.registry.models.dated import history_without


@history_without("bureau_reference")
class Proof(models.Model):
    """One attempt of an account's owner to prove to be a person on the record; at most one is open for an account.

    `person` is who the number and date of birth fitted. `bureau_reference` is the bureau's word for an inquiry, sealed,
    and kept in no history; what it offers stands in `passcode_offered`, `questions_offered` and `no_passcode_reason`,
    and a way used up is no longer offered. `phone_mark` is a keyed hash of the telephone number that the bureau was
    asked about. `level` is a code of the rulebook's assurance levels. `reasons` says why it did not go through.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="proofs")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=11, choices=State)
    bureau_reference = models.TextField(default="", db_default="")
    passcode_offered = models.BooleanField(default=False, db_default=False)
    passcode_channels = ArrayField(models.CharField(max_length=4), default=list)
    phone_mark = models.CharField(max_length=64, default="", db_default="")
    questions_offered = models.BooleanField(default=False, db_default=False)
    no_passcode_reason = models.CharField(max_length=20, default="", db_default="")
    method = models.CharField(max_length=9, choices=Method, default="", db_default="")
    level = models.CharField(max_length=20, default="", db_default="")
    reasons = ArrayField(models.CharField(max_length=12, choices=Reason), default=list)
    case_number = models.CharField(max_length=12, default="", db_default="")
    started_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    moved_by = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user"], name="proof_one_open", condition=Q(state__in=OPEN)),
            models.CheckConstraint(
                condition=~Q(state=State.VERIFIED) | (~Q(method="") & ~Q(level="") & Q(person__isnull=False)),
                name="proof_verified_how",
            ),
        ]
        indexes = [models.Index(fields=["user", "-started_at"], name="proof_user")]
        triggers = [moves.only(TRANSITIONS)]

    def __str__(self) -> str:
        return f"proof {self.pk}"


class SealedStep(models.Model):
    """Questions that wait for answers, sealed (kernel.vault). Gone when they are answered, or after a quarter hour."""

    proof = models.OneToOneField(Proof, models.CASCADE, related_name="step")
    sealed = models.BinaryField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="sealed_step_expires")]

    def __str__(self) -> str:
        return f"sealed step {self.pk}"
