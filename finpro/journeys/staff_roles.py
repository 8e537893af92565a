"""The registry's administrators say who works for it. What somebody held in hand goes back when the role ends."""

from datetime import datetime

from django.db import transaction

from finpro.access import services as access
from finpro.accounts import selectors as accounts
from finpro.casework import services as casework
from finpro.kernel import errors
from finpro.kernel.actor import Actor


def give_to(*, email: str, role: str, by: Actor, at: datetime) -> None:
    """Give a role to the account with this address. Raises Refusal where there is none, else as `give`."""
    user_id = accounts.user_id(email)
    if user_id is None:
        raise errors.Refusal("No account has this address. Check it, or ask the person to open an account first.")
    give(user_id=user_id, role=role, by=by, at=at)


def give(*, user_id: int, role: str, by: Actor, at: datetime) -> None:
    """Give an account a role of the registry, or another one than it has. Raises as the services that do it."""
    with transaction.atomic():
        access.give_staff_role(user_id=user_id, role=role, by=by, at=at)


def end(*, user_id: int, by: Actor, at: datetime) -> None:
    """End an account's role, at once; its cases are given back."""
    with transaction.atomic():
        access.end_staff_role(user_id=user_id, by=by, at=at)
        casework.release(user_id=user_id, by=by, at=at)
