"""Somebody changes what the own account keeps about its owner."""

from datetime import datetime

from django.db import transaction

from finpro.accounts import services as accounts
from finpro.kernel.actor import Actor


def rename(*, name: str, by: Actor, at: datetime) -> None:
    """Be greeted by another name."""
    with transaction.atomic():
        accounts.rename(user_id=by.user_id or 0, name=name, by=by, at=at)


def set_phone(*, phone: str, by: Actor, at: datetime) -> None:
    """Keep another telephone number, in E.164 form; empty takes it away."""
    with transaction.atomic():
        accounts.set_phone(user_id=by.user_id or 0, phone=phone, by=by, at=at)
