"""Who works for the registry, and in which role."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator

from finpro.access import permissions
from finpro.access.enums import STAFF_ROLES, Entitlement
from finpro.access.models import StaffRole
from finpro.accounts.models import User
from finpro.accounts.selectors.factors import SECONDS
from finpro.kernel import errors
from finpro.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody who works for the registry. `role` is a key of enums.STAFF_ROLES, "" for entitlements of their own.

    `why_not` says why the viewer may not change it, "" where he or she may.
    """

    user_id: int
    name: str
    email: str
    role: str
    entitlements: Sequence[str]
    since: datetime
    last_seen_at: datetime | None
    why_not: str


def list_staff(viewer: Actor) -> Sequence[StaffMember]:
    """Everybody who works for the registry, by name. Raises Forbidden for anybody but its administrators of roles."""
    permissions.give_roles(viewer)
    held = StaffRole.objects.filter(ended_at=None).select_related("user").order_by("user__name", "id")
    return [_member(viewer, row) for row in held]


def get_staff(viewer: Actor, user_id: int) -> StaffMember:
    """One of them. Raises NotFound where the account does not work for the registry (any more)."""
    permissions.give_roles(viewer)
    row = StaffRole.objects.filter(ended_at=None, user=user_id).select_related("user").first()
    if row is None:
        raise errors.NotFound("This account does not work for the registry, or no longer.")
    return _member(viewer, row)


def role_of(entitlements: Sequence[str]) -> str:
    """The role that is just these entitlements, "" where none is."""
    held = set(entitlements)
    return next((role for role, (_label, given) in STAFF_ROLES.items() if {*given} == held), "")


def may_hold_role(user_id: int) -> None:
    """Raises Refusal where the account is gone, or could be entered with one factor alone."""
    if not User.objects.filter(pk=user_id, is_active=True).exists():
        raise errors.Refusal("This account is gone. Nothing was changed.")
    if not Authenticator.objects.filter(user=user_id, type__in=SECONDS).exists():
        raise errors.Refusal(
            "This account has no second factor yet, so it cannot work for the registry. Nothing was changed. Its owner "
            "sets one up under My account."
        )


def leaves_an_administrator(user_id: int) -> None:
    """Raises Refusal where, without this account, nobody could give roles."""
    held = StaffRole.objects.filter(ended_at=None, entitlements__contains=[Entitlement.STAFF_ADMIN.value])
    if not held.exclude(user=user_id).filter(user__is_active=True).exists():
        raise errors.Refusal(
            "Nobody else could give roles afterwards. Nothing was changed. Give somebody else such a role first."
        )


def _member(viewer: Actor, row: StaffRole) -> StaffMember:
    return StaffMember(
        row.user_id,
        row.user.name,
        row.user.email,
        role_of(row.entitlements),
        [str(Entitlement(name).label) for name in row.entitlements if name in Entitlement.values],
        row.granted_at,
        row.user.last_access_at,
        permissions.change_role_of.why_not(viewer, row.user_id) or "",
    )
