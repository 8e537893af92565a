"""Inviting somebody to act for a firm, and answering an invitation."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from finpro.access import policies
from finpro.access import services as access
from finpro.kernel import errors, limits
from finpro.kernel.actor import Actor


def invite(*, email: str, entitlements: Sequence[str], by: Actor, at: datetime) -> None:
    """Invite an address to act for the actor's firm. Raises as access.services.invite, and Refusal after too many."""
    _spend(policies.INVITES, f"firm:{by.firm_id}", at)
    with transaction.atomic():
        access.invite(email=email, entitlements=entitlements, by=by, at=at)


def appoint(*, firm_id: int, email: str, by: Actor, at: datetime) -> None:
    """Invite an address to be a firm's super account administrator. Raises as access.services.appoint."""
    with transaction.atomic():
        access.appoint(firm_id=firm_id, email=email, by=by, at=at)


def resend(*, invitation_id: int, by: Actor, at: datetime) -> None:
    """Send the mail of an invitation again. Raises as access.services.resend, and Refusal after too many in a day."""
    # Counted for each firm: another's tries, which find nothing, use up none of these and tell nothing of them.
    _spend(policies.RESENDS, f"firm:{by.firm_id}:invitation:{invitation_id}", at)
    with transaction.atomic():
        access.resend(invitation_id=invitation_id, by=by, at=at)


def withdraw(*, invitation_id: int, by: Actor, at: datetime) -> None:
    """Take an invitation back. Raises as access.services.withdraw."""
    with transaction.atomic():
        access.withdraw(invitation_id=invitation_id, by=by, at=at)


def accept(*, invitation_id: int, by: Actor, at: datetime) -> None:
    """Act for the firm from now on. Raises as access.services.accept."""
    with transaction.atomic():
        access.accept(invitation_id=invitation_id, by=by, at=at)


def decline(*, invitation_id: int, by: Actor, at: datetime) -> None:
    """Say no. Raises as access.services.decline."""
    with transaction.atomic():
        access.decline(invitation_id=invitation_id, by=by, at=at)


def _spend(limit: limits.Limit, subject: str, at: datetime) -> None:
    if limits.spend(limit, subject, at=at):
        raise errors.Refusal("Too many invitations were sent today. Nothing was sent. Try again tomorrow.", "EN-05")
