"""The users of a firm as its administrators see them, and its super account administrator as the registry does."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db.models import Count, Exists, OuterRef, QuerySet, Window
from django.db.models.functions import Lower

from finpro.access import permissions
from finpro.access.enums import Entitlement
from finpro.access.models import Invitation, Membership
from finpro.access.selectors.grants import firm_name
from finpro.access.selectors.invited import named
from finpro.accounts.policies import masked
from finpro.accounts.selectors.factors import SECONDS
from finpro.kernel import errors
from finpro.kernel.actor import Actor
from finpro.kernel.rules import Rule
from finpro.registry.models import Firm

PAGE = 50
NO_FIRM = "There is no such firm. Check the CRD number."


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who acts for the firm. `why_not_change` and `why_not_remove`: the sentence why the viewer may not."""

    id: int
    user_id: int
    name: str
    email: str
    entitlements: tuple[Entitlement, ...]
    since: datetime
    last_access_at: datetime | None
    second_factor: bool
    why_not_change: str
    why_not_remove: str

    @property
    def office(self) -> str:
        """The office held, "" for a user who administers nothing."""
        if Entitlement.ADMIN in self.entitlements:
            return "Super account administrator"
        return "Account administrator" if Entitlement.ACCOUNT_ADMIN in self.entitlements else ""


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody who was invited and has not answered. `why_not`: why the viewer may neither resend nor withdraw it."""

    id: int
    email: str
    entitlements: tuple[Entitlement, ...]
    invited_at: datetime
    expires_at: datetime
    lapsed: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class MembersPage:
    """A page of a firm's users, found by a part of their names, and everybody invited."""

    members: Sequence[Member]
    invited: Sequence[Invited]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Office:
    """Who administers a firm, and who was invited to."""

    firm_id: int
    crd: int
    firm: str
    present: Member | None
    invited: Sequence[Invited]


def members_page(viewer: Actor, at: datetime, *, query: str = "", page: int = 1) -> MembersPage:
    """Users of the viewer's firm by name, and open invitations, in two queries.

    Raises Forbidden for who does not administer the firm's accounts.
    """
    firm_id = _administered(viewer)
    words = query.split()
    found = _members(firm_id)
    for word in words:
        found = found.filter(user__name__icontains=word)
    found = found.annotate(total=Window(Count("pk")))
    first = (max(page, 1) - 1) * PAGE
    rows = list(found[first : first + PAGE])
    if not rows and page > 1:
        return members_page(viewer, at, query=query)
    total = rows[0].total if rows else 0
    return MembersPage(
        [_member(viewer, row) for row in rows],
        [_invited(viewer, row, at) for row in _invitations(firm_id)],
        total,
        max(page, 1),
        max(1, -(-total // PAGE)),
    )


def list_members(viewer: Actor) -> list[Member]:
    """Every user of the viewer's firm by name. Raises as `members_page`."""
    return [_member(viewer, row) for row in _members(_administered(viewer))]


def get_member(viewer: Actor, membership_id: int) -> Member:
    """One user of the viewer's firm. Raises NotFound for another firm's, or one who was removed."""
    row = _members(_administered(viewer)).filter(pk=membership_id).first()
    if row is None:
        raise errors.NotFound(permissions.NO_MEMBER)
    return _member(viewer, row)


def office_of(viewer: Actor, crd: int, at: datetime) -> Office:
    """Who is a firm's super account administrator, for the registry. Raises Forbidden, and NotFound for no firm."""
    permissions.appoint(viewer)
    firm = Firm.objects.filter(crd=crd).annotate(called=firm_name("pk")).first()
    if firm is None:
        raise errors.NotFound(NO_FIRM)
    office = [Entitlement.ADMIN.value]
    present = _members(firm.pk).filter(entitlements__contains=office).first()
    waiting = _invitations(firm.pk, office=True)
    return Office(
        firm.pk,
        crd,
        firm.called,
        _member(viewer, present) if present else None,
        [_invited(viewer, row, at) for row in waiting],
    )


def _administered(viewer: Actor) -> int:
    firm_id = viewer.firm_id or 0
    permissions.manage_users(viewer, firm_id)
    return firm_id


def _members(firm_id: int) -> QuerySet[Membership]:
    seconds = Authenticator.objects.filter(user=OuterRef("user"), type__in=SECONDS)
    live = Membership.objects.filter(firm=firm_id, ended_at=None).select_related("user")
    return live.annotate(second_factor=Exists(seconds)).order_by(Lower("user__name"), "id")


def _invitations(firm_id: int, *, office: bool = False) -> Iterable[Invitation]:
    rows = Invitation.objects.filter(firm=firm_id, ended_at=None).order_by("-invited_at", "-id")
    admin = [Entitlement.ADMIN.value]
    return rows.filter(entitlements__contains=admin) if office else rows.exclude(entitlements__contains=admin)


def _member(viewer: Actor, row: Membership) -> Member:
    return Member(
        row.pk,
        row.user_id,
        row.user.name or "No name given",
        masked(row.user.email),
        named(row.entitlements),
        row.granted_at,
        row.user.last_access_at,
        row.second_factor,  # type: ignore[attr-defined]  # annotated by _members
        _why_not(permissions.change, viewer, row),
        _why_not(permissions.remove, viewer, row),
    )


def _why_not(rule: Rule[Actor, int, int, Collection[str]], viewer: Actor, row: Membership) -> str:
    """Asked for the firm's own administrators; the registry only looks."""
    if viewer.firm_id != row.firm_id:
        return ""
    return rule.why_not(viewer, row.firm_id, row.user_id, row.entitlements) or ""


def _invited(viewer: Actor, row: Invitation, at: datetime) -> Invited:
    why_not = permissions.give.why_not(viewer, row.firm_id, row.entitlements) if viewer.firm_id else None
    return Invited(
        row.pk,
        masked(row.email),
        named(row.entitlements),
        row.invited_at,
        row.expires_at,
        row.expires_at <= at,
        why_not or "",
    )
