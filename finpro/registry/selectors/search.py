"""Finding a person or a firm in the whole record: registry staff only. A Social Security number is never looked for
here but by journeys.see_ssn, which leaves an audit event."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from finpro.kernel.actor import Actor
from finpro.registry import permissions
from finpro.registry.policies import wording
from finpro.registry.selectors.periods import firm_name, in_force, legal_name, listed

PAGE = 25
FIRMS = 10


@dataclass(frozen=True, slots=True)
class PersonFound:
    """A person who matches. `matched` is the other or former name that matched, empty where the legal name did.

    `firms` are those of today, (CRD number, name).
    """

    crd: int
    name: str
    matched: str
    matched_is: str
    firms: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class FirmFound:
    crd: int
    name: str
    matched: str
    people: int


@dataclass(frozen=True, slots=True)
class Found:
    """A page of people, and the first firms. `why_not` says what to type instead where nothing could be searched."""

    people: tuple[PersonFound, ...] = ()
    total: int = 0
    page: int = 1
    pages: int = 1
    firms: tuple[FirmFound, ...] = ()
    firm_total: int = 0
    why_not: str = ""


def find(viewer: Actor, query: str, on: date, page: int = 1) -> Found:
    """People and firms by CRD number, or by words of a legal, former or other name (policies.wording says how).

    The name search is one look into the trigram index. Exact names come first, then legal before other names, then
    the alphabet. Raises Forbidden for anybody but registry staff with record.search.
    """
    permissions.search_record(viewer)
    typed = query.strip()
    if looks_like_ssn(typed):
        return Found(
            why_not="That looks like a Social Security number. Use the box for it: it is not kept in addresses."
        )
    number = typed.upper().removeprefix("CRD").strip(" #:")
    if number.isascii() and number.isdecimal():
        return _by_number(int(number[:18]), on)
    words = wording.words(typed)
    if not any(word.indexed for word in words):
        return Found(why_not="Type at least two letters of a first or last name, or a CRD number.")
    return _by_name(words, on, page)


def looks_like_ssn(typed: str) -> bool:
    """Three, two and four digits with hyphens or spaces between."""
    parts = typed.replace(" ", "-").split("-")
    return [len(part) for part in parts] == [3, 2, 4] and all(part.isascii() and part.isdecimal() for part in parts)


def _by_number(crd: int, on: date) -> Found:
    with connection.cursor() as cursor:
        people = _people(cursor, "SELECT p.id AS person_id, 'LEGAL' AS kind, '' AS matched, 1 AS total, 1 AS place "
                         "FROM registry_person p WHERE p.crd = %(crd)s", {"crd": crd, "on": on})  # fmt: skip
        firms = _firms(cursor, "SELECT f.id AS firm_id, '' AS matched, 1 AS total, 1 AS place FROM registry_firm f "
                       "WHERE f.crd = %(crd)s", {"crd": crd, "on": on})  # fmt: skip
    return _found(people, firms)


def _by_name(words: tuple[wording.Word, ...], on: date, page: int) -> Found:
    params: dict[str, Any] = {"on": on, "exact": wording.spelled(words), "size": PAGE, "offset": 0, "firms": FIRMS}
    params |= {f"like{i}_{j}": like for i, word in enumerate(words) for j, like in enumerate(word.patterns)}
    tests = " AND ".join(
        "(" + " OR ".join(f"n.full LIKE %(like{i}_{j})s" for j in range(len(word.patterns))) + ")"
        for i, word in enumerate(words)
    )
    params |= {f"any{i}": f"%{wording.literal(word.text)}%" for i, word in enumerate(words)}
    firm_tests = " AND ".join(f"n.name ILIKE %(any{i})s" for i in range(len(words)))
    people_sql, firms_sql = _PEOPLE_BY_NAME.format(tests=tests), _FIRMS_BY_NAME.format(tests=firm_tests)
    with connection.cursor() as cursor:
        params["offset"] = (max(min(page, 10_000), 1) - 1) * PAGE
        people = _people(cursor, people_sql, params)
        if not people and params["offset"]:
            page, params["offset"] = 1, 0
            people = _people(cursor, people_sql, params)
        firms = _firms(cursor, firms_sql, params)
    return _found(people, firms, params["offset"] // PAGE + 1)


def _people(cursor: Any, hits: str, params: dict[str, Any]) -> list[tuple[PersonFound, int]]:
    cursor.execute(_PEOPLE.format(hits=hits), params)
    return [
        (
            PersonFound(
                crd,
                listed(first or "", middle or "", last or "", suffix or "") or f"CRD {crd}",
                matched,
                kind,
                tuple((firm, name or f"Firm CRD {firm}") for firm, name in firms or ()),
            ),
            total,
        )
        for crd, first, middle, last, suffix, kind, matched, firms, total in cursor.fetchall()
    ]


def _firms(cursor: Any, hits: str, params: dict[str, Any]) -> list[tuple[FirmFound, int]]:
    cursor.execute(_FIRMS.format(hits=hits), params)
    return [
        (FirmFound(crd, name or f"Firm CRD {crd}", "" if matched == name else matched, people), total)
        for crd, name, matched, people, total in cursor.fetchall()
    ]


def _found(people: list[tuple[PersonFound, int]], firms: list[tuple[FirmFound, int]], page: int = 1) -> Found:
    total = people[0][1] if people else 0
    return Found(
        tuple(person for person, _ in people),
        total,
        page,
        max(1, -(-total // PAGE)),
        tuple(firm for firm, _ in firms),
        firms[0][1] if firms else 0,
    )


# The best name of each person that matches; then one page of people, in order.
_PEOPLE_BY_NAME = (
    "SELECT m.person_id, m.kind, CASE WHEN m.kind = 'LEGAL' AND m.ends_on IS NULL THEN '' ELSE m.full END AS matched, "
    "count(*) OVER () AS total, row_number() OVER (ORDER BY m.full <> %(exact)s, m.kind, m.full, m.person_id) AS place "
    "FROM (SELECT DISTINCT ON (n.person_id) n.person_id, n.kind, n.full, n.ends_on FROM registry_personname n "
    "WHERE {tests} ORDER BY n.person_id, (n.kind = 'LEGAL' AND n.ends_on IS NULL) DESC, n.kind, n.id) m "
    "ORDER BY place LIMIT %(size)s OFFSET %(offset)s"
)
_PEOPLE = (
    "WITH h AS MATERIALIZED ({hits}) "  # noqa: S608 - constants
    "SELECT p.crd, n.first, n.middle, n.last, n.suffix, h.kind, h.matched, a.firms, h.total "
    "FROM h JOIN registry_person p ON p.id = h.person_id "
    f"LEFT JOIN LATERAL ({legal_name('p.id')}) n ON true "
    f"LEFT JOIN LATERAL (SELECT json_agg(json_build_array(f.crd, {firm_name('f.id')}) ORDER BY f.crd) AS firms "
    "FROM registry_association a JOIN registry_firm f ON f.id = a.firm_id "
    f"WHERE a.person_id = p.id AND {in_force('a')}) a ON true "
    "ORDER BY h.place"
)
_FIRMS_BY_NAME = (
    "SELECT m.firm_id, m.name AS matched, count(*) OVER () AS total, row_number() OVER "
    "(ORDER BY upper(m.name) <> %(exact)s, length(m.name), m.name, m.firm_id) AS place "
    "FROM (SELECT DISTINCT ON (n.firm_id) n.firm_id, n.name FROM registry_firmname n WHERE {tests} "
    "ORDER BY n.firm_id, n.is_main DESC, n.ends_on DESC NULLS FIRST, n.id"
    ") m ORDER BY place LIMIT %(firms)s"
)
_FIRMS = (
    "WITH h AS MATERIALIZED ({hits}) "  # noqa: S608 - constants
    f"SELECT f.crd, {firm_name('f.id')}, h.matched, "
    f"(SELECT count(*) FROM registry_rosterline l WHERE l.firm_id = f.id AND {in_force('l')}), h.total "
    "FROM h JOIN registry_firm f ON f.id = h.firm_id ORDER BY h.place"
)
