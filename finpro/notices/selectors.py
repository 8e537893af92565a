"""Reading the outbox."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet

from finpro.notices import policies
from finpro.notices.enums import State
from finpro.notices.models import Notice

# A job of its own waits for each mail; only what is overdue by this was forgotten by it.
FORGOTTEN = timedelta(minutes=1)


def depth() -> dict[str, int]:
    """How many mails there are in each state."""
    rows = Notice.objects.values_list("state").annotate(count=Count("id")).order_by("state")
    return dict.fromkeys(State.values, 0) | dict(rows)


def oldest_due_at() -> datetime | None:
    """When the mail that waits longest should have been sent."""
    found: datetime | None = Notice.objects.filter(state=State.QUEUED).aggregate(oldest=Min("due_at"))["oldest"]
    return found


def list_left_behind(at: datetime, *, limit: int = 500) -> list[int]:
    """Mails that no job is going to deliver: overdue, or taken by a worker that died over them."""
    overdue = Q(state=State.QUEUED, due_at__lt=at - FORGOTTEN)
    orphaned = Q(state=State.SENDING, sending_at__lt=at - policies.LEASE)
    return list(Notice.objects.filter(overdue | orphaned).order_by("due_at", "id").values_list("id", flat=True)[:limit])


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail as its recipient knows it: its kind, its code, when it was queued, what became of it."""

    tag: str
    code: str
    queued_at: datetime
    state: State


def list_letters(*, recipients: Collection[str], code: str = "", limit: int = 100) -> list[Letter]:
    """The latest mails to any of the recipients, newest first; with a code only the one that carries it.

    A mail that was not wanted any more when it was due was never sent, so it is left out.
    """
    rows = Notice.objects.filter(recipient__in=recipients).exclude(state=State.DROPPED).order_by("-id")
    if code:
        rows = rows.filter(code=code.strip().upper())
    return list(_letters(rows[:limit]))


def _letters(rows: QuerySet[Notice]) -> Iterator[Letter]:
    for tag, mark, at, state in rows.values_list("tag", "code", "queued_at", "state"):
        yield Letter(tag, mark, at, State(state))


def find_sent(code: str) -> Letter | None:
    """The mail that carries a code and was handed to a mail server; None where there is none. To whom is not said."""
    return next((letter for letter in _letters(Notice.objects.filter(code=code, state=State.SENT))), None)


def list_refused(*, since: datetime) -> list[tuple[str, datetime]]:
    """Recipients whose mail server does not know their address, and when it said so: what was given up since."""
    rows = Notice.objects.filter(state=State.FAILED, ended_at__gte=since, problem__startswith=policies.REFUSED)
    return [(recipient, at) for recipient, at in rows.order_by("id").values_list("recipient", "ended_at") if at]


def list_causes(*, tag: str, recipients: Sequence[str]) -> list[tuple[str, str, datetime]]:
    """Which mails of one kind were put in the outbox for these recipients: recipient, cause, when. One query."""
    found = Notice.objects.filter(tag=tag, recipient__in=recipients).order_by("id")
    return list(found.values_list("recipient", "cause", "queued_at"))
