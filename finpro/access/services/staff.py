"""Roles of the registry's own staff. Of the administrators of roles there is always one left."""

from collections.abc import Iterable
from datetime import datetime

from finpro.access import permissions
from finpro.access.enums import STAFF_ROLES, Entitlement
from finpro.access.models import StaffRole
from finpro.access.selectors import staff
from finpro.audit import services as audit
from finpro.kernel import db, errors
from finpro.kernel.actor import Actor


def grant_staff_role(*, user_id: int, entitlements: Iterable[str], by: Actor, at: datetime) -> StaffRole:
    """Let an account work for the registry with these entitlements."""
    held = sorted(entitlements)
    role = StaffRole.objects.create(user_id=user_id, entitlements=held, granted_at=at, granted_by=by.label)
    audit.record(
        tag="access:staff_role:granted", by=by, at=at, subject=f"account:{user_id}", data={"entitlements": held}
    )
    return role


def give_staff_role(*, user_id: int, role: str, by: Actor, at: datetime) -> StaffRole:
    """Give an account a role of the registry (a key of enums.STAFF_ROLES), or another one than it has.

    Raises Forbidden for anybody who may not, and for the own role; Invalid for a role that is none; Refusal where the
    account is gone or has no second factor, or where nobody would be left to give roles.
    """
    permissions.change_role_of(by, user_id)
    if role not in STAFF_ROLES:
        raise errors.Invalid("Choose a role", [errors.Finding("access", "error", "/role", "Choose a role")])
    _take_turns()
    staff.may_hold_role(user_id)
    wanted = sorted(entitlement.value for entitlement in STAFF_ROLES[role][1])
    held = StaffRole.objects.select_for_update().filter(user=user_id, ended_at=None).first()
    if held is None:
        return grant_staff_role(user_id=user_id, entitlements=wanted, by=by, at=at)
    before = held.entitlements
    if before == wanted:
        return held
    if Entitlement.STAFF_ADMIN not in wanted:
        staff.leaves_an_administrator(user_id)
    held.entitlements = wanted
    held.save(update_fields=["entitlements"])
    audit.record(
        tag="access:staff_role:changed",
        by=by,
        at=at,
        subject=f"account:{user_id}",
        data={"before": before, "after": wanted},
    )
    return held


def end_staff_role(*, user_id: int, by: Actor, at: datetime) -> None:
    """End an account's role at once: its next page is refused. Harmless where it has none (any more).

    Raises Forbidden for anybody who may not, and for the own role; Refusal where nobody would be left to give roles.
    """
    permissions.change_role_of(by, user_id)
    _take_turns()
    held = StaffRole.objects.select_for_update().filter(user=user_id, ended_at=None).first()
    if held is None:
        return
    staff.leaves_an_administrator(user_id)
    held.ended_at, held.ended_by = at, by.label
    held.save(update_fields=["ended_at", "ended_by"])
    audit.record(
        tag="access:staff_role:ended",
        by=by,
        at=at,
        subject=f"account:{user_id}",
        data={"before": held.entitlements, "after": []},
    )


def _take_turns() -> None:
    # Two administrators who end each other's role at the same moment would leave none.
    db.advisory_lock("staff roles")
