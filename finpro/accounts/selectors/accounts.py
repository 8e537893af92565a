"""Finding accounts."""

from dataclasses import dataclass, field

from finpro.accounts.models import User


def user_id(email: str) -> int | None:
    """The key of the account with this e-mail address, whatever its case, or None."""
    try:
        return int(User.objects.get_by_natural_key(email).pk)
    except User.DoesNotExist:
        return None


@dataclass(frozen=True, slots=True)
class Contact:
    """How an account is reached: its personal address, and its telephone in E.164 form or ""."""

    email: str = field(repr=False)
    phone: str = field(repr=False)


def contact(user_id: int) -> Contact:
    """How the account is reached now. Raises User.DoesNotExist."""
    return Contact(*User.objects.values_list("email", "phone").get(pk=user_id))
