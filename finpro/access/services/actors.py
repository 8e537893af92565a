"""Who may decide about a firm's users, asked again once nobody else can change it."""

from dataclasses import replace

from finpro.access import permissions
from finpro.access.models import Membership
from finpro.kernel import db, errors
from finpro.kernel.actor import Actor, Hat


def lock_users(firm_id: int) -> None:
    """Let one transaction at a time change who acts for a firm, so that two administrators cannot cross."""
    db.advisory_lock(f"access:firm:{firm_id}")


def afresh(by: Actor) -> Actor:
    """The firm's administrator as he or she stands now, under the firm's lock: what was read at the door may be old.

    Raises Forbidden where the actor acts for the firm no longer.
    """
    if by.hat is not Hat.FIRM or by.firm_id is None:
        raise errors.Forbidden("Only the firm's administrators may see and change what its users may do.")
    lock_users(by.firm_id)
    live = Membership.objects.filter(user=by.user_id, firm=by.firm_id, ended_at=None)
    held = live.values_list("entitlements", flat=True).first()
    if held is None:
        raise errors.NotFound(permissions.NO_MEMBER)
    return replace(by, entitlements=frozenset(held))
