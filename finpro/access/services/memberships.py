"""Who acts for a firm, and with which entitlements."""

from collections.abc import Iterable
from datetime import datetime

from finpro.access.models import Membership
from finpro.audit import services as audit
from finpro.kernel.actor import Actor


def grant_membership(*, user_id: int, firm_id: int, entitlements: Iterable[str], by: Actor, at: datetime) -> Membership:
    """Let an account act for a firm with these entitlements."""
    held = sorted(entitlements)
    membership = Membership.objects.create(
        user_id=user_id, firm_id=firm_id, entitlements=held, granted_at=at, granted_by=by.label
    )
    audit.record(
        tag="access:membership:granted",
        by=by,
        at=at,
        subject=f"account:{user_id}",
        data={"firm_id": firm_id, "entitlements": held},
    )
    return membership
