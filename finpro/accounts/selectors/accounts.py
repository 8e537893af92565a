"""Finding accounts."""

from finpro.accounts.models import User


def user_id(email: str) -> int | None:
    """The key of the account with this e-mail address, whatever its case, or None."""
    try:
        return int(User.objects.get_by_natural_key(email).pk)
    except User.DoesNotExist:
        return None
