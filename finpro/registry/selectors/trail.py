"""How a record came to be: its captures, and every change that the database itself wrote down. Registry staff only."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from finpro.kernel import errors
from finpro.kernel.actor import Actor
from finpro.registry import permissions
from finpro.registry.policies.kinds import FIRM_SERVICES

PAGE = 50

# Table of the record, and what its rows are called in a sentence.
KINDS = {
    "person": "Person",
    "personname": "Name",
    "standing": "Standing in public view",
    "designation": "Designation",
    "residence": "Home address",
    "otherbusiness": "Other business",
    "registration": "Registration",
    "registrationstatus": "Registration status",
    "association": "Association with a firm",
    "office": "Office",
    "employmentspell": "Registration with a firm, as reported",
    "employmententry": "Own employment entry",
    "examresult": "Exam result",
    "regulatoryelement": "Regulatory Element",
    "disclosure": "Disclosure",
    "disclosureversion": "Disclosure version",
    "disclosureanswer": "Disclosure answer",
    "disclosurereport": "Disclosure report",
    "description": "Description",
    "otherfirms": "Answer about other firms",
    "fingerprintbasis": "Fingerprint option",
    "fingerprintcard": "Fingerprint card",
    "fingerprintstatus": "Fingerprint status",
    "registrationrequest": "Request for registration",
}
# Keys and what no screen may show; a sealed SSN is told apart by a short digest only.
_HIDDEN = ["pgh_id", "pgh_created_at", "pgh_label", "pgh_context_id", "pgh_obj_id", "id", "person_id", "source_id",
           "pointer", "ssn_sealed", "ssn_lookup", "full", "disclosure_id", "firm_id"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Capture:
    """One capture or filing that the record draws on. `exact` false: taken on that date or later."""

    id: int
    kind: str
    service: str
    captured_on: date
    exact: bool
    file: str
    record: str
    run: int | None
    digest: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one row. `what` is a key of KINDS; `verb` is insert, update or delete.

    `values` are (column, before, after) as text: for an update only what differs, else `before` or `after` is empty.
    `context` says what wrote it, as (key, value).
    """

    at: datetime
    what: str
    row: int
    verb: str
    values: tuple[tuple[str, str, str], ...]
    context: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Trail:
    """Captures, the latest first, and a page of changes, the latest first."""

    captures: tuple[Capture, ...]
    changes: tuple[Change, ...]
    total: int
    page: int
    pages: int


def get_trail(viewer: Actor, crd: int, page: int = 1) -> Trail:
    """How the record of a person came to be, in three queries. Raises NotFound where there is no such person."""
    permissions.see_record_trail(viewer)
    with connection.cursor() as cursor:
        cursor.execute(_CAPTURES, {"crd": crd, "firms": list(FIRM_SERVICES)})
        captures = [Capture(*row) for row in cursor.fetchall()]
        cursor.execute(_COUNT, {"crd": crd})
        person, total = cursor.fetchone() or (None, 0)
        if person is None:
            raise errors.NotFound(permissions.NO_RECORD)
        pages = max(1, -(-total // PAGE))
        page = min(max(page, 1), pages)
        cursor.execute(_CHANGES, {"person": person, "size": PAGE, "offset": (page - 1) * PAGE, "hidden": _HIDDEN})
        changes = [_change(row) for row in cursor.fetchall()]
    return Trail(tuple(captures), tuple(changes), total, page, pages)


_CAPTURES = (
    "SELECT s.id, s.kind, s.service, s.captured_on, s.captured_on_exact, s.file, s.record, s.run_id, "
    "encode(substring(s.digest FROM 1 FOR 6), 'hex') FROM registry_source s WHERE s.crd = %(crd)s "
    # A firm's own source may bear the same number; a person's capture that brought the stub of a firm stays.
    "AND NOT s.service = ANY(%(firms)s) "
    "ORDER BY s.captured_on DESC, s.id DESC"
)


def _of(table: str) -> str:
    return "pgh_obj_id" if table == "person" else "person_id"


_COUNT = (
    "SELECT p.id, "  # noqa: S608 - constants
    + " + ".join(f"(SELECT count(*) FROM registry_{table}event e WHERE e.{_of(table)} = p.id)" for table in KINDS)  # noqa: S608
    + " FROM registry_person p WHERE p.crd = %(crd)s"
)
# What stands in place of a column that says nothing to people: a sealed number's digest, a firm's CRD number.
_FIRM = " || jsonb_build_object('firm_crd', (SELECT f.crd FROM registry_firm f WHERE f.id = e.firm_id))"
_INSTEAD = {
    "person": " || jsonb_build_object('ssn', encode(substring(sha256(e.ssn_sealed) FROM 1 FOR 3), 'hex'))",
    **dict.fromkeys(("registration", "association", "office", "employmentspell"), _FIRM),
    **dict.fromkeys(("disclosurereport", "otherfirms", "fingerprintbasis", "fingerprintcard"), _FIRM),
    "registrationrequest": _FIRM,
}
_EVENTS = " UNION ALL ".join(
    f"SELECT '{table}' AS what, e.pgh_id, e.pgh_created_at, e.pgh_label, e.pgh_context_id, e.pgh_obj_id, "  # noqa: S608
    f"to_jsonb(e) - %(hidden)s::text[]{_INSTEAD.get(table, '')} AS data "
    f"FROM registry_{table}event e WHERE e.{_of(table)} = %(person)s"
    for table in KINDS
)
# The row before an update is the one that the same row's last event wrote.
_CHANGES = (
    "SELECT e.pgh_created_at, e.what, e.pgh_obj_id, e.pgh_label, e.data, e.before, c.metadata FROM ("  # noqa: S608
    f"SELECT e.*, lag(e.data) OVER (PARTITION BY e.what, e.pgh_obj_id ORDER BY e.pgh_id) AS before FROM ({_EVENTS}) e"
    ") e LEFT JOIN pghistory_context c ON c.id = e.pgh_context_id "
    "ORDER BY e.pgh_created_at DESC, e.what, e.pgh_id DESC LIMIT %(size)s OFFSET %(offset)s"
)


def _change(row: tuple[Any, ...]) -> Change:
    at, what, key, verb, data, before, metadata = row
    now, then = _plain(data), _plain(before)
    if verb == "update":
        values = [(column, then.get(column, ""), text) for column, text in now.items() if then.get(column, "") != text]
    else:
        values = [
            (column, text, "") if verb == "delete" else (column, "", text) for column, text in now.items() if text
        ]
    context = tuple((str(name), _text(value)) for name, value in sorted(_object(metadata).items()))
    return Change(at, what, key, verb, tuple(values), context)


def _plain(data: Any) -> dict[str, str]:
    return {column: _text(value) for column, value in _object(data).items()}


def _object(data: Any) -> dict[str, Any]:
    parsed = json.loads(data) if isinstance(data, str) else data
    return parsed if isinstance(parsed, dict) else {}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
