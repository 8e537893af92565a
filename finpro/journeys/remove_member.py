"""Removing a user of a firm on the same day; where there is a threat, out of every session at once."""

from datetime import datetime

from django.db import transaction

from finpro.access import services as access
from finpro.access.enums import Reason
from finpro.accounts import services as accounts
from finpro.kernel.actor import Actor


def remove(*, membership_id: int, reason: Reason, by: Actor, at: datetime) -> None:
    """End what the user may do for the firm, from the next request on; the account stays its owner's (rule EN-06).

    Raises as access.services.end_membership.
    """
    with transaction.atomic():
        membership = access.end_membership(membership_id=membership_id, reason=reason, by=by, at=at)
        if reason is Reason.THREAT:
            accounts.end_other_sessions(user_id=membership.user_id)
