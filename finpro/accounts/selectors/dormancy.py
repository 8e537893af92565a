"""Accounts that nobody uses, and what was said to their owners."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan

from finpro.accounts.models import User
from finpro.accounts.policies import dormancy as policies
from finpro.kernel import clock
from finpro.notices import selectors as outbox

TAG = "account:dormancy:warned"
# Accounts whose mails are looked up in one query.
CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class Unused:
    """An account that nobody has used since the day `used_on`, and what is to be done about it today."""

    user_id: int
    used_on: date
    step: policies.Step


def list_unused(at: datetime) -> Iterator[Unused]:
    """Every account about which something is to be done, in order of its key; one query finds those unused for long."""
    rows = _unused(at).order_by("pk").iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        yield from _with_steps(chunk, clock.legal_date(at))


def get_unused(user_id: int, at: datetime) -> Unused | None:
    """The same for one account; None where nothing is to be done, because somebody signed in meanwhile or otherwise."""
    rows = list(_unused(at).filter(pk=user_id))
    return next(_with_steps(rows, clock.legal_date(at)), None)


def cause(used_on: date, days: int) -> str:
    """What names one mail: somebody who signs in again and stays away again is warned anew."""
    return f"unused:{used_on.isoformat()}:{days}"


def _unused(at: datetime) -> QuerySet[User, tuple[int, datetime]]:
    day = policies.unused_since(clock.legal_date(at)) + timedelta(days=1)
    before = datetime.combine(day, time(), clock.EASTERN)
    used = Coalesce(F("last_access_at"), F("created_at"))
    found = User.objects.filter(LessThan(used, before), is_active=True, removed_at=None)
    return found.values_list("pk", used)


def _with_steps(rows: Sequence[tuple[int, datetime]], today: date) -> Iterator[Unused]:
    told = _told([user_id for user_id, _used in rows])
    for user_id, used in rows:
        used_on = clock.legal_date(used)
        days = {
            int(cause.rpartition(":")[2]): on
            for cause, on in told[user_id]
            if cause.startswith(f"unused:{used_on.isoformat()}:")
        }
        if step := policies.next_step(used_on, today, days):
            yield Unused(user_id, used_on, step)


def _told(user_ids: Sequence[int]) -> dict[int, list[tuple[str, date]]]:
    found: dict[int, list[tuple[str, date]]] = defaultdict(list)
    for recipient, cause, queued_at in outbox.list_causes(
        tag=TAG, recipients=[f"account:{user_id}" for user_id in user_ids]
    ):
        found[int(recipient.removeprefix("account:"))].append((cause, clock.legal_date(queued_at)))
    return found
