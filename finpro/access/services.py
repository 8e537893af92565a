"""What changes who acts for whom. The caller opens the transaction, so that grant and event stand together."""

from collections.abc import Iterable
from datetime import datetime

from finpro.access.models import Claim, Membership, StaffRole
from finpro.audit import services as audit
from finpro.kernel.actor import Actor


def grant_claim(*, user_id: int, person_id: int, by: Actor, at: datetime) -> Claim:
    """Bind an account to a person on the record. The demo world calls it; later the identity check will."""
    claim = Claim.objects.create(user_id=user_id, person_id=person_id, granted_at=at, granted_by=by.label)
    audit.record(tag="access:claim:granted", by=by, at=at, subject=f"account:{user_id}", data={"person_id": person_id})
    return claim


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


def grant_staff_role(*, user_id: int, entitlements: Iterable[str], by: Actor, at: datetime) -> StaffRole:
    """Let an account work for the registry with these entitlements."""
    held = sorted(entitlements)
    role = StaffRole.objects.create(user_id=user_id, entitlements=held, granted_at=at, granted_by=by.label)
    audit.record(
        tag="access:staff_role:granted", by=by, at=at, subject=f"account:{user_id}", data={"entitlements": held}
    )
    return role
