"""Changing what a user of a firm may do, and handing the office of super account administrator over."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from finpro.access import services as access
from finpro.kernel.actor import Actor


def change(*, membership_id: int, entitlements: Sequence[str], by: Actor, at: datetime) -> None:
    """Give a user other entitlements. Raises as access.services.change_membership."""
    with transaction.atomic():
        access.change_membership(membership_id=membership_id, entitlements=entitlements, by=by, at=at)


def hand_over(*, membership_id: int, by: Actor, at: datetime) -> None:
    """Make another user the super account administrator. Raises as access.services.hand_over."""
    with transaction.atomic():
        access.hand_over(membership_id=membership_id, by=by, at=at)
