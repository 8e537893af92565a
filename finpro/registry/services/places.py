"""Firms and branches that people's captures name: made when first met."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from finpro.kernel import db
from finpro.registry import models
from finpro.registry.policies import kinds
from finpro.registry.policies.captures import Capture


@dataclass(frozen=True, slots=True, order=True)
class _Sighting:
    """A firm's name as somebody's record gave it; the latest day governs, then the name, so that order is settled."""

    seen_on: date
    name: str
    source: int
    pointer: str


def ensure(found: Sequence[tuple[Capture, int]]) -> tuple[Mapping[int, int], Mapping[tuple[int, str], int]]:
    """Make sure that every firm and branch named in the captures exists; answers their keys.

    `found` pairs each capture with the key of its source. A firm not known yet becomes a stub with the name then used;
    a stub's name follows the latest sighting until a firm file completes it.
    """
    firms = _firms(_sightings(found), found)
    return firms, branches(found, firms)


def _sightings(found: Iterable[tuple[Capture, int]]) -> dict[int, _Sighting]:
    best: dict[int, _Sighting] = {}
    for capture, source in found:
        for fact in capture.facts:
            if fact.kind not in {kinds.SPELL, kinds.SIGHTING} or not fact.value[0]:
                continue
            firm, name = fact.key[0], str(fact.value[0])
            seen = min(fact.ends_on, capture.captured_on) if fact.ends_on else capture.captured_on
            old = best.get(firm)
            if old is None or (old.seen_on, old.name) < (seen, name):
                best[firm] = _Sighting(seen, name, source, fact.pointer)
    return best


def _firms(sightings: Mapping[int, _Sighting], found: Sequence[tuple[Capture, int]]) -> dict[int, int]:
    first_source: dict[int, int] = {}
    for capture, source in found:
        for fact in capture.facts:
            if fact.kind in {kinds.SPELL, kinds.SIGHTING, kinds.OFFICE, kinds.REGISTRATION} and fact.key[0] is not None:
                first_source.setdefault(fact.key[0], source)
    known, stubs = _known(list(first_source))
    fresh = sorted(first_source.keys() - known.keys())
    if fresh:
        known |= _insert(fresh, first_source, sightings)
    _rename(stubs, sightings, known)
    return known


def _known(crds: Sequence[int]) -> tuple[dict[int, int], dict[int, tuple[int, date, str]]]:
    """Keys of the firms that exist, and of those that are stubs the name row: its key, day and name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.crd, f.id, n.id, n.first_seen_on, n.name FROM registry_firm f"
            " LEFT JOIN registry_firmname n ON f.is_stub AND n.firm_id = f.id AND n.is_main"
            " WHERE f.crd = ANY(%s)",
            [list(crds)],
        )
        rows = cursor.fetchall()
    return {row[0]: row[1] for row in rows}, {row[0]: row[2:] for row in rows if row[2] is not None}


def _insert(crds: Sequence[int], sources: Mapping[int, int], sightings: Mapping[int, _Sighting]) -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO registry_firm (crd, is_stub, source_id)"
            " SELECT crd, true, source FROM unnest(%s::bigint[], %s::bigint[]) AS c(crd, source)"
            " ON CONFLICT (crd) DO NOTHING RETURNING crd, id",
            [list(crds), [sources[crd] for crd in crds]],
        )
        made = dict(cursor.fetchall())
    names = [(made[crd], sightings[crd]) for crd in crds if crd in made and crd in sightings]
    db.copy_rows(
        models.FirmName,
        ("firm_id", "name", "is_main", "first_seen_on", "source_id", "pointer"),
        [(firm, seen.name, True, seen.seen_on, seen.source, seen.pointer) for firm, seen in names],
    )
    lost = [crd for crd in crds if crd not in made]  # another import made them at this very moment
    return made | _known(lost)[0] if lost else made


def _rename(
    stubs: Mapping[int, tuple[int, date, str]], sightings: Mapping[int, _Sighting], firms: Mapping[int, int]
) -> None:
    later = [
        (stubs[crd][0], seen)
        for crd, seen in sightings.items()
        if crd in stubs and stubs[crd][2] != seen.name and stubs[crd][1:] < (seen.seen_on, seen.name)
    ]
    if not later:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE registry_firmname n SET name = v.name, first_seen_on = v.day, source_id = v.source,"
            " pointer = v.pointer"
            " FROM unnest(%s::bigint[], %s::text[], %s::date[], %s::bigint[], %s::text[])"
            " AS v(id, name, day, source, pointer) WHERE n.id = v.id",
            [
                [key for key, _ in later],
                [seen.name for _, seen in later],
                [seen.seen_on for _, seen in later],
                [seen.source for _, seen in later],
                [seen.pointer for _, seen in later],
            ],
        )


def branches(found: Sequence[tuple[Capture, int]], firms: Mapping[int, int]) -> dict[tuple[int, str], int]:
    """Make sure that the branches named in the captures exist, under firms that do; answers their keys by the firm's
    CRD number and the branch's code."""
    rows: dict[tuple[int, str], tuple[Any, ...]] = {}
    days: dict[tuple[int, str], date] = {}
    for capture, source in found:
        for fact in capture.facts:
            if fact.kind not in {kinds.OFFICE, kinds.FIRM_BRANCH} or not fact.key[1]:
                continue
            firm, code, city, state, _ = fact.key
            place = (int(firm), str(code))
            if place not in days or days[place] < capture.captured_on:
                days[place] = capture.captured_on
                rows[place] = (
                    firms[place[0]],
                    code,
                    *fact.value[4:6],
                    city,
                    state,
                    *fact.value[6:8],
                    source,
                    fact.pointer,
                )
    if not rows:
        return {}
    codes = {(row[0], row[1]): place for place, row in rows.items()}
    with connection.cursor() as cursor:
        cursor.execute(_BRANCHES, [list(column) for column in zip(*rows.values(), strict=True)])
        cursor.execute(
            "SELECT b.firm_id, b.code, b.id FROM registry_branch b"
            " JOIN unnest(%s::bigint[], %s::text[]) AS v(firm, code) ON b.firm_id = v.firm AND b.code = v.code",
            [[key[0] for key in codes], [key[1] for key in codes]],
        )
        return {codes[firm, code]: key for firm, code, key in cursor.fetchall()}


# A branch's address is what the latest capture says of it.
_BRANCHES = """
INSERT INTO registry_branch AS b (firm_id, code, street1, street2, city, state, country, postal, source_id, pointer)
SELECT * FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
                     %s::bigint[], %s::text[])
ON CONFLICT (firm_id, code) DO UPDATE
SET street1 = excluded.street1, street2 = excluded.street2, city = excluded.city, state = excluded.state,
    country = excluded.country, postal = excluded.postal, source_id = excluded.source_id, pointer = excluded.pointer
WHERE (b.street1, b.street2, b.city, b.state, b.country, b.postal)
      IS DISTINCT FROM (excluded.street1, excluded.street2, excluded.city, excluded.state, excluded.country,
                        excluded.postal)
  AND (SELECT captured_on FROM registry_source s WHERE s.id = b.source_id)
      < (SELECT captured_on FROM registry_source s WHERE s.id = excluded.source_id)
"""
