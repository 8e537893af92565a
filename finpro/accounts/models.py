"""Rows of accounts."""

from typing import ClassVar

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


class UserManager(BaseUserManager["User"]):
    """Finds an account by its e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.alias(folded=Lower("email")).get(folded=(username or "").lower())


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    exclude=["password", "last_login", "last_access_at"],
    append_only=True,
    level=pghistory.Statement,
)
class User(AbstractBaseUser):
    """An account. `name` is how the header greets; the legal name is on the record, not here."""

    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120, default="", db_default="")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    last_access_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return f"account {self.pk}"
