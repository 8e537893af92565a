"""Somebody signs the own account out elsewhere."""

from datetime import datetime

from django.db import transaction

from finpro.accounts import services as accounts
from finpro.kernel.actor import Actor


def end_one(*, session_id: int, session_key: str, by: Actor, at: datetime) -> None:
    """End another session of the account. Raises as `accounts.end_one`."""
    with transaction.atomic():
        accounts.end_one(user_id=by.user_id or 0, session_id=session_id, session_key=session_key, by=by, at=at)


def end_others(*, session_key: str, by: Actor, at: datetime) -> int:
    """End every session of the account but the one that asks; how many."""
    with transaction.atomic():
        return accounts.end_others(user_id=by.user_id or 0, session_key=session_key, by=by, at=at)
