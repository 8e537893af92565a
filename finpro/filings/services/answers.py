"""Writing answers in a draft, one or several.

Two people may write at once. Every answer has a version; whoever saves says which one he or she had read, and where
another was saved since, nothing is overwritten: both values are told, and the writer chooses (issue 3, "Drafting
together"). Saving is one fixed statement, because it happens at every field: it takes the filing's lock, looks whether
the writer may, and writes what is still as it was read.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection

from finpro.audit import services as audit
from finpro.filings import permissions
from finpro.filings.enums import EDITABLE, OPEN_TO_PERSON, State
from finpro.filings.models import Answer, Entry, Filing, SectionShare
from finpro.filings.policies import documents, places, sections
from finpro.filings.policies.sections import section_of
from finpro.filings.services import moves
from finpro.filings.services.signing import supersede
from finpro.kernel import errors
from finpro.kernel.actor import Actor, Hat
from finpro.rulebook.forms import loader
from finpro.rulebook.forms.schema import Form


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
    {only}
  RETURNING id, state, form, version, type
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
){told}
SELECT held.state, held.form, held.version, held.type, written.path, written.version
FROM held LEFT JOIN written ON true
"""


# What `save_alone` has looked at before: the form, and the types of filing that draft the section.
_ONLY = "AND form = %(form)s AND version = %(form_version)s AND type = ANY(%(types)s)"
_UNSIGNED = sorted(EDITABLE - {State.REP_SIGNED})


def save_alone(*, filing_id: int, form: Form, change: Change, by: Actor, at: datetime) -> Written | None:
    """Write one answer by one statement, the event with it: a transaction of its own, needing no other.

    `form` is the one that the page was drawn from. None where that is not all there is to do: nothing was written then,
    and `save` does it, or says why not. So it is for the person, for whom the lock comes first, and for a form that is
    signed, whose signature is voided by it.
    """
    types = _types_with(form.form, form.version, section_of(change.path))
    known = places.is_answered_here(places.question_at(form, change.path))
    if by.hat is not Hat.FIRM or not by.may("u4.draft") or not types or not known:
        return None
    told, event = audit.record_with(
        rows="written",
        tag="filing:answer:saved",
        by=by,
        at=at,
        subject=f"filing:{filing_id}",
        data={"count": 1, "paths": [change.path]},
    )
    values = {**_values(filing_id, [change], by, at), **event}
    values |= {"states": _UNSIGNED, "form": form.form, "form_version": form.version, "types": types}
    with connection.cursor() as cursor:
        cursor.execute(_WRITE.format(only=_ONLY, told=f", told AS ({told})"), values)
        rows = cursor.fetchall()
    if not rows or rows[0][4] is None:
        return None
    return Written({rows[0][4]: rows[0][5]}, (), State(rows[0][0]))


@lru_cache(maxsize=256)
def _types_with(name: str, version: str, section: str) -> list[str]:
    """The types of filing that draft a section."""
    form = loader.get(name, version)
    return [
        kind.code for kind in form.types if any(drafted.key == section for drafted in sections.drafted(form, kind.code))
    ]


def save(*, filing_id: int, changes: Sequence[Change], by: Actor, at: datetime) -> Written:
    """Write answers. What was read in an older version is left as it is and told as a conflict; the rest is written.

    Writing what is there already is no conflict. Supersedes a signature that was given. The caller has looked that the
    values are of the kinds that the questions ask for. Raises NotFound for another's filing or what is no question of
    the form, Forbidden for a section that is not open, Refusal for a filing that can no longer be changed or a row that
    was removed.
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


def _values(filing_id: int, changes: Sequence[Change], by: Actor, at: datetime) -> dict[str, Any]:
    firm = by.firm_id if by.hat is Hat.FIRM and by.may("u4.draft") else None
    person = by.person_id if by.hat is Hat.PERSON else None
    places = [documents.innermost_row(change.path) for change in changes]
    return {
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


def _write(filing_id: int, changes: Sequence[Change], by: Actor, at: datetime) -> tuple[str | None, dict[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_WRITE.format(only="", told=""), _values(filing_id, changes, by, at))
        rows = cursor.fetchall()
    if not rows:
        return None, {}
    state, form, version, kind = rows[0][:4]
    _check_places(loader.get(form, version), kind, [change.path for change in changes])
    return state, {row[4]: row[5] for row in rows if row[4] is not None}


def _check_places(form: Form, kind: str, paths: Iterable[str]) -> None:
    """Only what is a question, and in a section that this type of filing drafts."""
    drafted = {section.key for section in sections.drafted(form, kind)}
    for path in paths:
        if not places.is_answered_here(places.question_at(form, path)) or section_of(path) not in drafted:
            raise errors.NotFound("There is no such question that can be answered on this form. Nothing was saved.")


def _why_not(filing_id: int, missing: Iterable[Change], by: Actor) -> None:
    """Say why it could not be written, where that is not another's save."""
    filing = moves.lock(filing_id)
    for change in missing:
        check_write(filing, section_of(change.path), by)
        listed, row = documents.innermost_row(change.path)
        if listed and not Entry.objects.filter(filing=filing, list=listed, row=row, removed_at=None).exists():
            raise errors.Refusal(
                "This entry was removed meanwhile, so it cannot be changed. Go back to the list; there it can be "
                "put back.",
                "DRF-03",
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
