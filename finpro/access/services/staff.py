"""Roles of the registry's own staff."""

from collections.abc import Iterable
from datetime import datetime

from finpro.access.models import StaffRole
from finpro.audit import services as audit
from finpro.kernel.actor import Actor


def grant_staff_role(*, user_id: int, entitlements: Iterable[str], by: Actor, at: datetime) -> StaffRole:
    """Let an account work for the registry with these entitlements."""
    held = sorted(entitlements)
    role = StaffRole.objects.create(user_id=user_id, entitlements=held, granted_at=at, granted_by=by.label)
    audit.record(
        tag="access:staff_role:granted", by=by, at=at, subject=f"account:{user_id}", data={"entitlements": held}
    )
    return role
