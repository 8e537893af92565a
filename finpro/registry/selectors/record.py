"""Reading one person's record on a date, in one query.

Every section is a JSON array made by the database; PostgreSQL plans the statement once a connection.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypeVar

from django.db import connection

from finpro.kernel import errors
from finpro.kernel.actor import Actor
from finpro.registry import permissions
from finpro.registry.enums import SourceKind
from finpro.registry.selectors import shape

F = TypeVar("F", bound=shape.Fact)

_FIRM = (
    "LEFT JOIN registry_firm f ON f.id = t.firm_id "
    "LEFT JOIN registry_firmname fn ON fn.firm_id = f.id AND fn.is_main "
    "AND (fn.starts_on IS NULL OR fn.starts_on <= %(on)s) AND (fn.ends_on IS NULL OR fn.ends_on >= %(on)s)"
)
_BRANCH = "JOIN registry_firm f ON f.id = t.firm_id LEFT JOIN registry_branch b ON b.id = t.branch_id"

# section: (shape, table, columns in the shape's order, joins)
_SECTIONS: dict[str, tuple[type[shape.Fact], str, str, str]] = {
    "names": (shape.Name, "personname", "t.kind, t.first, t.middle, t.last, t.suffix", ""),
    "standings": (shape.Standing, "standing", "t.bc_scope, t.ia_scope", ""),
    "designations": (shape.Designation, "designation", "t.code, t.name", ""),
    "residences": (
        shape.Residence,
        "residence",
        "t.street1, t.street2, t.city, t.state, t.country, t.postal, t.month_precision",
        "",
    ),
    "other_businesses": (shape.OtherBusiness, "otherbusiness", "t.text", ""),
    "registrations": (shape.Registration, "registration", "t.id, f.crd, fn.name, t.regulator, t.category", _FIRM),
    "statuses": (shape.Status, "registrationstatus", "t.registration_id, t.status", ""),
    "associations": (shape.Association, "association", "f.crd, fn.name, t.contractor, t.firm_id", _FIRM),
    "offices": (
        shape.Office,
        "office",
        "f.crd, t.located_at, t.supervised_from, t.private_residence, t.registered, coalesce(b.street1, ''), "
        "coalesce(b.street2, ''), t.city, t.state, coalesce(b.postal, ''), coalesce(b.code, '')",
        _BRANCH,
    ),
    "spells": (
        shape.Spell,
        "employmentspell",
        "f.crd, t.side, t.firm_name, t.adviser_only, t.city, t.state, t.country",
        "JOIN registry_firm f ON f.id = t.firm_id",
    ),
    "entries": (shape.EmploymentEntry, "employmententry", "t.employer, t.city, t.state, t.position", ""),
    "exams": (shape.Exam, "examresult", 't.code, t.name, t.result, t."group"', ""),
    "regulatory_elements": (
        shape.RegulatoryElement,
        "regulatoryelement",
        "t.year, t.category, t.due_on, t.completed_on",
        "",
    ),
    "disclosures": (shape.Disclosure, "disclosure", "t.id, t.type, t.event_on, t.docket", ""),
    "versions": (shape.DisclosureVersion, "disclosureversion", "t.disclosure_id, t.resolution, t.detail", ""),
}
_COMMON = "t.starts_on, t.ends_on, t.first_seen_on, t.end_observed, t.source_id, t.pointer"


def _section(table: str, columns: str, joins: str) -> str:
    return (
        f"(SELECT coalesce(json_agg(json_build_array({_COMMON}, {columns}) "  # noqa: S608 - constants above
        "ORDER BY (t.ends_on IS NULL OR t.ends_on >= %(on)s) DESC, t.starts_on DESC NULLS LAST, t.id), '[]') "
        f"FROM registry_{table} t {joins} "
        "WHERE t.person_id = p.id AND (t.starts_on IS NULL OR t.starts_on <= %(on)s))"
    )


_SOURCES = (
    "(SELECT coalesce(json_agg(json_build_array(s.id, s.kind, s.service, s.captured_on, s.captured_on_exact, "
    "s.file, s.record)), '[]') FROM registry_source s WHERE s.crd = p.crd)"
)
_RECORD = (
    "SELECT p.id, p.crd, p.date_of_birth, "  # noqa: S608 - constants above
    + ", ".join([_SOURCES, *(_section(table, columns, joins) for _, table, columns, joins in _SECTIONS.values())])
    + " FROM registry_person p WHERE p.{} = %(key)s"
)
_BY_ID, _BY_CRD = _RECORD.format("id"), _RECORD.format("crd")


def get_record(viewer: Actor, on: date, crd: int | None = None) -> shape.Record:
    """The record of a person as of a date: the viewer's own where `crd` is absent.

    Raises NotFound where there is no such person or the viewer may not know of it (registry.permissions).
    """
    by_id = crd is None
    with connection.cursor() as cursor:
        cursor.execute(_BY_ID if by_id else _BY_CRD, {"key": viewer.person_id if by_id else crd, "on": on})
        row = cursor.fetchone()
    if row is None:
        raise errors.NotFound(permissions.NO_RECORD)
    record = _assemble(row, on)
    firms = [(association.firm_id, association.in_force) for association in record.associations]
    permissions.see_record(viewer, record.person_id, firms)
    return replace(record, residences=_homes(viewer, record.residences, on))


def _homes(viewer: Actor, rows: tuple[shape.Residence, ...], on: date) -> tuple[shape.Residence, ...]:
    """The addresses that the viewer may see; what a hidden one has ended still holds for the viewer."""
    hidden = {row for row in rows if not _may_see(viewer, row, on)}
    if not hidden:
        return rows
    ended = {row.since - timedelta(days=1) for row in hidden if row.since is not None}
    return tuple(replace(row, until=None) if row.until in ended else row for row in rows if row not in hidden)


def _may_see(viewer: Actor, row: shape.Residence, on: date) -> bool:
    told = row.origin is not None and row.origin.kind == SourceKind.PERSON
    return not told or permissions.see_told.ok(viewer, row.first_seen_on, on)


def _assemble(row: tuple[Any, ...], on: date) -> shape.Record:
    person_id, crd, born, sources, *sections = row
    origins = {s[0]: shape.Origin(s[1], s[2], date.fromisoformat(s[3]), s[4], s[5], s[6]) for s in sources}
    facts: dict[str, list[Any]] = {
        name: [_fact(kind, values, origins, on) for values in rows]
        for (name, (kind, *_)), rows in zip(_SECTIONS.items(), sections, strict=True)
    }
    statuses = _group(facts.pop("statuses"), lambda status: status.registration_id)
    versions = _group(facts.pop("versions"), lambda version: version.disclosure_id)
    offices = _group(facts.pop("offices"), lambda office: office.firm_crd)
    facts["registrations"] = [replace(row, statuses=statuses[row.id]) for row in facts["registrations"]]
    facts["disclosures"] = [replace(row, versions=versions[row.id]) for row in facts["disclosures"]]
    facts["associations"] = [
        replace(row, offices=offices[row.firm_crd]) if row.in_force else row for row in facts["associations"]
    ]
    return shape.Record(person_id, crd, on, born, **{name: tuple(rows) for name, rows in facts.items()})


def _fact(kind: type[F], values: list[Any], origins: dict[int, shape.Origin], on: date) -> F:
    since, until, seen, observed, source, pointer, *own = values
    ended = _day(until)
    if ended is not None and ended >= on:
        ended, observed = None, False
    told = _own(kind, own, on)
    return kind(_day(since), ended, date.fromisoformat(seen), observed, origins.get(source), pointer, *told)


def _own(kind: type[shape.Fact], values: list[Any], on: date) -> list[Any]:
    if kind is shape.Disclosure:
        return [values[0], values[1], _day(values[2]), values[3]]
    if kind is shape.RegulatoryElement:
        done = _day(values[3])
        return [values[0], values[1], _day(values[2]), done if done is None or done <= on else None]
    return values


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _group(rows: list[Any], key: Callable[[Any], int]) -> defaultdict[int, tuple[Any, ...]]:
    groups: defaultdict[int, tuple[Any, ...]] = defaultdict(tuple)
    for row in rows:
        groups[key(row)] += (row,)
    return groups
