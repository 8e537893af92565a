"""Ending everything that an account may do, because the account itself ends."""

from datetime import datetime

from finpro.access.models import Claim, Membership, StaffRole
from finpro.access.services import certifications
from finpro.access.services.actors import lock_users
from finpro.audit import services as audit
from finpro.kernel.actor import Actor


def end_everything(*, user_id: int, reason: str, by: Actor, at: datetime) -> None:
    """End the account's claim on a person, what it may do for firms, and its role at the registry; nothing is told.

    The person's record stays as it is and can be claimed by another account. A firm may be left without a super account
    administrator: the registry names another. `reason` is the id of the rule that ends the account.
    """
    subject, ended = f"account:{user_id}", {"ended_at": at, "ended_by": by.label}
    for claim in Claim.objects.select_for_update().filter(user=user_id, ended_at=None):
        Claim.objects.filter(pk=claim.pk).update(**ended)
        person = {"person_id": claim.person_id}
        audit.record(tag="access:claim:ended", by=by, at=at, subject=subject, data=person, reason=reason)
    for membership in Membership.objects.filter(user=user_id, ended_at=None).order_by("firm"):
        lock_users(membership.firm_id)
        if not Membership.objects.filter(pk=membership.pk, ended_at=None).update(**ended):
            continue
        certifications.reflect_end(membership=membership, by=by, at=at)
        before = {"firm_id": membership.firm_id, "before": sorted(membership.entitlements)}
        audit.record(tag="access:membership:ended", by=by, at=at, subject=subject, data=before, reason=reason)
    for role in StaffRole.objects.select_for_update().filter(user=user_id, ended_at=None):
        StaffRole.objects.filter(pk=role.pk).update(**ended)
        held = {"before": sorted(role.entitlements)}
        audit.record(tag="access:staff_role:ended", by=by, at=at, subject=subject, data=held, reason=reason)
