"""A firm on a date: what a list's heading, the firm's first page and the registry's page of the firm show."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from finpro.kernel import errors
from finpro.kernel.actor import Actor
from finpro.registry import permissions
from finpro.registry.selectors.periods import firm_name, in_force, known
from finpro.registry.selectors.roster import FirmCard
from finpro.rulebook import lookup as rulebook

BRANCHES = 50
RECENT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Figures:
    """A firm's numbers on a date. `joined` and `left` count the thirty days up to it.

    `by_category` and `asks` hold a code and the number of people, most first; registrations whose firm the source
    leaves unknown count for the people associated with the firm.
    """

    firm: FirmCard
    people: int
    joined: int
    left: int
    by_category: tuple[tuple[str, int], ...]
    asks: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """The source of a value: its kind, its service, and the day it was captured."""

    kind: str
    service: str
    on: date


@dataclass(frozen=True, slots=True)
class FirmName:
    name: str
    is_main: bool
    since: date | None
    until: date | None
    told: Told


@dataclass(frozen=True, slots=True)
class Address:
    """`kind` is MAIN or MAILING; `lines` are the parts that are on record."""

    kind: str
    lines: tuple[str, ...]
    since: date | None
    until: date | None
    told: Told


@dataclass(frozen=True, slots=True)
class Branch:
    """`people` counts those whose office it is on the date."""

    code: str
    lines: tuple[str, ...]
    people: int


@dataclass(frozen=True, slots=True)
class FirmPage:
    """Everything on record of a firm, with a page of its branches. Names and addresses: in force first."""

    firm: FirmCard
    bd_sec_number: str
    ia_sec_number: str
    bc_scope: str
    ia_scope: str
    people: int
    names: tuple[FirmName, ...]
    addresses: tuple[Address, ...]
    branches: tuple[Branch, ...]
    branch_total: int
    page: int
    pages: int


def firm_figures(viewer: Actor, crd: int, on: date) -> Figures:
    """The firm's numbers on a date, in two queries. Raises NotFound as roster_page does."""
    action = [code for code, status in rulebook.on(on).statuses.items() if status.needs_action]
    with connection.cursor() as cursor:
        cursor.execute(f"{_CARD} FROM registry_firm f WHERE f.crd = %(crd)s", {"crd": crd, "on": on})
        row = cursor.fetchone()
        if row is None:
            raise errors.NotFound(permissions.NO_FIRM)
        firm = FirmCard(*row)
        permissions.see_firm_people(viewer, firm.id)
        cursor.execute(_FIGURES, {"firm": firm.id, "on": on, "recent": on - RECENT, "action": action})
        people, joined, left, categories, asks = cursor.fetchone()
    return Figures(firm, people, joined, left, _pairs(categories), _pairs(asks))


def firm_page(viewer: Actor, crd: int, on: date, page: int = 1) -> FirmPage:
    """The firm's names, addresses and branches on a date, in one query. Raises NotFound as roster_page does."""
    params: dict[str, Any] = {"crd": crd, "on": on, "size": BRANCHES, "page": max(page, 1)}
    with connection.cursor() as cursor:
        cursor.execute(_PAGE, params)
        row = cursor.fetchone()
    if row is None:
        raise errors.NotFound(permissions.NO_FIRM)
    firm = FirmCard(*row[:4])
    permissions.see_firm_people(viewer, firm.id)
    bd_sec, ia_sec, bc_scope, ia_scope, people, names, addresses, branches, total = row[4:]
    pages = max(1, -(-total // BRANCHES))
    return FirmPage(
        firm,
        bd_sec,
        ia_sec,
        bc_scope,
        ia_scope,
        people,
        tuple(FirmName(name, main, _day(since), _day(until), _told(told)) for name, main, since, until, told in names),
        tuple(
            Address(kind, _lines(lines), _day(since), _day(until), _told(told))
            for kind, lines, since, until, told in addresses
        ),
        tuple(Branch(code, _lines(lines), people) for code, lines, people in branches),
        total,
        min(params["page"], pages),
        pages,
    )


_CARD = f"SELECT f.id, f.crd, coalesce({firm_name('f.id')}, ''), f.is_stub "
_PEOPLE = "(SELECT count(*) FROM registry_rosterline l WHERE l.firm_id = {firm} AND " + in_force("l") + "{more})"  # noqa: S608
# Statuses are found by their person, then their registration by its key: few need action.
_FIGURES = (
    "WITH here AS MATERIALIZED (SELECT l.person_id FROM registry_rosterline l "  # noqa: S608 - constants
    f"WHERE l.firm_id = %(firm)s AND {in_force('l')}) "
    f"SELECT {_PEOPLE.format(firm='%(firm)s', more='')}, "
    f"{_PEOPLE.format(firm='%(firm)s', more=' AND l.starts_on > %(recent)s')}, "
    "(SELECT count(*) FROM registry_association a WHERE a.firm_id = %(firm)s "
    "AND a.ends_on >= %(recent)s AND a.ends_on < %(on)s), "
    "(SELECT json_agg(json_build_array(c.category, c.people) ORDER BY c.people DESC, c.category) FROM "
    "(SELECT h.category, count(*) AS people FROM (SELECT DISTINCT r.category, r.person_id FROM here "
    "JOIN registry_registration r ON r.person_id = here.person_id "
    f"WHERE (r.firm_id = %(firm)s OR r.firm_id IS NULL) AND {in_force('r')}) h GROUP BY h.category) c), "
    "(SELECT json_agg(json_build_array(c.status, c.people) ORDER BY c.people DESC, c.status) FROM "
    "(SELECT h.status, count(*) AS people FROM (SELECT DISTINCT s.status, s.person_id FROM here "
    "JOIN registry_registrationstatus s ON s.person_id = here.person_id AND s.status = ANY(%(action)s) "
    "JOIN registry_registration r ON r.id = s.registration_id "
    f"WHERE (r.firm_id = %(firm)s OR r.firm_id IS NULL) AND {in_force('s')}) h GROUP BY h.status) c)"
)
_SOURCE = "(SELECT json_build_array(s.kind, s.service, s.captured_on) FROM registry_source s WHERE s.id = t.source_id)"
_ORDER = f"({in_force('t')}) DESC, t.starts_on DESC NULLS LAST, t.id"
_PLACE = "json_build_array({0}.street1, {0}.street2, {0}.city, {0}.state, {0}.postal, {0}.country)"
_PAGE = (
    f"{_CARD}, f.bd_sec_number, f.ia_sec_number, f.bc_scope, f.ia_scope, "  # noqa: S608 - constants
    f"{_PEOPLE.format(firm='f.id', more='')}, "
    "(SELECT coalesce(json_agg(json_build_array(t.name, t.is_main, t.starts_on, "
    f"CASE WHEN t.ends_on < %(on)s THEN t.ends_on END, {_SOURCE}) ORDER BY t.is_main DESC, {_ORDER}), '[]') "
    f"FROM registry_firmname t WHERE t.firm_id = f.id AND {known('t')}), "
    f"(SELECT coalesce(json_agg(json_build_array(t.kind, {_PLACE.format('t')}, t.starts_on, "
    f"CASE WHEN t.ends_on < %(on)s THEN t.ends_on END, {_SOURCE}) ORDER BY t.kind, {_ORDER}), '[]') "
    f"FROM registry_firmaddress t WHERE t.firm_id = f.id AND {known('t')}), "
    f"(SELECT coalesce(json_agg(json_build_array(b.code, {_PLACE.format('b')}, "
    "(SELECT count(DISTINCT o.person_id) FROM registry_office o "
    f"WHERE o.firm_id = f.id AND o.branch_id = b.id AND {in_force('o')})) ORDER BY b.code), '[]') "
    "FROM (SELECT * FROM registry_branch b WHERE b.firm_id = f.id ORDER BY b.code LIMIT %(size)s OFFSET "
    "least(%(page)s - 1, (SELECT greatest(count(*) - 1, 0) / %(size)s FROM registry_branch b "
    "WHERE b.firm_id = f.id)) * %(size)s) b), "
    "(SELECT count(*) FROM registry_branch b WHERE b.firm_id = f.id) "
    "FROM registry_firm f WHERE f.crd = %(crd)s"
)


def _pairs(rows: list[list[Any]] | None) -> tuple[tuple[str, int], ...]:
    return tuple((code, people) for code, people in rows or ())


def _lines(parts: list[str]) -> tuple[str, ...]:
    return tuple(part for part in parts if part)


def _told(parts: list[str]) -> Told:
    kind, service, on = parts
    return Told(kind, service, date.fromisoformat(on))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
