"""Reading the trail, and proving that it is whole."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from finpro.audit import policies
from finpro.audit.models import Event, Seal
from finpro.audit.policies import Sealable

# Rows in memory at a time while the chain is read.
CHUNK = 5_000
# Above every id that PostgreSQL gives.
_NO_CEILING = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the trail, in order of (xid, id): after one pair, up to and with another, ids in (floor, ceiling].

    Without `through` it reaches to the oldest transaction still at work: all before it are decided for good, so nothing
    can come to stand in the stretch later.
    """

    after: tuple[int, int]
    through: tuple[int, int] | None
    floor: int
    ceiling: int = _NO_CEILING


@dataclass(frozen=True, slots=True)
class Happened:
    """One event as it is read. `data` holds codes and counts."""

    id: int
    tag: str
    at: datetime
    actor: str
    hat: str
    subject: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that does not fit. `seal` is its number, 0 where no seal is concerned."""

    seal: int
    message: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What a look at the whole trail found. `head` is the last seal's; keep it elsewhere to compare later."""

    seals: int
    events: int
    waiting: int
    head: str
    differences: tuple[Difference, ...]


def list_events(
    *,
    subject: str = "",
    actor: str = "",
    tags: Collection[str] | None = None,
    without_actor: str = "",
    before: int = 0,
    limit: int = 50,
) -> list[Happened]:
    """What happened to the subject, or was done by the actor, newest first: at most `limit`, older than the event
    `before` where one is given. `tags` narrows it; `without_actor` leaves out what somebody did.

    Each of the two is read from the end of an index of its own, so a long trail costs no more than a short one.
    """
    ids = [_latest(name, text, tags, without_actor, before, limit) for name, text in _sought(subject, actor)]
    wanted = ids[0].union(*ids[1:]) if ids else Event.objects.none()
    rows = Event.objects.filter(pk__in=list(wanted)).order_by("-id")[:limit]
    fields = ("id", "tag", "at", "actor", "hat", "subject", "data")
    return [Happened(*row) for row in rows.values_list(*fields)]


def _sought(subject: str, actor: str) -> list[tuple[str, str]]:
    return [(name, text) for name, text in (("subject", subject), ("actor", actor)) if text]


def _latest(
    name: str, text: str, tags: Collection[str] | None, without_actor: str, before: int, limit: int
) -> QuerySet[Event, int]:
    rows = Event.objects.filter(**{name: text})
    if before:
        rows = rows.filter(id__lt=before)
    if tags is not None:
        rows = rows.filter(tag__in=tags)
    if without_actor:
        rows = rows.exclude(actor=without_actor)
    return rows.order_by("-id").values_list("id", flat=True)[:limit]


def events_in(span: Span, limit: int | None = None) -> Iterator[Sealable]:
    """The events of the stretch in order, at most `limit`, read in chunks."""
    after, left = span.after, limit
    while left is None or left > 0:
        rows = _chunk(span, after, CHUNK if left is None else min(CHUNK, left))
        yield from rows
        if len(rows) < CHUNK:
            return
        after = rows[-1].xid, rows[-1].id
        left = None if left is None else left - len(rows)


def _chunk(span: Span, after: tuple[int, int], size: int) -> list[Sealable]:
    where = "xid < pg_snapshot_xmin(pg_current_snapshot())"
    parameters: list[Any] = [*after, span.floor, span.ceiling]
    if span.through is not None:
        where = "(xid, id) <= (%s::text::xid8, %s)"
        parameters += span.through
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, xid::text::bigint, tag, at, actor, hat, subject, request_id, reason, data::text"  # noqa: S608
            " FROM audit_event WHERE (xid, id) > (%s::text::xid8, %s) AND id > %s AND id <= %s"
            f" AND {where} ORDER BY xid, id LIMIT %s",
            [*parameters, size],
        )
        # Numbers stay as they are written: hashing must not depend on how a program rounds.
        return [Sealable._make((*row[:9], json.loads(row[9], parse_float=str))) for row in cursor.fetchall()]


def last_seal() -> Seal | None:
    """The chain's last link."""
    return Seal.objects.order_by("-id").first()


def oldest_waiting_at() -> datetime | None:
    """When the oldest event that is not sealed yet happened; None when all are sealed."""
    last = last_seal()
    span = Span(_through(last), (_NO_CEILING, _NO_CEILING), last.floor_id if last else 0)
    return next((event.at for event in events_in(span, limit=1)), None)


def verify(*, expected_head: str = "") -> Verification:
    """Recompute every seal from the events that are there.

    A changed event gives another head, a missing or an added one another count as well. `expected_head` is a head kept
    elsewhere: that the chain still passes through it shows that its end was not cut off and made anew.
    """
    seals = list(Seal.objects.order_by("id"))
    floors = [*sorted({seal.floor_id for seal in seals}), _NO_CEILING]
    ceilings = dict(pairwise(floors))
    differences: list[Difference] = []
    events, previous = 0, None
    for seal in seals:
        found, head = _recompute(previous, seal, ceilings[seal.floor_id])
        events += found
        differences += _compare(seal, found, head)
        previous = seal
    heads = {seal.head for seal in seals}
    if expected_head and expected_head not in heads:
        differences.append(Difference(0, f"No seal has the head {expected_head}: the chain was cut off or made anew."))
    waiting = Event.objects.count() - events
    return Verification(len(seals), events, waiting, previous.head if previous else "", tuple(differences))


def _recompute(previous: Seal | None, seal: Seal, ceiling: int) -> tuple[int, str]:
    after = _through(previous) if previous and previous.era == seal.era else (0, 0)
    span = Span(after, (seal.through_xid, seal.through_id), seal.floor_id, ceiling)
    count, head = 0, previous.head if previous else policies.GENESIS
    for event in events_in(span):
        count, head = count + 1, policies.link(head, event)
    return count, head


def _compare(seal: Seal, found: int, head: str) -> list[Difference]:
    if found < seal.count:
        return [Difference(seal.pk, f"{seal.count - found} of its {seal.count} events are missing.")]
    if found > seal.count:
        return [Difference(seal.pk, f"{found - seal.count} events were added to its {seal.count}.")]
    if head != seal.head:
        return [Difference(seal.pk, f"At least one of its {seal.count} events is not what was sealed.")]
    return []


def _through(seal: Seal | None) -> tuple[int, int]:
    return (seal.through_xid, seal.through_id) if seal else (0, 0)
