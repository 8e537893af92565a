"""A firm's yearly certification: how the year stands, and who decided what about whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min

from finpro.access import permissions, policies
from finpro.access.enums import Decision, Entitlement
from finpro.access.models import Certification, Certified, Membership
from finpro.access.selectors.invited import named
from finpro.accounts.models import User
from finpro.accounts.policies import masked
from finpro.kernel import clock, errors
from finpro.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Line:
    """One user in a certification. `before`: what he or she could do when it was opened; `now`: what today, or at the
    end. `decision` is "" while nothing is decided; `decided_by` is a name, "The registry" for its staff."""

    membership_id: int
    name: str
    email: str
    before: tuple[Entitlement, ...]
    now: tuple[Entitlement, ...]
    live: bool
    decision: Decision | None
    decided_at: datetime | None
    decided_by: str


@dataclass(frozen=True, slots=True)
class Report:
    """One year's certification with its lines, by name."""

    year: int
    opened_at: datetime
    opened_by: str
    due_on: date
    closed_at: datetime | None
    closed_by: str
    lines: Sequence[Line]

    @property
    def undecided(self) -> int:
        """How many users nobody has decided about."""
        return sum(line.decision is None for line in self.lines)

    @property
    def decided(self) -> int:
        """How many are decided."""
        return len(self.lines) - self.undecided


@dataclass(frozen=True, slots=True)
class Year:
    """How this year stands, and which years have a report. `open`: the one being decided, perhaps an earlier year's."""

    year: int
    standing: policies.Standing
    window: policies.Window
    others: int
    open: Report | None
    years: Sequence[int]
    why_not_open: str


def certification_year(viewer: Actor, on: date) -> Year:
    """This year's certification of the viewer's firm on a date.

    Raises Forbidden for anybody but the super account administrator.
    """
    firm_id = viewer.firm_id or 0
    permissions.administer(viewer, firm_id)
    rows = list(Certification.objects.filter(firm=firm_id).order_by("-year"))
    others, since = _others(firm_id, viewer)
    unfinished = next((row for row in rows if row.closed_at is None), None)
    present = next((row for row in rows if row.year == on.year), None)
    return Year(
        on.year,
        policies.standing(
            on.year, on, first_other_on=since, closed=present is not None and present.closed_at is not None
        ),
        policies.window(on.year),
        others,
        _report(unfinished) if unfinished else None,
        [row.year for row in rows],
        policies.open_certification.why_not(on.year, on, others, unfinished.year if unfinished else None) or "",
    )


def certification_report(viewer: Actor, year: int) -> Report:
    """The certification of a year, open or closed. Raises Forbidden, and NotFound for a year without one."""
    firm_id = viewer.firm_id or 0
    permissions.administer(viewer, firm_id)
    row = Certification.objects.filter(firm=firm_id, year=year).first()
    if row is None:
        raise errors.NotFound(f"Your firm has no certification of {year}.")
    return _report(row)


def _others(firm_id: int, viewer: Actor) -> tuple[int, date | None]:
    """How many act for the firm beside the viewer, and since when."""
    live = Membership.objects.filter(firm=firm_id, ended_at=None).exclude(user=viewer.user_id)
    found = live.aggregate(count=Count("id"), first=Min("granted_at"))
    return found["count"], clock.legal_date(found["first"]) if found["first"] else None


def _report(row: Certification) -> Report:
    lines = list(row.lines.select_related("membership__user").order_by("membership__user__name", "id"))
    names = _names([row.opened_by, row.closed_by, *(line.decided_by for line in lines)])
    return Report(
        row.year,
        row.opened_at,
        names.get(row.opened_by, ""),
        row.due_on,
        row.closed_at,
        names.get(row.closed_by or "", ""),
        [_line(line, names) for line in lines],
    )


def _line(line: Certified, names: dict[str, str]) -> Line:
    membership = line.membership
    return Line(
        membership.pk,
        membership.user.name or "No name given",
        masked(membership.user.email),
        named(line.entitlements),
        named(membership.entitlements) if membership.ended_at is None else (),
        membership.ended_at is None,
        Decision(line.decision) if line.decision else None,
        line.decided_at,
        names.get(line.decided_by or "", ""),
    )


def _names(labels: Iterable[str | None]) -> dict[str, str]:
    """The names of accounts by the labels under which they acted (`account:12`), in one query."""
    wanted = {label: int(label.removeprefix("account:")) for label in labels if label and label.startswith("account:")}
    names = dict(User.objects.filter(pk__in=list(wanted.values())).values_list("pk", "name"))
    return {label: names.get(key) or "A user whose name is not given" for label, key in wanted.items()}
