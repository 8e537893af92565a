"""The yearly certification of a firm's users (rule EN-07): opened, decided line by line, closed.

Changing and removing are the ordinary verbs of memberships; while a certification is open they decide its lines too.
"""

from collections.abc import Collection
from datetime import datetime

from finpro.access import permissions, policies
from finpro.access.enums import Decision, Entitlement
from finpro.access.models import Certification, Certified, Membership
from finpro.access.services.actors import afresh
from finpro.audit import services as audit
from finpro.kernel import clock, errors
from finpro.kernel.actor import Actor

_NONE_OPEN = "No certification is open. Open this year's first, or look at its report."


def open_certification(*, by: Actor, at: datetime) -> Certification:
    """Open this year's certification of the actor's firm: a line for each user but the super account administrator.

    A second call returns the one that is there. Raises Forbidden for anybody but the super account administrator,
    Refusal before the window opens and where nobody else acts for the firm.
    """
    now = afresh(by)
    firm_id = now.firm_id or 0
    permissions.administer(now, firm_id)
    on = clock.legal_date(at)
    found = Certification.objects.filter(firm_id=firm_id, year=on.year).first()
    if found:
        return found
    others = Membership.objects.filter(firm_id=firm_id, ended_at=None).exclude(user=now.user_id or 0).order_by("id")
    earlier = _open_one(firm_id)
    policies.open_certification(on.year, on, len(others), earlier.year if earlier else None)
    opened = Certification.objects.create(
        firm_id=firm_id, year=on.year, opened_at=at, opened_by=by.label, due_on=policies.window(on.year).due_on
    )
    Certified.objects.bulk_create(
        Certified(certification=opened, membership=one, entitlements=one.entitlements) for one in others
    )
    audit.record(
        tag="access:certification:opened",
        by=by,
        at=at,
        subject=f"certification:{opened.pk}",
        data={"firm_id": firm_id, "year": on.year, "users": len(others)},
    )
    return opened


def keep(*, membership_ids: Collection[int], by: Actor, at: datetime) -> int:
    """Certify these users as they stand; how many were decided by it. Who is decided already stays so.

    Raises Forbidden for anybody but the super account administrator, Refusal where no certification is open or nobody
    is chosen.
    """
    now = afresh(by)
    permissions.administer(now, now.firm_id or 0)
    opened = _open_one(now.firm_id or 0)
    if opened is None:
        raise errors.Refusal(_NONE_OPEN, "EN-07")
    if not membership_ids:
        raise errors.Refusal("Tick at least one user to keep. Nothing was decided.", "EN-07")
    lines = list(opened.lines.filter(membership__in=membership_ids, membership__ended_at=None, decision=""))
    for line in lines:
        _decide(line, Decision.KEEP, by, at)
    if lines:
        audit.record(
            tag="access:certification:decided",
            by=by,
            at=at,
            subject=f"certification:{opened.pk}",
            data={"decision": Decision.KEEP.value, "memberships": sorted(line.membership_id for line in lines)},
        )
    return len(lines)


def close_certification(*, by: Actor, at: datetime) -> Certification:
    """Close the certification that is open; its report stands from then on.

    Raises Forbidden for anybody but the super account administrator, Refusal while somebody is undecided or none is
    open.
    """
    now = afresh(by)
    permissions.administer(now, now.firm_id or 0)
    opened = _open_one(now.firm_id or 0)
    if opened is None:
        raise errors.Refusal(_NONE_OPEN, "EN-07")
    policies.close_certification(opened.lines.filter(decision="").count(), opened.closed_at)
    opened.closed_at, opened.closed_by = at, by.label
    opened.save(update_fields=["closed_at", "closed_by"])
    audit.record(
        tag="access:certification:closed",
        by=by,
        at=at,
        subject=f"certification:{opened.pk}",
        data={"firm_id": opened.firm_id, "year": opened.year},
    )
    return opened


def take_in(*, membership: Membership) -> None:
    """Somebody came to act for the firm, or is its super account administrator no longer: decided about as well."""
    opened = _open_one(membership.firm_id)
    if opened is None or Entitlement.ADMIN in membership.entitlements:
        return
    Certified.objects.get_or_create(
        certification=opened, membership=membership, defaults={"entitlements": membership.entitlements}
    )


def leave_out(*, membership: Membership) -> None:
    """Somebody became the super account administrator, who certifies others: no decision is owed any more."""
    Certified.objects.filter(certification__closed_at=None, membership=membership, decision="").delete()


def reflect_change(*, membership: Membership, by: Actor, at: datetime) -> None:
    """Changed by the super account administrator: that is the decision. By somebody else: to be decided anew."""
    line = _line(membership)
    if line is None:
        return
    if by.may(Entitlement.ADMIN):
        _decide(line, Decision.CHANGE, by, at)
        return
    line.entitlements, line.decision, line.decided_at, line.decided_by = membership.entitlements, "", None, None
    line.save(update_fields=["entitlements", "decision", "decided_at", "decided_by"])


def reflect_end(*, membership: Membership, by: Actor, at: datetime) -> None:
    """Removed, by whomever: nothing is left to decide."""
    line = _line(membership)
    if line is not None:
        _decide(line, Decision.REMOVE, by, at)


def _open_one(firm_id: int) -> Certification | None:
    return Certification.objects.select_for_update().filter(firm_id=firm_id, closed_at=None).first()


def _line(membership: Membership) -> Certified | None:
    return Certified.objects.filter(certification__closed_at=None, membership=membership).first()


def _decide(line: Certified, decision: Decision, by: Actor, at: datetime) -> None:
    line.decision, line.decided_at, line.decided_by = decision, at, by.label
    line.save(update_fields=["decision", "decided_at", "decided_by"])
