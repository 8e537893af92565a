"""Facts that one source tells without a start and another tells in full: kept only where nobody tells more."""

from collections import Counter
from collections.abc import Iterable

from finpro.registry.policies import kinds
from finpro.registry.policies.rows import DAY, Row

VAGUE = 1000  # ordinals from here on are those of facts whose own date no source tells


def settle(rows: Iterable[Row]) -> list[Row]:
    """Sightings become spells, flags disclosures of unknown date and offices without a start stay,
    unless a fuller row of the same firm, type or place was in force when they were first seen. A fuller row that
    begins later ends them the day before."""
    rows = list(rows)
    if not any(_is_vague(row) for row in rows):
        return rows
    full: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        if row.kind in {kinds.SPELL, kinds.DISCLOSURE, kinds.OFFICE} and not _is_vague(row):
            full.setdefault(_place(row), []).append(row)
    found = []
    repeats: Counter[tuple[object, ...]] = Counter()
    for row in rows:
        kept = _settled(row, full.get(_place(row), [])) if _is_vague(row) else row
        if kept is not None:
            found.append(_named(kept, repeats))
    return found


def _named(row: Row, repeats: Counter[tuple[object, ...]]) -> Row:
    """The row as one of the kind it is kept as, with an ordinal that no document gives."""
    ordinal = VAGUE + repeats[row.kind, row.key]
    if row.kind == kinds.SIGHTING:
        repeats[row.kind, row.key] += 1
        row.kind, row.key = kinds.SPELL, (*row.key, ordinal)
    elif row.kind == kinds.FLAG:
        repeats[row.kind, row.key] += 1
        row.kind, row.key, row.value = kinds.DISCLOSURE, (row.key[0], "", ordinal), ()
    return row


def _is_vague(row: Row) -> bool:
    return row.kind in {kinds.SIGHTING, kinds.FLAG} or (row.kind == kinds.OFFICE and row.starts_on is None)


def _place(row: Row) -> tuple[object, ...]:
    if row.kind == kinds.OFFICE:
        return (kinds.OFFICE, row.key[0], *row.key[2:4])
    kind = {kinds.SIGHTING: kinds.SPELL, kinds.FLAG: kinds.DISCLOSURE}.get(row.kind, row.kind)
    return kind, row.key[0]


def _settled(row: Row, fuller: list[Row]) -> Row | None:
    if row.kind == kinds.OFFICE:  # two offices in one city are two, where one capture lists both
        fuller = [other for other in fuller if other.source != row.source]
    if any(other.covers(row.first_seen_on) for other in fuller):
        return None
    later = [other.starts_on for other in fuller if other.starts_on and other.starts_on > row.first_seen_on]
    if later and (row.ends_on is None or row.ends_on >= min(later)):
        row.ends_on, row.end_observed = min(later) - DAY, True
    return row
