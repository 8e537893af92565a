"""Adding to the trail, and sealing it."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from finpro.audit import policies
from finpro.audit import selectors as audit
from finpro.audit.models import Event, Seal
from finpro.kernel import db, trace
from finpro.kernel.actor import Actor

# Events in one seal at most: one job's work, about a second.
MOST = 50_000


def record(
    *, tag: str, by: Actor, at: datetime, subject: str = "", data: Mapping[str, Any] | None = None, reason: str = ""
) -> Event:
    """Add an event to the caller's transaction, so that it stands exactly when what it tells of does.

    `tag` has three parts (`filing:signature:superseded`) and a sentence in a domain's presenters. `subject` is text
    such as `crd:1234567`; `data` holds codes and counts, no personal data; `reason` is what the actor gave as one.
    """
    event = Event(
        tag=tag,
        at=at,
        actor=by.label,
        hat=by.hat.value,
        subject=subject,
        request_id=trace.current(),
        reason=reason,
        data=dict(data or {}),
    )
    event.save(force_insert=True)
    return event


def record_with(
    *, rows: str, tag: str, by: Actor, at: datetime, subject: str, data: Mapping[str, Any]
) -> tuple[str, dict[str, Any]]:
    """The same for a verb that is one statement: the text of a data-modifying expression of its WITH clause, and the
    parameters that it needs. The event stands exactly when the expression named `rows` has a row.

    For what people do all the time, such as saving a field: a round trip less, and no transaction to open.
    """
    statement = (
        "INSERT INTO audit_event (tag, at, actor, hat, subject, request_id, reason, data) "  # noqa: S608 - a constant
        "SELECT %(event_tag)s, %(event_at)s, %(event_actor)s, %(event_hat)s, %(event_subject)s, %(event_request)s, '', "
        f"%(event_data)s::jsonb WHERE EXISTS (SELECT FROM {rows})"
    )
    values = {
        "event_tag": tag,
        "event_at": at,
        "event_actor": by.label,
        "event_hat": by.hat.value,
        "event_subject": subject,
        "event_request": trace.current(),
        "event_data": json.dumps(data),
    }
    return statement, values


def seal(*, at: datetime) -> Seal | None:
    """Seal what is committed and can no longer be preceded by anything; None when there is nothing.

    Events of a transaction still at work wait for a later seal, with all that came after it. One caller at a time.
    """
    db.advisory_lock("audit:seal")
    last = audit.last_seal()
    if last is not None and _moved(last):
        return _close_era(last, at)
    return _seal(last, at)


def _seal(last: Seal | None, at: datetime, ceiling: int | None = None) -> Seal | None:
    """The next link. With a ceiling: everything left of an era that is over, whatever its transactions' ids."""
    floor = last.floor_id if last else 0
    after = (last.through_xid, last.through_id) if last else (0, 0)
    span = audit.Span(after, None, floor)
    if ceiling is not None:
        span = audit.Span(after, (2**63 - 1, 2**63 - 1), floor, ceiling)
    count, highest = 0, last.highest_id if last else 0
    head = last.head if last else policies.GENESIS
    for event in audit.events_in(span, None if ceiling is not None else MOST):
        count, head = count + 1, policies.link(head, event)
        after, highest = (event.xid, event.id), max(highest, event.id)
    if not count:
        return None
    return Seal.objects.create(
        sealed_at=at,
        era=last.era if last else 1,
        floor_id=floor,
        through_xid=after[0],
        through_id=after[1],
        highest_id=highest,
        count=count,
        head=head,
    )


def _moved(last: Seal) -> bool:
    """Whether the database was restored onto a server whose transactions count lower than what is sealed already."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        (next_xid,) = cursor.fetchone()
    return bool(next_xid <= last.through_xid)


def _close_era(last: Seal, at: datetime) -> Seal:
    """Seal what the old server left open, then begin an era whose events are told apart by their higher ids."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(id), 0) FROM audit_event WHERE id > %s AND xid > %s::text::xid8",
            [last.floor_id, last.through_xid],
        )
        (open_id,) = cursor.fetchone()
    floor = max(last.highest_id, open_id)
    end = _seal(last, at, ceiling=floor) or last
    return Seal.objects.create(
        sealed_at=at,
        era=end.era + 1,
        floor_id=floor,
        through_xid=0,
        through_id=0,
        highest_id=floor,
        count=0,
        head=end.head,
    )
