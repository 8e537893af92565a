"""What the services that keep an account safe must know of it."""

from allauth.socialaccount.models import SocialAccount

from finpro.accounts.models import User


def personal_address(user_id: int) -> str:
    """The address that mail about the account goes to; empty where the account is not open, or not there."""
    return User.objects.filter(pk=user_id, is_active=True).values_list("email", flat=True).first() or ""


def has_password(user_id: int) -> bool:
    """Whether the account can be signed in to by password."""
    user = User.objects.filter(pk=user_id).first()
    return bool(user and user.has_usable_password())


def has_google(user_id: int) -> bool:
    """Whether the account is linked to one at Google."""
    return bool(SocialAccount.objects.filter(user_id=user_id).exists())
