"""The registry's administrators say who works for it. What somebody held in hand goes back when the role ends."""

from datetime import datetime

from django.db import transaction

from finpro.access import services as access
from finpro.casework import services as casework
from finpro.kernel.actor import Actor


def give(*, user_id: int, role: str, by: Actor, at: datetime) -> None:
    """Give an account a role of the registry, or another one than it has. Raises as the services that do it."""
    with transaction.atomic():
        access.give_staff_role(user_id=user_id, role=role, by=by, at=at)


def end(*, user_id: int, by: Actor, at: datetime) -> None:
    """End an account's role, at once; its cases are given back."""
    with transaction.atomic():
        access.end_staff_role(user_id=user_id, by=by, at=at)
        casework.release(user_id=user_id, by=by, at=at)
