"""A firm's people on a date: searched, filtered, sorted, a page at a time.

Ten thousand people open as fast as ten: the order by name is an index of the read model registry_rosterline, a page in
the second half is read from the end, and details are fetched for the people on the page alone. Two queries a page.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from finpro.kernel import errors
from finpro.kernel.actor import Actor
from finpro.registry import permissions
from finpro.registry.enums import REQUEST_OPEN
from finpro.registry.policies import wording
from finpro.registry.selectors.periods import firm_name, in_force, known, legal_name, listed
from finpro.rulebook import lookup as rulebook

PAGE = 25
ACTION = "ACTION"  # the status filter that finds every status which needs action

_NAME = ("l.name_key", "l.person_id")
_ORDERS = {
    "name": _NAME,
    "crd": ("l.crd",),
    "since": ("coalesce(l.starts_on, DATE '0001-01-01')", *_NAME),
}
SORTS = tuple(_ORDERS) + tuple(f"-{key}" for key in _ORDERS)
WORK = {"employee": "l.contractor IS FALSE", "contractor": "l.contractor", "unstated": "l.contractor IS NULL"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What is asked of a roster.

    `query`: words of a name, or a CRD number. `category`, `state`, `status`: codes of the rulebook (`status` also
    ACTION). `office`: a branch number or the beginning of a town. `work`: a key of WORK. `sort`: one of SORTS.
    """

    on: date
    query: str = ""
    category: str = ""
    state: str = ""
    status: str = ""
    office: str = ""
    work: str = ""
    sort: str = "name"
    page: int = 1


@dataclass(frozen=True, slots=True)
class FirmCard:
    """A firm in one line. `is_stub`: known only from somebody's employment."""

    id: int
    crd: int
    name: str
    is_stub: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One person. `asks` are the statuses that need action, each with the regulators where it stands.

    `categories` and `jurisdictions` (a number) count registrations in force with this firm, and those whose firm the
    source leaves unknown. `since` None: not stated.
    """

    crd: int
    name: str
    since: date | None
    contractor: bool | None
    categories: tuple[str, ...]
    jurisdictions: int
    asks: tuple[tuple[str, tuple[str, ...]], ...]
    office: str


@dataclass(frozen=True, slots=True)
class Roster:
    """A page of a firm's people. `total` counts those who match; `page` is brought into range."""

    firm: FirmCard
    lines: tuple[Line, ...]
    total: int
    page: int
    pages: int


def roster_page(viewer: Actor, firm_crd: int, filters: Filters) -> Roster:
    """A page of the people associated with a firm on a date, ordered by their latest legal name unless asked else.

    Raises NotFound where there is no such firm or the viewer may not see its people.
    """
    where, params = _conditions(filters)
    params["firm"] = firm_crd
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT f.id, f.crd, coalesce({firm_name('f.id')}, ''), f.is_stub, "  # noqa: S608 - constants
            f"(SELECT count(*) FROM registry_rosterline l WHERE l.firm_id = f.id AND {where}) "
            "FROM registry_firm f WHERE f.crd = %(firm)s",
            params,
        )
        row = cursor.fetchone()
        if row is None:
            raise errors.NotFound(permissions.NO_FIRM)
        *card, total = row
        firm = FirmCard(*card)
        permissions.see_firm_people(viewer, firm.id)
        pages = max(1, -(-total // PAGE))
        page = min(max(filters.page, 1), pages)
        lines = _lines(cursor, firm.id, filters, where, params, (page - 1) * PAGE, total) if total else ()
    return Roster(firm, lines, total, page, pages)


def _lines(
    cursor: Any, firm: int, filters: Filters, where: str, params: dict[str, Any], offset: int, total: int
) -> tuple[Line, ...]:
    reverse = filters.sort.startswith("-")
    size = min(PAGE, total - offset)
    from_end = offset > total - offset - size
    rules = rulebook.on(filters.on)
    order = _ORDERS[filters.sort.removeprefix("-")]
    params |= {
        "firm_id": firm,
        "size": size,
        "offset": total - offset - size if from_end else offset,
        "jurisdictions": list(rules.jurisdictions),
        "asked": sorted(REQUEST_OPEN),
        "action": [code for code, status in rules.statuses.items() if status.needs_action],
    }
    cursor.execute(
        _DETAILS.format(where=where, inner=_by(order, reverse != from_end), outer=_by(order, reverse)), params
    )
    return tuple(_line(row) for row in cursor.fetchall())


def _by(order: tuple[str, ...], descending: bool) -> str:
    return ", ".join(f"{column} DESC" if descending else column for column in order)


# What is only asked for is not held yet.
_HELD = "(s.status IS NULL OR NOT s.status = ANY(%(asked)s))"
_DETAILS = (
    "WITH l AS MATERIALIZED (SELECT l.firm_id, l.person_id, l.crd, l.name_key, l.starts_on, l.contractor "  # noqa: S608
    "FROM registry_rosterline l WHERE l.firm_id = %(firm_id)s AND {where} "
    "ORDER BY {inner} LIMIT %(size)s OFFSET %(offset)s) "
    "SELECT l.crd, n.first, n.middle, n.last, n.suffix, l.starts_on, l.contractor, "
    "r.categories, coalesce(r.jurisdictions, 0), r.asks, o.city, o.state "
    f"FROM l LEFT JOIN LATERAL ({legal_name('l.person_id')}) n ON true "
    "LEFT JOIN LATERAL (SELECT "
    f"array_agg(DISTINCT r.category) FILTER (WHERE r.category <> '' AND {_HELD}) AS categories, "
    f"count(DISTINCT r.regulator) FILTER (WHERE r.regulator = ANY(%(jurisdictions)s) AND {_HELD}) AS jurisdictions, "
    "json_agg(DISTINCT jsonb_build_array(s.status, r.regulator)) FILTER (WHERE s.status = ANY(%(action)s)) AS asks "
    f"FROM registry_registration r LEFT JOIN registry_registrationstatus s ON s.registration_id = r.id "
    f"AND {in_force('s')} WHERE r.person_id = l.person_id AND (r.firm_id = l.firm_id OR r.firm_id IS NULL) "
    f"AND {in_force('r')}) r ON true "
    "LEFT JOIN LATERAL (SELECT o.city, o.state FROM registry_office o WHERE o.person_id = l.person_id "
    f"AND o.firm_id = l.firm_id AND {in_force('o')} ORDER BY o.located_at DESC NULLS LAST, o.id LIMIT 1) o ON true "
    "ORDER BY {outer}"
)


def _line(row: tuple[Any, ...]) -> Line:
    crd, first, middle, last, suffix, since, contractor, categories, states, asks, city, state = row
    held: dict[str, list[str]] = {}
    for status, regulator in asks or ():
        held.setdefault(status, []).append(regulator)
    return Line(
        crd,
        listed(first or "", middle or "", last or "", suffix or "") or f"CRD {crd}",
        since,
        contractor,
        tuple(categories or ()),
        states,
        tuple((status, tuple(regulators)) for status, regulators in held.items()),
        ", ".join(part for part in (city, state) if part),
    )


def _conditions(filters: Filters) -> tuple[str, dict[str, Any]]:
    """The condition on a roster line `l`, and its parameters."""
    params: dict[str, Any] = {"on": filters.on}
    parts = [in_force("l")]
    if filters.query:
        parts.append(_matches(filters.query, params))
    parts += _registered(filters, params)
    if filters.office:
        params |= {"branch": filters.office.upper(), "town": wording.literal(filters.office.upper()) + "%"}
        parts.append(
            "EXISTS (SELECT 1 FROM registry_office o LEFT JOIN registry_branch b ON b.id = o.branch_id "  # noqa: S608
            f"WHERE o.person_id = l.person_id AND o.firm_id = l.firm_id AND {in_force('o')} "
            "AND (upper(b.code) = %(branch)s OR upper(o.city) LIKE %(town)s))"
        )
    if filters.work in WORK:
        parts.append(WORK[filters.work])
    return " AND ".join(parts), params


def _matches(query: str, params: dict[str, Any]) -> str:
    if query.isascii() and query.isdecimal():
        params["crd"] = int(query[:18])
        return "l.crd = %(crd)s"
    found = wording.words(query)
    tests = " AND ".join("(" + " OR ".join(_like(params, pattern) for pattern in word.patterns) + ")" for word in found)
    return (
        "l.person_id IN (SELECT n.person_id FROM registry_personname n "  # noqa: S608 - parameters only
        f"WHERE {known('n')} AND {tests or 'false'})"
    )


def _like(params: dict[str, Any], pattern: str) -> str:
    key = f"like{len(params)}"
    params[key] = pattern
    return f"n.full LIKE %({key})s"


def _registered(filters: Filters, params: dict[str, Any]) -> list[str]:
    """Category, state and status are asked of one registration; a state beside a category that states do not give
    (such as General Securities Representative) of another one."""
    rules = rulebook.on(filters.on)
    category = rules.categories.get(filters.category)
    apart = bool(filters.category and filters.state) and (category is None or category.kind != "jurisdiction")
    one: list[str] = []
    if filters.category:
        params["category"] = filters.category
        one.append("r.category = %(category)s")
    if filters.state and not apart:
        one.append("r.regulator = %(state)s")
    if filters.status:
        codes = [code for code, status in rules.statuses.items() if status.needs_action]
        params["statuses"] = codes if filters.status == ACTION else [filters.status]
        one.append(f"s.status = ANY(%(statuses)s) AND {in_force('s')}")
    elif one:
        one.append(in_force("r"))
    if filters.state:
        params["state"] = filters.state
    rows = _STATUSES if filters.status else _REGISTRATIONS
    found = [rows.format(tests=" AND ".join(one))] if one else []
    return found + ([_REGISTRATIONS.format(tests=f"r.regulator = %(state)s AND {in_force('r')}")] if apart else [])


_OURS = "(r.firm_id = l.firm_id OR r.firm_id IS NULL)"
_REGISTRATIONS = (
    f"EXISTS (SELECT 1 FROM registry_registration r WHERE r.person_id = l.person_id AND {_OURS} "  # noqa: S608
    "AND {tests})"
)
# Statuses are found by their person, then their registration by its key: few need action.
_STATUSES = (
    "EXISTS (SELECT 1 FROM registry_registrationstatus s JOIN registry_registration r "  # noqa: S608 - constants
    f"ON r.id = s.registration_id AND {_OURS} WHERE s.person_id = l.person_id "
    "AND {tests})"
)
