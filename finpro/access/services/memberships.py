"""Who acts for a firm, and with which entitlements: given, changed, ended, handed over."""

from collections.abc import Iterable
from datetime import datetime

from finpro.access import permissions, policies
from finpro.access.enums import Entitlement, Reason
from finpro.access.models import Membership
from finpro.access.notices import Changed, HandedOver, Removed, TookOver
from finpro.access.services import certifications
from finpro.access.services.actors import afresh
from finpro.audit import services as audit
from finpro.kernel import errors
from finpro.kernel.actor import Actor
from finpro.notices import services as outbox


def grant_membership(*, user_id: int, firm_id: int, entitlements: Iterable[str], by: Actor, at: datetime) -> Membership:
    """Let an account act for a firm with exactly these entitlements; a certification that is open takes it in.

    Whoever calls has asked whether it may be given. Raises IntegrityError for a second live membership, or a second
    super account administrator.
    """
    held = sorted(entitlements)
    membership = Membership.objects.create(
        user_id=user_id, firm_id=firm_id, entitlements=held, granted_at=at, granted_by=by.label
    )
    certifications.take_in(membership=membership)
    audit.record(
        tag="access:membership:granted",
        by=by,
        at=at,
        subject=f"account:{user_id}",
        data={"firm_id": firm_id, "entitlements": held},
    )
    return membership


def change_membership(*, membership_id: int, entitlements: Iterable[str], by: Actor, at: datetime) -> Membership:
    """Give a user of the actor's firm other entitlements, with what they bring (rule EN-04), and tell him or her.

    The super account administrator may do so for himself or herself, and keeps the office whatever is chosen. Nothing
    happens where they are the same already. Raises NotFound for another firm's user, Forbidden where the actor
    may not change this one or give these, Refusal where nothing is chosen or the user was removed meanwhile.
    """
    now = afresh(by)
    membership = _locked(membership_id, now)
    permissions.change(now, membership.firm_id, membership.user_id, membership.entitlements)
    policies.live(membership.ended_at)
    chosen = list(entitlements)
    policies.choose(chosen)
    if Entitlement.ADMIN in membership.entitlements:
        chosen.append(Entitlement.ADMIN.value)
    held = sorted(name.value for name in policies.complete(chosen))
    # What is there already may stay, whoever changes the rest.
    permissions.give(now, membership.firm_id, set(held) - set(membership.entitlements))
    before = sorted(membership.entitlements)
    if held == before:
        return membership
    _replace(membership, held)
    certifications.reflect_change(membership=membership, by=now, at=at)
    audit.record(
        tag="access:membership:changed",
        by=by,
        at=at,
        subject=f"account:{membership.user_id}",
        data={"firm_id": membership.firm_id, "before": before, "after": held},
    )
    _tell(Changed, membership, f"changed:{at.isoformat()}", by, at)
    return membership


def end_membership(*, membership_id: int, reason: Reason, by: Actor, at: datetime) -> Membership:
    """Remove a user of the actor's firm at once (rule EN-06) and tell him or her; the account itself stays.

    From the next request on no session of the account acts for the firm. Raises as `change_membership` does.
    """
    now = afresh(by)
    membership = _locked(membership_id, now)
    permissions.remove(now, membership.firm_id, membership.user_id, membership.entitlements)
    policies.live(membership.ended_at)
    membership.ended_at, membership.ended_by = at, by.label
    membership.save(update_fields=["ended_at", "ended_by"])
    certifications.reflect_end(membership=membership, by=by, at=at)
    audit.record(
        tag="access:membership:ended",
        by=by,
        at=at,
        subject=f"account:{membership.user_id}",
        data={"firm_id": membership.firm_id, "before": sorted(membership.entitlements)},
        reason=reason.value,
    )
    _tell(Removed, membership, "ended", by, at)
    return membership


def hand_over(*, membership_id: int, by: Actor, at: datetime) -> Membership:
    """Make another user the firm's super account administrator in the actor's place (rule EN-01); both are told.

    The actor keeps everything else and stays an account administrator. The caller has seen to a fresh sign-in. Raises
    NotFound for another firm's user, Forbidden for anybody but the super account administrator, Refusal for oneself.
    """
    now = afresh(by)
    membership = _locked(membership_id, now)
    permissions.administer(now, membership.firm_id)
    policies.live(membership.ended_at)
    if membership.user_id == by.user_id:
        raise errors.Refusal("You are the super account administrator already. Choose somebody else.", "EN-01")
    make_administrator(membership=membership, by=by, at=at)
    return membership


def make_administrator(*, membership: Membership, by: Actor, at: datetime) -> None:
    """Put a member in the place of the firm's super account administrator, if there is one; both are told.

    Whoever calls holds the firm's lock and has asked whether it may be done.
    """
    step_down(firm_id=membership.firm_id, by=by, at=at)
    before = sorted(membership.entitlements)
    held = sorted(name.value for name in policies.complete([*before, Entitlement.ADMIN]))
    _replace(membership, held)
    certifications.leave_out(membership=membership)
    audit.record(
        tag="access:administrator:named",
        by=by,
        at=at,
        subject=f"account:{membership.user_id}",
        data={"firm_id": membership.firm_id, "before": before, "after": held},
    )
    _tell(TookOver, membership, f"administrator:{at.isoformat()}", by, at)


def step_down(*, firm_id: int, by: Actor, at: datetime) -> None:
    """Take the office from the firm's super account administrator, if there is one, and tell him or her.

    Everything else stays; a certification that is open takes the former one in.
    """
    admin = administrator(firm_id)
    if admin is None:
        return
    before = sorted(admin.entitlements)
    held = [name for name in before if name != Entitlement.ADMIN]
    _replace(admin, held)
    certifications.take_in(membership=admin)
    audit.record(
        tag="access:administrator:replaced",
        by=by,
        at=at,
        subject=f"account:{admin.user_id}",
        data={"firm_id": firm_id, "before": before, "after": held},
    )
    _tell(HandedOver, admin, f"administrator:{at.isoformat()}", by, at)


def administrator(firm_id: int) -> Membership | None:
    """The live membership of the firm's super account administrator, locked until the transaction ends."""
    live = Membership.objects.filter(firm_id=firm_id, ended_at=None)
    return live.filter(entitlements__contains=[Entitlement.ADMIN.value]).select_for_update().first()


def _locked(membership_id: int, by: Actor) -> Membership:
    """The membership of the actor's firm. Raises NotFound for another firm's, which reads as if there were none."""
    found = Membership.objects.select_for_update().filter(pk=membership_id, firm_id=by.firm_id or 0).first()
    if found is None:
        raise errors.NotFound(permissions.NO_MEMBER)
    return found


def _replace(membership: Membership, held: list[str]) -> None:
    membership.entitlements = held
    membership.save(update_fields=["entitlements"])


def _tell(
    kind: type[Changed | Removed | HandedOver | TookOver], membership: Membership, cause: str, by: Actor, at: datetime
) -> None:
    outbox.queue(
        kind=kind,
        cause=f"membership:{membership.pk}:{cause}",
        recipient=kind.recipient_of(membership.user_id),
        data={"membership": membership.pk},
        by=by,
        at=at,
    )
