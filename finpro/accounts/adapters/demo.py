"""Signing in without a password, in the demo world alone: there is no address for it elsewhere."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.db.models.functions import Lower
from django.http import HttpRequest

from finpro.accounts.adapters import door
from finpro.accounts.enums import Way
from finpro.accounts.models import EmailAddress, User
from finpro.kernel import errors


def account_of(email: str) -> int | None:
    """The account that a persona has by now: that of this address, be it another one than the personal; or None."""
    held = EmailAddress.objects.alias(folded=Lower("email")).filter(folded=email.lower(), confirmed_at__isnull=False)
    found: int | None = held.values_list("user_id", flat=True).first()
    return found


def give_app(*, user_id: int, secret: str) -> None:
    """Give a persona an authenticator app with this secret (base32), in place of one that it has."""
    Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.TOTP).delete()
    TOTP.activate(User.objects.get(pk=user_id), secret)


def has_app(*, user_id: int) -> bool:
    """Whether the persona has an authenticator app."""
    return bool(Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.TOTP).exists())


def enter(request: HttpRequest, *, email: str, at: datetime) -> bool:
    """Let in as this persona, by the one door: where the account has a second factor it is asked, and False.

    Raises NotFound outside the demo, and for an account that is not there.
    """
    ours = settings.FINPRO
    user = User.objects.filter(pk=account_of(email) or 0, is_active=True).first()
    if not ours["demo"] or ours["production"] or user is None:
        raise errors.NotFound("There is nobody to sign in as here.")
    return door.enter(request, user=user, way=Way.DEMO, at=at)
