"""Rows of accounts. Second factors, Google links and sessions are rows of allauth's apps."""

from typing import ClassVar
from uuid import uuid4

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class UserManager(BaseUserManager["User"]):
    """Finds an account by its e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.alias(folded=Lower("email")).get(folded=(username or "").lower())


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    # Nor the address, name and telephone: history is never deleted, and a removed account must leave none of them.
    exclude=["password", "last_login", "last_access_at", "email", "name", "phone"],
    append_only=True,
    level=pghistory.Statement,
)
class User(AbstractBaseUser):
    """An account. `name` is how the header greets; the legal name is on the record, not here.

    `email` is the address marked personal among the account's addresses, the one that account mail goes to; empty once
    the account was removed. `phone` is in E.164 form.
    """

    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120, default="", db_default="")
    phone = models.CharField(max_length=16, default="", db_default="")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    last_access_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once", condition=~Q(email="")),
            models.CheckConstraint(
                condition=Q(removed_at=None) & ~Q(email="") | Q(removed_at__isnull=False, email="", is_active=False),
                name="user_removed_without_address",
            ),
        ]

    def __str__(self) -> str:
        return f"account {self.pk}"


class EmailAddress(models.Model):
    """One of an account's e-mail addresses. Mail about the account goes to the personal one alone.

    `confirmed_at` is when its owner last typed a code sent there, or said again that it is right; `bounced_at` when a
    mail came back since. `replaces` is the address that it takes the place of once it is confirmed.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="addresses")
    email = models.EmailField(max_length=254)
    personal = models.BooleanField(default=False, db_default=False)
    added_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)
    replaces = models.OneToOneField("self", models.SET_NULL, null=True, related_name="replacement")

    class Meta:
        constraints = [
            models.UniqueConstraint("user", Lower("email"), name="address_once"),
            models.UniqueConstraint(Lower("email"), name="address_of_one", condition=Q(confirmed_at__isnull=False)),
            models.UniqueConstraint("user", name="address_one_personal", condition=Q(personal=True)),
        ]
        indexes = [models.Index(Lower("email"), name="address_folded")]

    def __str__(self) -> str:
        return f"address {self.pk}"


class Device(models.Model):
    """A browser on a network from which an account was signed in to, so that a new one is told of.

    `mark` is a keyed hash of browser, system and network, by which they are known again. `browser`, `system` and
    `address` are those of the first time: the mail says them. Deleted when unused for long (policies.DEVICE_KNOWN).
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="devices")
    mark = models.CharField(max_length=64)
    browser = models.CharField(max_length=40)
    system = models.CharField(max_length=40)
    address = models.GenericIPAddressField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "mark"], name="device_once")]
        indexes = [models.Index(fields=["last_at"], name="device_last")]

    def __str__(self) -> str:
        return f"device {self.pk}"


class FormerAddress(models.Model):
    """An address that an account had until another took its place: kept for the mail that says so, then deleted."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    email = models.EmailField(max_length=254)
    left_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["left_at"], name="former_address_left")]

    def __str__(self) -> str:
        return f"former address {self.pk}"


class SignUp(models.Model):
    """An account being opened: what was typed before there is an account. Deleted when it is open, or after a day.

    The address stands here only until its owner has typed the code sent there.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=120)
    email = models.EmailField(max_length=254)
    phone = models.CharField(max_length=16, default="", db_default="")
    started_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["started_at"], name="sign_up_started")]

    def __str__(self) -> str:
        return f"sign-up {self.pk}"


class Solved(models.Model):
    """Something that works once and was used: an answered human check, a code of an authenticator app."""

    once = models.CharField(max_length=100, primary_key=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="solved_at")]

    def __str__(self) -> str:
        return f"used {self.once[:8]}"
