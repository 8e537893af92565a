"""How often something may be tried: counted in the database, so that all web processes count together.

    WRONG = Limit("sign-in", free=5, window=timedelta(days=1), pauses=(timedelta(seconds=30), timedelta(minutes=5)))

    if wait := limits.spend(WRONG, "someone@example.org", at=at):
        return f"Try again in {wait} seconds."

Where one too many ends the request, `kernel.http.count_tries` does that.

A count is kept at once, whatever becomes of the transaction of the caller's own work, so call it before that begins.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.db import transaction

from finpro.kernel import vault
from finpro.kernel.models import Tally


@dataclass(frozen=True, slots=True)
class Limit:
    """`free` tries in a `window`; after the last of them each further one waits for the next of `pauses` (the last
    repeats), or, without pauses, for the end of the window."""

    name: str
    free: int
    window: timedelta
    pauses: tuple[timedelta, ...] = ()


def spend(limit: Limit, subject: str, *, at: datetime) -> int:
    """Count one try; the seconds that it must wait instead, 0 when it may go on. What has to wait is not counted."""
    with transaction.atomic():
        row = _locked(limit, subject, at)
        if wait := _wait(row, at):
            return wait
        if at >= row.since + limit.window:
            row.spent, row.since = 0, at
        row.spent += 1
        row.until = _until(limit, row, at)
        row.save(update_fields=["spent", "since", "until"])
    return 0


def wait(limit: Limit, subject: str, *, at: datetime) -> int:
    """The seconds that the next try must wait, without counting one."""
    row = Tally.objects.filter(key=_key(limit, subject)).first()
    return _wait(row, at) if row else 0


def spent(limit: Limit, subject: str, *, at: datetime) -> int:
    """How many tries were counted in the window that is open."""
    row = Tally.objects.filter(key=_key(limit, subject)).first()
    return row.spent if row and at < row.since + limit.window else 0


def forgive(limit: Limit, subject: str) -> None:
    """Forget what was counted: the right person got in."""
    Tally.objects.filter(key=_key(limit, subject)).delete()


def sweep(*, before: datetime) -> int:
    """Delete counts begun before an instant that nobody waits for; how many."""
    return Tally.objects.filter(since__lt=before).exclude(until__gte=before).delete()[0]


def _locked(limit: Limit, subject: str, at: datetime) -> Tally:
    key = _key(limit, subject)
    while True:
        Tally.objects.bulk_create([Tally(key=key, since=at)], ignore_conflicts=True)
        # Gone where the right person got in between the two (`forgive`): then counting begins anew.
        if row := Tally.objects.select_for_update().filter(key=key).first():
            return row


def _wait(row: Tally, at: datetime) -> int:
    return max(0, ceil((row.until - at).total_seconds())) if row.until else 0


def _until(limit: Limit, row: Tally, at: datetime) -> datetime | None:
    over = row.spent - limit.free
    if over < 0:
        return None
    return at + limit.pauses[min(over, len(limit.pauses) - 1)] if limit.pauses else row.since + limit.window


def _key(limit: Limit, subject: str) -> str:
    return f"{limit.name}:{vault.fingerprint(subject.strip().lower(), limit.name)}"
