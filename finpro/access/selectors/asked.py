"""What acting for firms asks of an account: invitations that wait, and offices that have to certify."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import JSONObject

from finpro.access.enums import Entitlement
from finpro.access.models import Certification, Membership
from finpro.access.selectors.invited import waiting_for
from finpro.accounts.models import User


@dataclass(frozen=True, slots=True)
class OfficeHeld:
    """A firm of which somebody is the super account administrator, and how a year's certification has come there.

    `first_other_at`: since when somebody else acts for the firm, None where nobody does.
    """

    crd: int
    first_other_at: datetime | None
    opened: bool
    closed: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """`invited_until`: when the first of the waiting invitations lapses, None where none waits. Offices by number."""

    invited_until: datetime | None
    offices: tuple[OfficeHeld, ...]


def asked_of(user_id: int, year: int, at: datetime) -> Asked:
    """Both for one account, in one query."""
    waiting = waiting_for(user_id).filter(expires_at__gt=at).order_by("expires_at", "id")
    others = Membership.objects.filter(firm=OuterRef("firm"), ended_at=None).exclude(user=user_id)
    made = Certification.objects.filter(firm=OuterRef("firm"), year=year)
    offices = Membership.objects.filter(
        user=user_id, ended_at=None, entitlements__contains=[Entitlement.ADMIN.value]
    ).order_by("firm__crd")
    row = (
        User.objects.filter(pk=user_id)
        .values_list(
            Subquery(waiting.values("expires_at")[:1]),
            ArraySubquery(
                offices.values(
                    held=JSONObject(
                        crd="firm__crd",
                        since=Subquery(others.order_by("granted_at", "id").values("granted_at")[:1]),
                        opened=Exists(made),
                        closed=Exists(made.filter(closed_at__isnull=False)),
                    )
                )
            ),
        )
        .first()
    )
    if row is None:
        return Asked(None, ())
    until, held = row
    return Asked(until, tuple(_office(one["crd"], one["since"], one["opened"], one["closed"]) for one in held))


def _office(crd: int, since: str | None, opened: bool, closed: bool) -> OfficeHeld:
    return OfficeHeld(crd, datetime.fromisoformat(since) if since else None, opened, closed)
