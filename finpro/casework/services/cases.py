"""Opening and settling cases: with what they are about, in one transaction, which the caller opens."""

from collections.abc import Sequence
from datetime import datetime

from finpro.audit import services as audit
from finpro.casework.enums import Kind, Outcome, State
from finpro.casework.models import Case, Entry
from finpro.kernel import ids
from finpro.kernel.actor import Actor


def open_case(
    *, kind: Kind, subject: str, account_id: int | None, reasons: Sequence[str], by: Actor, at: datetime
) -> Case:
    """Open a case for `subject` (`proof:<uuid>`), or return the one that is open for it already.

    `reasons` are codes. Its number is what people quote; the event names case and account.
    """
    found = Case.objects.filter(subject=subject).exclude(state=State.CLOSED).first()
    if found:
        return found
    case = Case.objects.create(
        number=ids.reference(),
        kind=kind,
        subject=subject,
        account_id=account_id,
        reasons=list(reasons),
        opened_at=at,
        opened_by=by.label,
        moved_at=at,
    )
    add_entry(case=case, what="opened", by=by, at=at)
    audit.record(
        tag="case:case:opened",
        by=by,
        at=at,
        subject=f"account:{account_id}" if account_id else subject,
        data={"case": case.number, "kind": kind.value, "reasons": list(reasons)},
    )
    return case


def settle(*, subject: str, by: Actor, at: datetime) -> None:
    """Close what is open for a subject, because what it waited for came about by itself; nothing where none is open."""
    for case in Case.objects.select_for_update().filter(subject=subject).exclude(state=State.CLOSED):
        if case.state == State.WORKING:
            # Somebody has it in hand: settled by him or her, who sees why.
            add_entry(case=case, what="settled_itself", by=by, at=at)
            continue
        case.state, case.outcome = State.CLOSED, Outcome.SETTLED
        case.moved_at = case.closed_at = at
        case.closed_by = by.label
        case.save(update_fields=["state", "outcome", "moved_at", "closed_at", "closed_by"])
        add_entry(case=case, what="settled_itself", by=by, at=at)
        audit.record(
            tag="case:case:settled",
            by=by,
            at=at,
            subject=f"account:{case.account_id}" if case.account_id else subject,
            data={"case": case.number},
        )


def add_entry(*, case: Case, what: str, by: Actor, at: datetime, note: str = "", message: str = "") -> Entry:
    """Add a line to a case's history. `note` is for the registry alone, `message` is read by the person too."""
    return Entry.objects.create(case=case, at=at, by=by.label, what=what, note=note, message=message)
