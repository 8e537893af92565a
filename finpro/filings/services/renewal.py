"""Bringing a draft to the version of its form that is in force, when somebody asks for it."""

from datetime import datetime

from finpro.audit import services as audit
from finpro.filings import permissions
from finpro.filings.models import Answer, Entry, Filing
from finpro.filings.policies.documents import Scattered, scatter
from finpro.filings.policies.sections import HEADER
from finpro.filings.selectors import renewal
from finpro.filings.selectors.documents import document_of
from finpro.filings.services import moves
from finpro.kernel import errors
from finpro.kernel.actor import Actor
from finpro.kernel.clock import legal_date


def renew(*, filing_id: int, by: Actor, at: datetime) -> Filing:
    """Keep, move or clear each answer as the newer version asks it; none is deleted, and the event tells the places.

    Harmless to repeat. Raises NotFound for another firm's filing, Forbidden without the entitlement to draft, Refusal
    where it is no draft (signatures are of the version that was signed).
    """
    filing = moves.lock(filing_id)
    permissions.draft_for_firm(by, filing.firm_id)
    if filing.state not in renewal.DRAFTED:
        raise errors.Refusal(
            "Only a draft can be brought to a newer version of the form. Nothing was changed. Take it back first.",
            "DRF-01",
        )
    before, on = filing.version, legal_date(at)
    version, document, changes = renewal.renewed(filing, document_of(filing, on), on)
    if version == before:
        return filing
    _write(filing, scatter({key: value for key, value in document.items() if key != HEADER}), by, at)
    _, filing.base, _ = renewal.renewed(filing, filing.base, on)
    filing.version, filing.touched_at = version, at
    filing.save(update_fields=["version", "base", "touched_at"])
    audit.record(
        tag="filing:draft:renewed",
        by=by,
        at=at,
        subject=f"filing:{filing.pk}",
        data={"from": before, "to": version, "changed": [change.pointer for change in changes][:50]},
    )
    return filing


def _write(filing: Filing, wanted: Scattered, by: Actor, at: datetime) -> None:
    rows = {(row.list, row.row): row for row in Entry.objects.filter(filing=filing)}
    Entry.objects.bulk_create(
        Entry(filing=filing, list=row.list, row=row.id, position=row.position, added_at=at, added_by=by.label)
        for row in wanted.rows
        if (row.list, row.id) not in rows
    )
    there = {answer.path: answer for answer in Answer.objects.filter(filing=filing)}
    # A form asks for one Social Security number; its sealed digits go with it, wherever it is asked now.
    sealed = next((answer.sealed for answer in there.values() if answer.sealed), None)
    number = next((answer.value for answer in there.values() if answer.sealed), None)
    changed = []
    for path in sorted(there.keys() | wanted.answers.keys()):
        answer, value = there.get(path), wanted.answers.get(path)
        if answer is not None and answer.value == value:
            continue
        made = answer or Answer(filing=filing, path=path, version=0)
        made.value, made.version = value, made.version + 1
        made.changed_at, made.changed_by, made.hat = at, by.label, by.hat.value
        made.sealed = sealed if sealed is not None and value == number else None
        changed.append(made)
    Answer.objects.bulk_create([answer for answer in changed if answer.pk is None])
    Answer.objects.bulk_update(
        [answer for answer in changed if answer.pk is not None],
        ["value", "version", "changed_at", "changed_by", "hat", "sealed"],
    )
