"""Disclosures: the occurrence, and what was said of it over time."""

from collections.abc import Iterable, Sequence

from finpro.registry.policies import kinds
from finpro.registry.policies.captures import Capture
from finpro.registry.policies.rows import DAY, Row


def with_versions(rows: Iterable[Row], captures: Sequence[Capture]) -> list[Row]:
    """The rows, each disclosure followed by its versions.

    A version holds from the capture that first told it until the day before one that tells otherwise; the first is of
    unknown start, since no source says when its wording was given.
    """
    found: list[Row] = []
    for row in rows:
        found.append(row)
        if row.kind == kinds.DISCLOSURE:
            versions = _versions(row, captures)
            row.value = ()
            found.extend(versions)
    return found


def _versions(row: Row, captures: Sequence[Capture]) -> list[Row]:
    found: list[Row] = []
    for index, capture in enumerate(captures):
        for fact in capture.facts:
            if fact.kind != kinds.DISCLOSURE or fact.key != row.key or fact.starts_on != row.starts_on:
                continue
            last = found[-1] if found else None
            if last is not None and last.value == fact.value:
                continue
            day = capture.captured_on
            if last is not None and last.first_seen_on == day:
                last.value, last.source, last.pointer = fact.value, index, fact.pointer
                continue
            if last is not None:
                last.ends_on, last.end_observed = day - DAY, True
            start = None if last is None else day
            found.append(Row(kinds.VERSION, (), fact.value, start, None, day, False, index, fact.pointer, parent=row))
    return found
