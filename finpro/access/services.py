"""What changes who acts for whom."""

from collections.abc import Iterable
from datetime import datetime

from finpro.access.models import Claim, Membership, StaffRole
from finpro.kernel.actor import Actor


def grant_claim(*, user_id: int, person_id: int, by: Actor, at: datetime) -> Claim:
    """Bind an account to a person on the record. Issue 2's identity check will be what calls it."""
    return Claim.objects.create(user_id=user_id, person_id=person_id, granted_at=at, granted_by=by.label)


def grant_membership(*, user_id: int, firm_id: int, entitlements: Iterable[str], by: Actor, at: datetime) -> Membership:
    """Let an account act for a firm with these entitlements."""
    return Membership.objects.create(
        user_id=user_id, firm_id=firm_id, entitlements=sorted(entitlements), granted_at=at, granted_by=by.label
    )


def grant_staff_role(*, user_id: int, entitlements: Iterable[str], by: Actor, at: datetime) -> StaffRole:
    """Let an account work for the registry with these entitlements."""
    return StaffRole.objects.create(
        user_id=user_id, entitlements=sorted(entitlements), granted_at=at, granted_by=by.label
    )
