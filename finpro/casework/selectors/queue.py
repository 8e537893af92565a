"""The queue: cases by kind, state, age and owner, the oldest first, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from finpro.casework import permissions, policies
from finpro.casework.enums import State
from finpro.casework.models import Case
from finpro.kernel.actor import Actor

PAGE = 25
OWNERS = ("mine", "nobody", "others")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What is asked of the queue. `state` "": all but closed; `age`: a key of policies.AGES; `owner`: one of OWNERS."""

    kind: str = ""
    state: str = ""
    age: str = ""
    owner: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One case. `waiting` is its age in words. `owner` is the name of who has it, "" where nobody has."""

    number: str
    kind: str
    state: str
    opened_at: datetime
    waiting: str
    owner: str
    mine: bool
    outcome: str


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of cases. `counts` are those of each state, whatever is asked for; `mine` those that the viewer holds."""

    lines: Sequence[Line]
    total: int
    page: int
    pages: int
    counts: dict[str, int]
    mine: int


def queue_page(viewer: Actor, filters: Filters, at: datetime) -> Queue:
    """A page of the queue, in two queries. Raises Forbidden for anybody but staff who may see cases."""
    permissions.see_cases(viewer)
    asked = _condition(viewer, filters, at)
    held = Q(owner=viewer.user_id) & ~Q(state=State.CLOSED)
    each = {state.value: Count("id", filter=Q(state=state)) for state in State}
    counted = Case.objects.aggregate(total=Count("id", filter=asked), mine=Count("id", filter=held), **each)
    pages = max(1, -(-counted["total"] // PAGE))
    page = min(max(filters.page, 1), pages)
    rows = _ordered(Case.objects.filter(asked), filters).select_related("owner")[(page - 1) * PAGE : page * PAGE]
    lines = [
        Line(
            case.number,
            case.kind,
            case.state,
            case.opened_at,
            policies.age(case.opened_at, case.closed_at or at),
            (case.owner.name or f"Account {case.owner_id}") if case.owner else "",
            case.owner_id == viewer.user_id,
            case.outcome,
        )
        for case in rows
    ]
    counts = {state.value: counted[state.value] for state in State}
    return Queue(lines, counted["total"], page, pages, counts, counted["mine"])


def count_open(viewer: Actor) -> int:
    """How many cases wait for somebody of the registry; 0 for whoever may not see them."""
    return Case.objects.filter(state=State.OPEN).count() if permissions.see_cases.ok(viewer) else 0


def _ordered(cases: QuerySet[Case], filters: Filters) -> QuerySet[Case]:
    # What is closed is looked up, not worked off: the latest first.
    return cases.order_by("-closed_at", "-id") if filters.state == State.CLOSED else cases.order_by("opened_at", "id")


def _condition(viewer: Actor, filters: Filters, at: datetime) -> Q:
    asked = Q(state=filters.state) if filters.state else ~Q(state=State.CLOSED)
    if filters.kind:
        asked &= Q(kind=filters.kind)
    if filters.age:
        asked &= Q(opened_at__lte=at - policies.AGES[filters.age][1])
    if filters.owner == "mine":
        asked &= Q(owner=viewer.user_id)
    elif filters.owner == "nobody":
        asked &= Q(owner=None)
    elif filters.owner == "others":
        asked &= Q(owner__isnull=False) & ~Q(owner=viewer.user_id)
    return asked
