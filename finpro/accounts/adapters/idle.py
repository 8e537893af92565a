"""A session without activity ends, and no session lasts longer than a day's work (policies.endurance).

When somebody last did something stands in the session, refreshed at most once a minute. It is written past the copy of
the request, so that a page that is being made cannot undo what another one has written meanwhile.
"""

from datetime import UTC, datetime, timedelta

from django.contrib import auth
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest

from finpro.accounts import policies
from finpro.accounts import services as accounts
from finpro.accounts.adapters import door
from finpro.accounts.enums import Over
from finpro.kernel import clock, vault
from finpro.kernel.actor import Actor
from finpro.kernel.http import Ends

NOTED_EVERY = timedelta(minutes=1)
# Key of the session: why the one before it ended, and when; the sign-in page says so for a while.
ENDED = "ended"
SAID_FOR = timedelta(minutes=10)


def over(request: HttpRequest, *, at: datetime) -> Over | None:
    """Why this session has come to its end, None while it has not. One that does not know its age has."""
    limits = policies.endurance(clock.legal_date(at))
    seen, since = _moment(request, door.SEEN), _moment(request, door.SINCE)
    if at >= seen + limits.idle:
        return Over.IDLE
    return Over.AGE if at >= since + limits.whole else None


def end(request: HttpRequest, *, why: Over, by: Actor, at: datetime) -> None:
    """Close the session and leave an anonymous one that knows why."""
    with transaction.atomic():
        accounts.expire_session(session_key=request.session.session_key or "", why=why, by=by, at=at)
        auth.logout(request)
        request.session[ENDED] = {"why": why.value, "at": at.isoformat()}


def ended(request: HttpRequest, *, at: datetime) -> Over | None:
    """Why the session before this one ended, if that was a short while ago."""
    kept = request.session.get(ENDED)
    if not kept or at >= datetime.fromisoformat(kept["at"]) + SAID_FOR:
        return None
    return Over(kept["why"])


def ends(request: HttpRequest, *, user_id: int, at: datetime) -> Ends:
    """When the session will end unless something is done, for the page that warns; what is being done now counts."""
    limits = policies.endurance(clock.legal_date(at))
    seen, since = _moment(request, door.SEEN), _moment(request, door.SINCE)
    last = at if at - seen >= NOTED_EVERY else seen
    left = min(last + limits.idle, since + limits.whole) - at
    return Ends(
        max(0, int(left.total_seconds())),
        int(limits.warning.total_seconds()),
        int(limits.idle.total_seconds()) // 60,
        vault.fingerprint(str(user_id), "typed")[:16],
    )


def note(request: HttpRequest, *, at: datetime, every: timedelta = NOTED_EVERY) -> None:
    """Remember that somebody did something, if that was not remembered within the last minute."""
    if at - _moment(request, door.SEEN) < every:
        return
    stamp, key = int(at.timestamp()), request.session.session_key or ""
    if request.session.modified:
        request.session[door.SEEN] = stamp
    else:
        _write(key, stamp)
    accounts.note_seen(session_key=key, at=at)


def _write(key: str, stamp: int) -> None:
    with transaction.atomic():
        row = Session.objects.select_for_update().filter(session_key=key).first()
        if row is not None:
            row.session_data = SessionStore().encode({**row.get_decoded(), door.SEEN: stamp})
            row.save(update_fields=["session_data"])


def _moment(request: HttpRequest, key: str) -> datetime:
    return datetime.fromtimestamp(request.session.get(key) or request.session.get(door.SEEN) or 0, UTC)
