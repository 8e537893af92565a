"""Invitations that wait for an account: those to an address that it has confirmed."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.db.models.functions import Lower

from finpro.access.enums import Entitlement
from finpro.access.models import Invitation
from finpro.access.selectors.grants import firm_name
from finpro.accounts.models import EmailAddress
from finpro.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Waiting:
    """An invitation to act for a firm. `office`: to be its super account administrator."""

    id: int
    crd: int
    firm: str
    entitlements: tuple[Entitlement, ...]
    office: bool
    invited_at: datetime
    expires_at: datetime


def waiting_for(user_id: int) -> QuerySet[Invitation]:
    """Open invitations to an address that this account has confirmed, found by the addresses of the account alone."""
    own = EmailAddress.objects.filter(user=user_id, confirmed_at__isnull=False).values_list(Lower("email"))
    return Invitation.objects.alias(folded=Lower("email")).filter(folded__in=own, ended_at=None)


def list_waiting(viewer: Actor, at: datetime) -> list[Waiting]:
    """What waits for the viewer's own account now, the latest first, in one query."""
    rows = (
        waiting_for(viewer.user_id or 0)
        .filter(expires_at__gt=at)
        .annotate(firm_called=firm_name("firm_id"))
        .order_by("-invited_at", "-id")
        .values_list("id", "firm__crd", "firm_called", "entitlements", "invited_at", "expires_at")
    )
    return [
        Waiting(key, crd, name, named(held), Entitlement.ADMIN in held, invited_at, expires_at)
        for key, crd, name, held, invited_at, expires_at in rows
    ]


def named(held: list[str]) -> tuple[Entitlement, ...]:
    """Stored names as entitlements, in the order in which pages list them; what the program no longer knows is left."""
    return tuple(name for name in Entitlement if name.value in held)
