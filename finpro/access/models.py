"""Rows of access."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from finpro.accounts.models import User
from finpro.registry.models import Firm, Person
from finpro.registry.models.dated import history


class Granted(models.Model):
    """From when to when somebody may act; an ended grant stays as evidence."""

    granted_at = models.DateTimeField()
    granted_by = models.TextField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(null=True)  # absent together with the moment

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="%(class)s_ended",
            )
        ]


@history
class Claim(Granted):
    """This account belongs to this person on the record. At most one live claim on either side."""

    user = models.ForeignKey(User, models.PROTECT, related_name="claims")
    person = models.ForeignKey(Person, models.PROTECT, related_name="claims")

    class Meta(Granted.Meta):
        constraints = [
            *Granted.Meta.constraints,
            models.UniqueConstraint(fields=["user"], condition=Q(ended_at=None), name="claim_one_person"),
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at=None), name="claim_one_account"),
        ]

    def __str__(self) -> str:
        return f"claim {self.pk}"


@history
class Membership(Granted):
    """This account acts for this firm with these entitlements."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="memberships")
    entitlements = ArrayField(models.CharField(max_length=30))

    class Meta(Granted.Meta):
        constraints = [
            *Granted.Meta.constraints,
            models.UniqueConstraint(fields=["user", "firm"], condition=Q(ended_at=None), name="membership_one"),
        ]

    def __str__(self) -> str:
        return f"membership {self.pk}"


@history
class StaffRole(Granted):
    """This account works for the registry."""

    user = models.ForeignKey(User, models.PROTECT, related_name="staff_roles")
    entitlements = ArrayField(models.CharField(max_length=30))

    class Meta(Granted.Meta):
        constraints = [
            *Granted.Meta.constraints,
            models.UniqueConstraint(fields=["user"], condition=Q(ended_at=None), name="staff_role_one"),
        ]

    def __str__(self) -> str:
        return f"staff role {self.pk}"
