"""A draft that was made by an older version of its form: what bringing it to the version in force would change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from finpro.filings.enums import OPEN_TO_PERSON, State
from finpro.filings.models import Filing
from finpro.filings.selectors.documents import draft_document
from finpro.filings.selectors.head import Head, get_head
from finpro.kernel import clock
from finpro.kernel.actor import Actor
from finpro.rulebook.forms import loader, reading, versions
from finpro.rulebook.forms.changes import Change
from finpro.rulebook.forms.schema import Form

# What is signed, or was, stays of the version that was signed.
DRAFTED = OPEN_TO_PERSON | {State.DRAFT}


@dataclass(frozen=True, slots=True)
class Line:
    """One answer that moves or is dropped: its question, what was answered, where it goes ("" where it is dropped)."""

    label: str
    answer: str
    to: str


@dataclass(frozen=True, slots=True)
class Renewal:
    """A draft and the newer version of its form. Nothing is lost by looking."""

    head: Head
    newer: str
    lines: Sequence[Line]


def newer_version(form: str, version: str, state: str, on: date) -> str:
    """The version in force that a draft could be brought to; "" where it is that one, or is no draft any more."""
    current = loader.get(form, on=on).version
    known = loader.versions(form)
    older = version in known and known.index(version) < known.index(current)
    return current if older and state in DRAFTED else ""


def get_renewal(viewer: Actor, filing_id: int, at: datetime) -> Renewal | None:
    """What would become of a draft; None where it is of the version in force. Raises NotFound for another's filing."""
    on = clock.legal_date(at)
    head = get_head(viewer, filing_id, on)
    newer = newer_version(head.form_name, head.version, head.state, on)
    if not newer:
        return None
    old, new = head.form, loader.get(head.form_name, newer)
    _, changes = versions.migrate(draft_document(head.id, head.header(on)), old, new)
    return Renewal(head, newer, [_line(change, old, new) for change in changes])


def renewed(filing: Filing, document: Mapping[str, Any], on: date) -> tuple[str, dict[str, Any], list[Change]]:
    """The version in force on a date, a document brought to it, and each answer that moved or was dropped."""
    newer = loader.get(filing.form, on=on)
    made, changes = versions.migrate(document, loader.get(filing.form, filing.version), newer)
    return newer.version, made, changes


def _line(change: Change, old: Form, new: Form) -> Line:
    moved = change.kind == versions.MOVED
    before = change.before
    answer = reading.label_of(new if moved else old, change.question, before) if change.question else str(before)
    return Line(change.label or change.pointer, answer, change.pointer if moved else "")
