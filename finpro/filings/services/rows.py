"""Rows of the lists of a draft: added, removed, put back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from finpro.audit import services as audit
from finpro.filings.enums import State
from finpro.filings.models import Answer, Entry, Filing
from finpro.filings.policies import documents, places
from finpro.filings.policies.sections import section_of
from finpro.filings.services import moves
from finpro.filings.services.answers import check_write
from finpro.filings.services.signing import supersede
from finpro.kernel import errors
from finpro.kernel.actor import Actor
from finpro.rulebook.forms import loader

# In one list of one draft, removed ones among them: so that no script makes a page that cannot be drawn.
MOST_ROWS = 300


def add_row(*, filing_id: int, list_path: str, values: Mapping[str, Any], by: Actor, at: datetime) -> str:
    """Add a row to a list, at its end, with these answers (value by key below the row); returns its id.

    What the form says that a row begins with is answered so. Raises as `save`, and Refusal for a list that has
    had MOST_ROWS entries.
    """
    filing = _to_change(filing_id, list_path, by, at)
    found = places.list_at(loader.get(filing.form, filing.version), list_path)
    if found is None:
        raise errors.NotFound("There is no such list on this form. Nothing was added.")
    rows = list(Entry.objects.filter(filing=filing, list=list_path).order_by("id").values_list("row", "position"))
    if len(rows) >= MOST_ROWS:
        raise errors.Refusal(
            f"This list has had {MOST_ROWS} entries, which is more than any form needs, so nothing was added. "
            "Change an entry that is there, or put a removed one back.",
            "DRF-07",
        )
    row = documents.fresh(name for name, _ in rows)
    Entry.objects.create(
        filing=filing,
        list=list_path,
        row=row,
        position=max((position for _, position in rows), default=0) + 1,
        added_at=at,
        added_by=by.label,
    )
    scattered = documents.scatter({**places.begun_with(found), **values})
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
