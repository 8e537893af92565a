"""Invitations to act for a firm (rule EN-05), and to be its super account administrator (rule EN-08).

An invitation waits for an e-mail address, whoever has it: nothing about the answer tells whether an account has the
address already. It is found by the account that has confirmed the address, so the mail carries no secret.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models.functions import Lower

from finpro.access import permissions, policies
from finpro.access.enums import Entitlement
from finpro.access.models import Invitation, Membership
from finpro.access.notices import InvitationSent, SuccessorInvited
from finpro.access.selectors import invited
from finpro.access.services import memberships
from finpro.access.services.actors import afresh, lock_users
from finpro.audit import services as audit
from finpro.kernel import clock, errors
from finpro.kernel.actor import Actor, Hat
from finpro.notices import services as outbox
from finpro.rulebook import lookup as rulebook

_GONE = "This invitation is no longer open: it was answered, withdrawn or has lapsed. Ask the firm for a new one."
_NO_INVITATION = "There is no such invitation of this firm. Look at the list of users."
_WAITING = "An invitation to this address is waiting already. Send it again, or withdraw it and invite anew."


def invite(*, email: str, entitlements: Iterable[str], by: Actor, at: datetime) -> Invitation:
    """Invite whoever has this address to act for the actor's firm with these entitlements and what they bring.

    A mail tells the address. Raises Forbidden where the actor may not give them, Refusal where nothing is chosen or an
    invitation to the address waits already.
    """
    now = afresh(by)
    firm_id = now.firm_id or 0
    chosen = list(entitlements)
    permissions.manage_users(now, firm_id)
    policies.choose(chosen)
    held = sorted(name.value for name in policies.complete(chosen))
    permissions.give(now, firm_id, held)
    return _send(firm_id, email, held, by, at)


def appoint(*, firm_id: int, email: str, by: Actor, at: datetime) -> Invitation:
    """Registry staff invite whoever has this address to be the firm's super account administrator (rule EN-08).

    The present one, if there is one, is told at once and keeps the office until the invitation is accepted. Raises
    Forbidden without the entitlement, Refusal where an invitation to the address waits already.
    """
    permissions.appoint(by)
    lock_users(firm_id)
    held = sorted(name.value for name in policies.complete([Entitlement.ADMIN]))
    invitation = _send(firm_id, email, held, by, at)
    present = memberships.administrator(firm_id)
    if present:
        outbox.queue(
            kind=SuccessorInvited,
            cause=f"invitation:{invitation.pk}",
            recipient=SuccessorInvited.recipient_of(present.user_id),
            data={"membership": present.pk, "invitation": invitation.pk},
            by=by,
            at=at,
        )
    return invitation


def resend(*, invitation_id: int, by: Actor, at: datetime) -> Invitation:
    """Send the mail of an open invitation again; it lapses later accordingly.

    Raises NotFound for what is not the actor's to see, Refusal for one that is no longer open.
    """
    invitation = _of_sender(invitation_id, by)
    invitation.expires_at = at + _lasts(at)
    invitation.save(update_fields=["expires_at"])
    audit.record(
        tag="access:invitation:renewed",
        by=by,
        at=at,
        subject=f"invitation:{invitation.pk}",
        data={"firm_id": invitation.firm_id},
    )
    _mail(invitation, by, at)
    return invitation


def withdraw(*, invitation_id: int, by: Actor, at: datetime) -> Invitation:
    """Take an open invitation back. Raises as `resend` does."""
    invitation = _of_sender(invitation_id, by)
    _end(invitation, by, at)
    audit.record(
        tag="access:invitation:withdrawn",
        by=by,
        at=at,
        subject=f"invitation:{invitation.pk}",
        data={"firm_id": invitation.firm_id},
    )
    return invitation


def accept(*, invitation_id: int, by: Actor, at: datetime) -> Membership:
    """Accept an invitation that waits for one of the actor's confirmed addresses: from now on a member of the firm.

    Accepting the office of super account administrator takes it from the present one, who is told. Raises NotFound for
    an invitation that waits for somebody else, Refusal for one no longer open and for somebody who is a member already.
    """
    invitation = _of_invited(invitation_id, by, at)
    user_id = by.user_id or 0
    lock_users(invitation.firm_id)
    present = Membership.objects.filter(user=user_id, firm=invitation.firm_id, ended_at=None).first()
    named = Entitlement.ADMIN in invitation.entitlements
    if present and not named:
        raise errors.Refusal(
            "You act for this firm already, so nothing was changed. Its administrator can change what you may do.",
            "EN-05",
        )
    if present:
        _end(invitation, by, at)
        memberships.make_administrator(membership=present, by=by, at=at)
    else:
        if named:
            memberships.step_down(firm_id=invitation.firm_id, by=by, at=at)
        present = memberships.grant_membership(
            user_id=user_id, firm_id=invitation.firm_id, entitlements=invitation.entitlements, by=by, at=at
        )
        invitation.membership = present
        _end(invitation, by, at)
    audit.record(
        tag="access:invitation:accepted",
        by=by,
        at=at,
        subject=by.label,
        data={"firm_id": invitation.firm_id, "invitation": invitation.pk},
    )
    return present


def decline(*, invitation_id: int, by: Actor, at: datetime) -> None:
    """Decline an invitation that waits for one of the actor's confirmed addresses. Raises as `accept` does."""
    invitation = _of_invited(invitation_id, by, at)
    _end(invitation, by, at)
    audit.record(
        tag="access:invitation:declined",
        by=by,
        at=at,
        subject=by.label,
        data={"firm_id": invitation.firm_id, "invitation": invitation.pk},
    )


def lapse(*, by: Actor, at: datetime) -> int:
    """End every invitation whose time is over, and forget its address; how many."""
    over = Invitation.objects.select_for_update(skip_locked=True).filter(ended_at=None, expires_at__lte=at)
    ended = list(over.order_by("id"))
    for invitation in ended:
        _lapse(invitation, by, at)
    return len(ended)


def _send(firm_id: int, email: str, held: list[str], by: Actor, at: datetime) -> Invitation:
    folded = Invitation.objects.alias(folded=Lower("email")).filter(firm=firm_id, folded=email.lower(), ended_at=None)
    waiting = folded.select_for_update().first()
    if waiting and waiting.expires_at > at:
        raise errors.Refusal(_WAITING, "EN-05")
    if waiting:
        _lapse(waiting, by, at)
    invitation = Invitation.objects.create(
        firm_id=firm_id,
        email=email,
        entitlements=held,
        invited_at=at,
        invited_by=by.label,
        expires_at=at + _lasts(at),
    )
    audit.record(
        tag="access:invitation:sent",
        by=by,
        at=at,
        subject=f"invitation:{invitation.pk}",
        data={"firm_id": firm_id, "entitlements": held},
    )
    _mail(invitation, by, at)
    return invitation


def _mail(invitation: Invitation, by: Actor, at: datetime) -> None:
    outbox.queue(
        kind=InvitationSent,
        cause=f"invitation:{invitation.pk}:{at.isoformat()}",
        recipient=f"invitation:{invitation.pk}",
        data={},
        by=by,
        at=at,
    )


def _of_sender(invitation_id: int, by: Actor) -> Invitation:
    """An open invitation that the actor could have sent: of the own firm, or, for the registry, to the office."""
    found = Invitation.objects.select_for_update().filter(pk=invitation_id).first()
    if by.hat is Hat.STAFF:
        permissions.appoint(by)
        if found is None or Entitlement.ADMIN not in found.entitlements:
            raise errors.NotFound(_NO_INVITATION)
    else:
        now = afresh(by)
        if found is None or found.firm_id != now.firm_id or Entitlement.ADMIN in found.entitlements:
            raise errors.NotFound(_NO_INVITATION)
        permissions.give(now, found.firm_id, found.entitlements)
    if found.ended_at is not None:
        raise errors.Refusal(_GONE, "EN-05")
    return found


def _of_invited(invitation_id: int, by: Actor, at: datetime) -> Invitation:
    """An open invitation to one of the actor's confirmed addresses; locked."""
    found = invited.waiting_for(by.user_id or 0).select_for_update().filter(pk=invitation_id).first()
    if found is None:
        # Answered by the same person a moment ago, or never meant for this one: to tell them apart would tell too much.
        raise errors.NotFound("No such invitation waits for you. It may have been answered or withdrawn.")
    if found.expires_at <= at:
        raise errors.Refusal(_GONE, "EN-05")
    return found


def _end(invitation: Invitation, by: Actor, at: datetime) -> None:
    invitation.ended_at, invitation.ended_by, invitation.email = at, by.label, ""
    invitation.save(update_fields=["ended_at", "ended_by", "email", "membership"])


def _lapse(invitation: Invitation, by: Actor, at: datetime) -> None:
    _end(invitation, by, at)
    audit.record(
        tag="access:invitation:lapsed",
        by=by,
        at=at,
        subject=f"invitation:{invitation.pk}",
        data={"firm_id": invitation.firm_id},
    )


def _lasts(at: datetime) -> timedelta:
    return timedelta(days=rulebook.on(clock.legal_date(at)).number("invitation_days"))
