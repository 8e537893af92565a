"""The queue of the record: requests to decide, reports to match, differences between firms; the oldest first.

Everything is read from the record itself, in one statement for the figures and one for a page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from finpro.casework import permissions, policies
from finpro.casework.enums import Work
from finpro.kernel.actor import Actor
from finpro.kernel.clock import legal_date
from finpro.registry import selectors as registry
from finpro.registry.enums import REQUEST_OPEN, RequestState
from finpro.registry.policies import differences

PAGE = 25
OWNERS = ("mine", "nobody", "others")
# What can be asked for by state besides what is open; the rest is looked up at the person.
STATES = (RequestState.PENDING, RequestState.DEFICIENT, RequestState.TEMPREG)
ANSWERED = "ANSWERED"  # the firm has answered a letter that is still open


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What is asked of the queue. `state` "": whatever is open; else one of STATES, or ANSWERED.

    `age` is a key of policies.AGES, `owner` one of OWNERS, `firm` a CRD number, `receipt` that of a filing.
    """

    kind: str = ""
    state: str = ""
    age: str = ""
    firm: int | None = None
    regulator: str = ""
    owner: str = ""
    receipt: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of work. `state` is a request's, else ""; `type` a report's. `owner` is a name, "" for nobody."""

    kind: Work
    key: int
    person_id: int
    crd: int
    name: str
    firm_crd: int | None
    firm: str
    regulator: str
    category: str
    state: str
    type: str
    since: datetime
    waiting: str
    receipt: str
    owner: str
    mine: bool
    answered: bool


@dataclass(frozen=True, slots=True)
class WorkQueue:
    """A page of the queue. `counts` are those of each kind and state, whatever is asked for; `mine` what one has."""

    lines: Sequence[Line]
    total: int
    page: int
    pages: int
    counts: Mapping[str, int]
    mine: int


def work_page(viewer: Actor, filters: Filters, at: datetime) -> WorkQueue:
    """A page of the queue, in four queries. Raises Forbidden for anybody but staff who may see requests."""
    permissions.see_registrations(viewer)
    where, params = _conditions(viewer, filters, at)
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS.format(items=_ITEMS, where=where), params)
        total, mine, *counted = cursor.fetchone()
        pages = max(1, -(-total // PAGE))
        page = min(max(filters.page, 1), pages)
        params |= {"size": PAGE, "offset": (page - 1) * PAGE}
        cursor.execute(_LINES.format(items=_ITEMS, where=where), params)
        rows = cursor.fetchall()
    on = legal_date(at)
    people = registry.legal_names({row[2] for row in rows}, on)
    firms = registry.names_of_firms({row[4] for row in rows if row[4] is not None}, on)
    return WorkQueue(
        [_line(viewer, row, people, firms, at) for row in rows],
        total,
        page,
        pages,
        dict(zip(_COUNTED, counted, strict=True)),
        mine,
    )


def count_waiting_work(viewer: Actor) -> int:
    """How many requests and reports nobody has decided; 0 for whoever may not see them. Two partial indexes."""
    if not permissions.see_registrations.ok(viewer):
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_WAITING)
        return int(cursor.fetchone()[0])


def _line(viewer: Actor, row: Sequence[Any], people: Mapping[int, str], firms: Mapping[int, str], at: datetime) -> Line:
    kind, key, person_id, crd, firm_id, firm_crd, several, regulator, category, state, type_, *rest = row
    since, receipt, owner, name, answered = rest
    return Line(
        Work(kind),
        key,
        person_id,
        crd,
        people.get(person_id, f"CRD {crd}"),
        firm_crd,
        firms.get(firm_id, "") or " and ".join(f"CRD {number}" for number in several or ()),
        regulator,
        category,
        state,
        type_,
        since,
        policies.age(since, at),
        receipt,
        "" if owner is None else name or f"Account {owner}",
        owner is not None and owner == viewer.user_id,
        answered,
    )


def _conditions(viewer: Actor, filters: Filters, at: datetime) -> tuple[str, dict[str, Any]]:
    """The SQL of what is asked for, over the columns of an item, and its parameters."""
    params: dict[str, Any] = {
        "me": viewer.user_id,
        "kind": filters.kind,
        "states": [filters.state] if filters.state in STATES else [state.value for state in sorted(REQUEST_OPEN)],
        "before": at - policies.AGES[filters.age][1] if filters.age else at + timedelta(days=1),
        "firm": filters.firm or 0,
        "regulator": filters.regulator,
        "receipt": filters.receipt,
        "aside": list(differences.ASIDE),
    }
    parts = ["i.since <= %(before)s"]
    if filters.kind:
        parts.append("i.kind = %(kind)s")
    elif filters.state:
        parts.append("i.kind = 'REQUEST'")
    if filters.state == ANSWERED:
        parts.append(_ANSWERED)
    if filters.firm is not None:
        parts.append("(f.crd = %(firm)s OR %(firm)s = ANY (i.firms))")
    if filters.regulator:
        parts.append("i.regulator = %(regulator)s")
    if filters.receipt:
        parts.append("i.receipt = %(receipt)s")
    owners = {
        "mine": "a.owner_id = %(me)s",
        "nobody": "a.owner_id IS NULL",
        "others": "a.owner_id <> %(me)s",
    }
    if filters.owner:
        parts.append(owners[filters.owner])
    return " AND ".join(parts), params


# The day on which a report was first seen, as the beginning of that day in New York.
_SEEN = "(r.first_seen_on::timestamp AT TIME ZONE 'America/New_York')"
# What a report says besides the commentary, the way policies.differences compares it: the names of rows say nothing.
_SAID = "regexp_replace((r.page - %(aside)s::text[])::text, '\"id\": \"[a-z][0-9]+\"(, )?', '', 'g')"
_STANDING = "NOT r.replaced AND NOT r.archived"
_ITEMS = f"""
SELECT 'REQUEST' AS kind, r.id AS key, 'request:' || r.id AS subject, r.person_id, r.firm_id, NULL::bigint[] AS firms,
       r.regulator, r.category, r.state, '' AS type, r.requested_at AS since, s.record AS receipt
FROM registry_registrationrequest r JOIN registry_source s ON s.id = r.source_id WHERE r.state = ANY (%(states)s)
UNION ALL
SELECT 'MATCH', r.id, 'report:' || r.id, r.person_id, r.firm_id, NULL, '', '', '', r.type, {_SEEN}, s.record
FROM registry_disclosurereport r JOIN registry_source s ON s.id = r.source_id
WHERE r.disclosure_id IS NULL AND {_STANDING}
UNION ALL
SELECT 'DIFFERENCE', r.disclosure_id, 'disclosure:' || r.disclosure_id, min(r.person_id), NULL,
       array_agg(DISTINCT f.crd), '', '', '', min(r.type), max({_SEEN}), ''
FROM registry_disclosurereport r JOIN registry_firm f ON f.id = r.firm_id
JOIN (SELECT r.disclosure_id FROM registry_disclosurereport r WHERE r.disclosure_id IS NOT NULL AND {_STANDING}
      GROUP BY 1 HAVING min(r.firm_id) <> max(r.firm_id)) two ON two.disclosure_id = r.disclosure_id
WHERE {_STANDING} GROUP BY r.disclosure_id HAVING count(DISTINCT {_SAID}) > 1
"""  # noqa: S608 - constants
_JOINED = """
FROM ({items}) i JOIN registry_person p ON p.id = i.person_id LEFT JOIN registry_firm f ON f.id = i.firm_id
LEFT JOIN casework_assignment a ON a.subject = i.subject
"""
_ANSWERED = (
    "(i.kind = 'REQUEST' AND EXISTS (SELECT 1 FROM casework_letter l "
    "JOIN casework_letteranswer n ON n.letter_id = l.id WHERE l.request_id = i.key AND l.closed_at IS NULL))"
)
_COUNTED = ("REQUEST", "MATCH", "DIFFERENCE", "PENDING", "DEFICIENT", ANSWERED)
_COUNTS = (
    "SELECT count(*) FILTER (WHERE {where}), count(*) FILTER (WHERE a.owner_id = %(me)s), "
    "count(*) FILTER (WHERE i.kind = 'REQUEST'), count(*) FILTER (WHERE i.kind = 'MATCH'), "
    "count(*) FILTER (WHERE i.kind = 'DIFFERENCE'), count(*) FILTER (WHERE i.state = 'PENDING'), "
    f"count(*) FILTER (WHERE i.state = 'DEFICIENT'), count(*) FILTER (WHERE {_ANSWERED})" + _JOINED
)
_LINES = (
    "SELECT i.kind, i.key, i.person_id, p.crd, i.firm_id, f.crd, i.firms, i.regulator, i.category, i.state, i.type, "
    f"i.since, i.receipt, a.owner_id, u.name, {_ANSWERED} AS answered"
    + _JOINED
    + "LEFT JOIN accounts_user u ON u.id = a.owner_id WHERE {where} ORDER BY i.since, i.kind, i.key "
    "LIMIT %(size)s OFFSET %(offset)s"
)
_WAITING = (
    "SELECT (SELECT count(*) FROM registry_registrationrequest r WHERE r.state IN ('PENDING', 'DEFICIENT')) + "  # noqa: S608 - constants
    f"(SELECT count(*) FROM registry_disclosurereport r WHERE r.disclosure_id IS NULL AND {_STANDING})"
)
