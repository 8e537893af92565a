"""Rows of access."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from finpro.access.enums import Decision, Entitlement
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
    """This account acts for this firm with these entitlements. One of a firm's may hold firm.admin (rule EN-01)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="memberships")
    entitlements = ArrayField(models.CharField(max_length=30))

    class Meta(Granted.Meta):
        constraints = [
            *Granted.Meta.constraints,
            models.UniqueConstraint(fields=["user", "firm"], condition=Q(ended_at=None), name="membership_one"),
            models.UniqueConstraint(
                fields=["firm"],
                condition=Q(ended_at=None, entitlements__contains=[Entitlement.ADMIN.value]),
                name="membership_one_admin",
            ),
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


class Invitation(models.Model):
    """A firm's administrator asks somebody to act for the firm. Whoever proves the address and signs in may accept.

    Ends once: accepted, declined or withdrawn; or it expires. `email` is emptied when it has ended.
    """

    firm = models.ForeignKey(Firm, models.PROTECT, related_name="invitations")
    email = models.EmailField(max_length=254)
    entitlements = ArrayField(models.CharField(max_length=30))
    invited_at = models.DateTimeField()
    invited_by = models.TextField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(null=True)  # absent together with the moment
    membership = models.OneToOneField(Membership, models.PROTECT, null=True, related_name="invitation")

    class Meta:
        indexes = [models.Index(Lower("email"), name="invitation_waiting", condition=Q(ended_at=None))]
        constraints = [
            models.UniqueConstraint("firm", Lower("email"), name="invitation_once", condition=Q(ended_at=None)),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, membership=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False, email=""),
                name="invitation_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class Certification(models.Model):
    """A firm's yearly look at who may do what, opened and closed by its super account administrator."""

    firm = models.ForeignKey(Firm, models.PROTECT, related_name="certifications")
    year = models.SmallIntegerField()
    opened_at = models.DateTimeField()
    opened_by = models.TextField()
    due_on = models.DateField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.TextField(null=True)  # absent together with the moment

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["firm", "year"], name="certification_once"),
            models.UniqueConstraint(fields=["firm"], name="certification_one_open", condition=Q(closed_at=None)),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None) | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="certification_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"certification {self.pk}"


class Certified(models.Model):
    """One membership in a certification: what it could do when the certification was opened, and what was decided."""

    certification = models.ForeignKey(Certification, models.CASCADE, related_name="lines")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    entitlements = ArrayField(models.CharField(max_length=30))
    decision = models.CharField(max_length=6, choices=Decision, default="", db_default="")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField(null=True)  # absent together with the moment

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["certification", "membership"], name="certified_once"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None, decided_by=None)
                | (~Q(decision="") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="certified_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"certified {self.pk}"
