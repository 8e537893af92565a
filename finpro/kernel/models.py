"""The kernel's tables: what jobs did, how often something was tried, and codes that were sent out."""

from django.db import models
from django.db.models import F, Q


class Effect(models.Model):
    """Something that a job did, written in the same transaction; a second run of the job finds it."""

    key = models.TextField(primary_key=True)
    done_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


class Tally(models.Model):
    """How often something was tried since `since`. `key` is a keyed hash: whom it is about cannot be read back."""

    key = models.CharField(max_length=100, primary_key=True)
    spent = models.IntegerField(default=0, db_default=0)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)  # the next try must wait for this

    class Meta:
        indexes = [models.Index(fields=["since"], name="tally_since")]

    def __str__(self) -> str:
        return self.key


class Code(models.Model):
    """A code that somebody is to type, never stored: kernel.codes computes it from the row and a key.

    `subject` is text such as `email:12`; `purpose` keeps a code for one thing from opening another.
    """

    purpose = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    salt = models.BinaryField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.SmallIntegerField(default=0, db_default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gte=F("made_at")), name="code_window"),
            models.CheckConstraint(condition=Q(tries__gte=0), name="code_tries"),
        ]
        indexes = [
            models.Index(fields=["purpose", "subject", "-id"], name="code_of"),
            models.Index(fields=["expires_at"], name="code_expires"),
        ]

    def __str__(self) -> str:
        return f"code {self.pk}"
