"""Writing in a draft: one answer or several, and rows of lists.

Two people may write at once. Every answer has a version; whoever saves says which one he or she had read, and where
another was saved since, nothing is overwritten: both values are told, and the writer chooses (issue 3, "Drafting
together"). Saving is one fixed statement, because it happens at every field: it takes the filing's lock, looks whether
the writer may, and writes what is still as it was read.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from finpro.audit import services as audit
from finpro.filings import permissions
from finpro.filings.enums import EDITABLE, OPEN_TO_PERSON, State
from finpro.filings.models import Answer, Entry, Filing, SectionShare
from finpro.filings.policies import documents
from finpro.filings.policies.sections import section_of
from finpro.filings.services import moves
from finpro.filings.services.signing import supersede
from finpro.kernel import errors
from finpro.kernel.actor import Actor, Hat


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody wants to write at a place: `version` is the one that was read, 0 where nothing was answered.

    `value` None clears the answer. `sealed` are the sealed digits of a Social Security number.
    """

    path: str
    value: Any
    version: int
    sealed: bytes | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """An answer that somebody else saved since it was read. `by` is the actor's label, `hat` the side."""

    path: str
    mine: Any
    theirs: Any
    version: int
    by: str
    hat: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Written:
    """What became of it: the new version by path, what met another's, and the state the filing is in now."""

    versions: Mapping[str, int]
    conflicts: tuple[Conflict, ...]
    state: State


# The update locks the filing, so that nobody freezes or moves it meanwhile, and finds its latest state. An answer is
# written where its version is still the one read; a row's answers only while the row is there.
_WRITE = """
WITH held AS (
  UPDATE filings_filing SET touched_at = %(at)s
  WHERE id = %(filing)s AND state = ANY(%(states)s) AND (firm_id = %(firm)s OR person_id = %(person)s)
  RETURNING id, state
), asked AS (
  SELECT * FROM unnest(%(paths)s::text[], %(values)s::jsonb[], %(versions)s::int[], %(sections)s::text[],
                       %(lists)s::text[], %(rows)s::text[], %(sealed)s::bytea[])
    AS a(path, value, version, section, list, entry, sealed)
), written AS (
  INSERT INTO filings_answer (filing_id, path, value, version, changed_at, changed_by, hat, sealed)
  SELECT held.id, a.path, nullif(a.value, 'null'::jsonb), a.version + 1, %(at)s, %(by)s, %(hat)s, a.sealed
  FROM held, asked a
  WHERE (a.list = '' OR EXISTS (
      SELECT FROM filings_entry e
      WHERE e.filing_id = %(filing)s AND e.list = a.list AND e.row = a.entry AND e.removed_at IS NULL))
    AND (%(firm)s IS NOT NULL OR EXISTS (
      SELECT FROM filings_sectionshare s
      WHERE s.filing_id = %(filing)s AND s.section = a.section AND s.rep_may_edit))
  ON CONFLICT (filing_id, path) DO UPDATE
    SET value = EXCLUDED.value, version = EXCLUDED.version, changed_at = EXCLUDED.changed_at,
        changed_by = EXCLUDED.changed_by, hat = EXCLUDED.hat, sealed = EXCLUDED.sealed
    WHERE filings_answer.version = EXCLUDED.version - 1
  RETURNING path, version
)
SELECT held.state, written.path, written.version FROM held LEFT JOIN written ON true
"""


def save(*, filing_id: int, changes: Sequence[Change], by: Actor, at: datetime) -> Written:
    """Write answers. What was read in an older version is left as it is and told as a conflict; the rest is written.

    Writing what is there already is no conflict. Supersedes a signature that was given. The caller has looked that the
    paths are questions of the form and the values of their kinds. Raises NotFound for another's filing or a row that is
    gone, Forbidden for a section that is not open, Refusal for a filing that can no longer be changed.
    """
    if by.hat is Hat.PERSON:
        # Its own statement, so that the next one sees what the firm opened or closed while this one waited.
        moves.lock(filing_id)
    state, versions = _write(filing_id, changes, by, at)
    missing = [change for change in changes if change.path not in versions]
    conflicts: list[Conflict] = []
    if state is None or missing:
        _why_not(filing_id, missing, by)
        conflicts = _conflicts(filing_id, missing)
    told = {conflict.path for conflict in conflicts}
    same = {change.path: _version(filing_id, change.path) for change in missing if change.path not in told}
    if versions:
        _saved(filing_id, versions, State(state or ""), by, at)
    now = State.DRAFT if state == State.REP_SIGNED and versions else State(state or "")
    return Written({**versions, **same}, tuple(conflicts), now)


def _write(filing_id: int, changes: Sequence[Change], by: Actor, at: datetime) -> tuple[str | None, dict[str, int]]:
    firm = by.firm_id if by.hat is Hat.FIRM and by.may("u4.draft") else None
    person = by.person_id if by.hat is Hat.PERSON else None
    places = [_row_of(change.path) for change in changes]
    values = {
        "filing": filing_id,
        "firm": firm,
        "person": person,
        "states": sorted(EDITABLE if firm is not None else OPEN_TO_PERSON),
        "paths": [change.path for change in changes],
        "values": [json.dumps(change.value) for change in changes],
        "versions": [change.version for change in changes],
        "sections": [section_of(change.path) for change in changes],
        "lists": [place[0] for place in places],
        "rows": [place[1] for place in places],
        "sealed": [change.sealed for change in changes],
        "at": at,
        "by": by.label,
        "hat": by.hat.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, values)
        rows = cursor.fetchall()
    state = rows[0][0] if rows else None
    return state, {path: version for _state, path, version in rows if path is not None}


def _row_of(path: str) -> tuple[str, str]:
    """The list and the id of the innermost row that a path lies in; two empty texts where it lies in none.

    Ids of rows are `r` or `n` and a number, which no key of the form is.
    """
    pieces = path.split("/")
    for place in range(len(pieces) - 1, 0, -1):
        if documents.is_row_id(pieces[place]):
            return "/".join(pieces[:place]), pieces[place]
    return "", ""


def _why_not(filing_id: int, missing: Iterable[Change], by: Actor) -> None:
    """Say why it could not be written, where that is not another's save."""
    filing = moves.lock(filing_id)
    for change in missing:
        check_write(filing, section_of(change.path), by)
        listed, row = _row_of(change.path)
        if listed and not Entry.objects.filter(filing=filing, list=listed, row=row, removed_at=None).exists():
            raise errors.Refusal(
                "This entry was removed meanwhile, so it cannot be changed. Go back to the list; there it can be "
                "put back.",
                "FILING_ROW",
            )


def check_write(filing: Filing, section: str, by: Actor) -> None:
    """Raise what `permissions.write` raises for this section of a locked filing."""
    is_open = (
        by.hat is Hat.PERSON and SectionShare.objects.filter(filing=filing, section=section, rep_may_edit=True).exists()
    )
    permissions.write(by, filing.firm_id, filing.person_id, filing.state, section_open=is_open)


def _conflicts(filing_id: int, missing: Sequence[Change]) -> list[Conflict]:
    wanted = {change.path: change for change in missing}
    found = Answer.objects.filter(filing=filing_id, path__in=list(wanted)).order_by("path")
    return [
        Conflict(row.path, wanted[row.path].value, row.value, row.version, row.changed_by, row.hat, row.changed_at)
        for row in found
        if row.value != wanted[row.path].value
    ]


def _version(filing_id: int, path: str) -> int:
    return Answer.objects.filter(filing=filing_id, path=path).values_list("version", flat=True).first() or 0


def _saved(filing_id: int, versions: Mapping[str, int], state: State, by: Actor, at: datetime) -> None:
    paths = sorted(versions)
    if state is State.REP_SIGNED:
        supersede(filing=moves.lock(filing_id), pointers=paths, by=by, at=at)
    audit.record(
        tag="filing:answer:saved",
        by=by,
        at=at,
        subject=f"filing:{filing_id}",
        data={"count": len(paths), "paths": paths[:50]},
    )


def add_row(*, filing_id: int, list_path: str, values: Mapping[str, Any], by: Actor, at: datetime) -> str:
    """Add a row to a list, at its end, with these answers (value by key below the row); returns its id.

    Raises as `save`.
    """
    filing = _to_change(filing_id, list_path, by, at)
    rows = list(Entry.objects.filter(filing=filing, list=list_path).order_by("id").values_list("row", "position"))
    row = documents.fresh(name for name, _ in rows)
    Entry.objects.create(
        filing=filing,
        list=list_path,
        row=row,
        position=max((position for _, position in rows), default=0) + 1,
        added_at=at,
        added_by=by.label,
    )
    scattered = documents.scatter(values)
    for inner in scattered.rows:
        Entry.objects.create(
            filing=filing,
            list=f"{list_path}/{row}{inner.list}",
            row=inner.id,
            position=inner.position,
            added_at=at,
            added_by=by.label,
        )
    Answer.objects.bulk_create(
        Answer(
            filing=filing,
            path=f"{list_path}/{row}{path}",
            value=value,
            changed_at=at,
            changed_by=by.label,
            hat=by.hat.value,
        )
        for path, value in scattered.answers.items()
    )
    _changed_rows(filing, "added", list_path, row, by, at)
    return row


def remove_row(*, filing_id: int, list_path: str, row: str, by: Actor, at: datetime) -> None:
    """Take a row out of a list; it can be put back. Removed already, nothing happens. Raises as `save`."""
    filing = _to_change(filing_id, list_path, by, at)
    entry = _entry(filing, list_path, row)
    if entry.removed_at is not None:
        return
    entry.removed_at, entry.removed_by = at, by.label
    entry.save(update_fields=["removed_at", "removed_by"])
    _changed_rows(filing, "removed", list_path, row, by, at)


def restore_row(*, filing_id: int, list_path: str, row: str, by: Actor, at: datetime) -> None:
    """Put a removed row back, with all that was answered in it. There already, nothing happens. Raises as `save`."""
    filing = _to_change(filing_id, list_path, by, at)
    entry = _entry(filing, list_path, row)
    if entry.removed_at is None:
        return
    entry.removed_at = entry.removed_by = None
    entry.save(update_fields=["removed_at", "removed_by"])
    _changed_rows(filing, "restored", list_path, row, by, at)


def _to_change(filing_id: int, list_path: str, by: Actor, at: datetime) -> Filing:
    filing = moves.lock(filing_id)
    check_write(filing, section_of(list_path), by)
    filing.touched_at = at
    filing.save(update_fields=["touched_at"])
    return filing


def _entry(filing: Filing, list_path: str, row: str) -> Entry:
    entry = Entry.objects.filter(filing=filing, list=list_path, row=row).first()
    if entry is None:
        raise errors.NotFound("There is no such entry in this list. Look at the list as it is now.")
    return entry


def _changed_rows(filing: Filing, what: str, list_path: str, row: str, by: Actor, at: datetime) -> None:
    path = f"{list_path}/{row}"
    if filing.state == State.REP_SIGNED:
        supersede(filing=filing, pointers=[path], by=by, at=at)
    audit.record(
        tag="filing:row:changed", by=by, at=at, subject=f"filing:{filing.pk}", data={"path": path, "what": what}
    )
