"""A firm's filings as a list, and those that a person has to do with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from finpro.filings import permissions
from finpro.filings.enums import UNFILED, FilingType, State
from finpro.filings.policies import work
from finpro.kernel import clock
from finpro.kernel.actor import Actor
from finpro.kernel.tasks import Ball
from finpro.registry.selectors.periods import firm_name, legal_name, listed

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked of the list: a state's code ("" for what is not filed yet, "all"), an age, whose move, a page."""

    state: str = ""
    age: str = ""
    ball: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One filing of a list. `ball`: whose move it is, None where nothing is left to do."""

    id: int
    crd: int
    name: str
    firm: str
    type: FilingType
    state: State
    ball: Ball | None
    created_at: datetime
    touched_at: datetime


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list."""

    lines: Sequence[Line]
    total: int
    page: int
    pages: int
    ever: bool  # whether the firm has any filing at all


_LINES = f"""
SELECT f.id, p.crd, n.first, n.middle, n.last, n.suffix, {firm_name("f.firm_id")}, f.type, f.state, f.created_at,
  f.touched_at
FROM filings_filing f JOIN registry_person p ON p.id = f.person_id
LEFT JOIN LATERAL ({legal_name("f.person_id")}) n ON true
WHERE f.id = ANY(%(ids)s) ORDER BY f.id DESC
"""  # noqa: S608 - constants
_FOUND = """
SELECT f.id, count(*) OVER () FROM filings_filing f
WHERE f.firm_id = %(firm)s AND f.state = ANY(%(states)s)
  AND (%(before)s::timestamptz IS NULL OR f.touched_at < %(before)s)
ORDER BY f.id DESC LIMIT %(most)s OFFSET %(skip)s
"""


def list_filings(viewer: Actor, filters: Filters, at: datetime) -> Listing:
    """The firm's filings, the latest first, fifty to a page. Three queries whatever the number."""
    permissions.draft_for_firm(viewer, viewer.firm_id or 0)
    states = _states(filters)
    before = at - work.AGES[filters.age][1] if filters.age in work.AGES else None
    page = max(filters.page, 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM filings_filing WHERE firm_id = %s)", [viewer.firm_id])
        (ever,) = cursor.fetchone()
        cursor.execute(
            _FOUND,
            {
                "firm": viewer.firm_id,
                "states": [state.value for state in states],
                "before": before,
                "most": PER_PAGE,
                "skip": (page - 1) * PER_PAGE,
            },
        )
        found = cursor.fetchall()
    total = found[0][1] if found else 0
    lines = _lines([row[0] for row in found], at)
    return Listing(lines, total, page, max(1, -(-total // PER_PAGE)), ever)


def list_chosen(viewer: Actor, ids: Sequence[int], at: datetime) -> list[Line]:
    """These filings of the firm, the latest first, fifty at most; another firm's are left out. Two queries."""
    permissions.draft_for_firm(viewer, viewer.firm_id or 0)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM filings_filing WHERE firm_id = %s AND id = ANY(%s) ORDER BY id DESC LIMIT %s",
            [viewer.firm_id, list(ids), PER_PAGE],
        )
        found = [row[0] for row in cursor.fetchall()]
    return _lines(found, at)


def _states(filters: Filters) -> list[State]:
    if filters.state in State.values:
        wanted = [State(filters.state)]
    else:
        wanted = list(State) if filters.state == "all" else sorted({*UNFILED, State.SUBMITTED})
    if filters.ball in set(Ball):
        wanted = [state for state in wanted if state in work.states_of(Ball(filters.ball))]
    return wanted


def list_mine(viewer: Actor, at: datetime) -> list[Line]:
    """What the person may see of filings about him or her, the latest first. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM filings_filing WHERE person_id = %s AND state = ANY(%s) ORDER BY id DESC LIMIT 100",
            [viewer.person_id, sorted(permissions.SEEN_BY_PERSON)],
        )
        ids = [row[0] for row in cursor.fetchall()]
    return _lines(ids, at)


def _lines(ids: Sequence[int], at: datetime) -> list[Line]:
    with connection.cursor() as cursor:
        cursor.execute(_LINES, {"ids": list(ids), "on": clock.legal_date(at)})
        return [
            Line(
                id=row[0],
                crd=row[1],
                name=listed(*(part or "" for part in row[2:6])) or f"CRD {row[1]}",
                firm=row[6] or "",
                type=FilingType(row[7]),
                state=State(row[8]),
                ball=work.ball(row[8]),
                created_at=row[9],
                touched_at=row[10],
            )
            for row in cursor.fetchall()
        ]
