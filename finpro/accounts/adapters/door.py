"""The one door: whatever shows who somebody is, the session is opened here.

`enter` takes what was shown first. Where the account has a second factor and what was shown is not one already,
nothing is opened yet: the session remembers who is waiting, for ten minutes, until `finish` says by which second way it
was shown. An open session remembers its ways and when each was shown, so that a sensitive act can ask for a fresh one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.contrib import auth
from django.db import transaction
from django.http import HttpRequest

from finpro.accounts import policies
from finpro.accounts import services as accounts
from finpro.accounts.adapters import devices, held
from finpro.accounts.enums import Way
from finpro.accounts.models import User
from finpro.audit import services as audit
from finpro.kernel import actor
from finpro.kernel.actor import Actor
from finpro.kernel.http.clients import client_address

BACKEND = "finpro.accounts.adapters.EmailBackend"
# Keys of the session.
WAYS, SEEN, SINCE, WAITING = "ways", "seen", "since", "waiting"
WAITS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who has shown the first thing and still owes the second. `going` is where the way leads on."""

    user_id: int
    way: Way
    since: datetime
    going: str


def enter(request: HttpRequest, *, user: User, way: Way, at: datetime, going: str = "") -> bool:
    """Open the session, or, where a second factor is still owed, remember who waits and answer False.

    A passkey counts as both: it is something one has, opened by something one is or knows. `going` is an address of the
    site. The event says by which way.
    """
    if way not in policies.BOTH and Authenticator.objects.filter(user=user).exists():
        request.session.cycle_key()
        request.session[WAITING] = {
            "user": user.pk,
            "way": way.value,
            "since": at.isoformat(),
            "going": going,
        }
        return False
    _open(request, user, [way], at)
    return True


def waiting(request: HttpRequest, *, at: datetime) -> Waiting | None:
    """Who waits at the second step in this session; None where nobody does, or no longer."""
    kept = request.session.get(WAITING)
    if not kept:
        return None
    since = datetime.fromisoformat(kept["since"])
    return Waiting(kept["user"], Way(kept["way"]), since, kept["going"]) if at < since + WAITS else None


def finish(request: HttpRequest, *, way: Way, at: datetime) -> str | None:
    """The second way was shown: open the session; where the way leads on, or None where nobody waits."""
    who = waiting(request, at=at)
    user = User.objects.filter(pk=who.user_id, is_active=True).first() if who else None
    if who is None or user is None:
        return None
    _open(request, user, [who.way, way], at)
    return who.going


def give_up(request: HttpRequest) -> None:
    """Forget who waits."""
    request.session.pop(WAITING, None)


def sign_out(request: HttpRequest, *, by: Actor, at: datetime) -> None:
    """Close the session everywhere it is known by this cookie."""
    with transaction.atomic():
        accounts.end_session(session_key=request.session.session_key or "")
        auth.logout(request)
        audit.record(tag="account:sign_out:done", by=by, at=at, subject=by.label)


def show_again(request: HttpRequest, *, way: Way, by: Actor, at: datetime) -> None:
    """Somebody who is signed in has shown again who he or she is."""
    audit.record(tag="account:sign_in:renewed", by=by, at=at, subject=by.label, data={"way": way.value})
    request.session[WAYS] = {**request.session.get(WAYS, {}), way.value: at.isoformat()}


def is_fresh(request: HttpRequest, *, at: datetime) -> bool:
    """Whether who is signed in has shown it within the last minutes (policies.FRESH), by whatever way is open to the
    account; a recovery code does not count. A session that still owes the second factor is never fresh."""
    return policies.fresh(_ways(request), at) and not owes_second(request)


def owes_second(request: HttpRequest) -> bool:
    """Whether the session was opened before the account had a second factor, and has not shown one since."""
    return not is_strong(request) and Authenticator.objects.filter(user=request.user.pk).exists()


def is_strong(request: HttpRequest) -> bool:
    """Whether this session was opened, or renewed since, with a second factor."""
    return policies.strong(_ways(request))


def last_shown(request: HttpRequest) -> tuple[Way, datetime] | None:
    """By which way, and when, who is signed in has last shown it; a recovery code does not count. None for nobody."""
    ways = {way: shown for way, shown in _ways(request).items() if way in policies.RENEWS}
    return max(ways.items(), key=lambda item: item[1], default=None)


def _ways(request: HttpRequest) -> dict[Way, datetime]:
    return {Way(name): datetime.fromisoformat(at) for name, at in request.session.get(WAYS, {}).items()}


def _open(request: HttpRequest, user: User, ways: list[Way], at: datetime) -> None:
    by = actor.account(user.pk)
    with transaction.atomic():
        held.keep_for(request, user_id=user.pk)
        auth.login(request, user, backend=BACKEND)
        # Whoever else waited at the second step in this browser waits no more.
        give_up(request)
        request.session[WAYS] = {way.value: at.isoformat() for way in ways}
        request.session[SEEN] = request.session[SINCE] = int(at.timestamp())
        request.session.save()
        audit.record(
            tag="account:sign_in:done", by=by, at=at, subject=by.label, data={"ways": [way.value for way in ways]}
        )
        accounts.note_session(
            user_id=user.pk,
            session_key=request.session.session_key or "",
            address=client_address(request),
            user_agent=request.headers.get("User-Agent", ""),
            by=by,
            at=at,
        )
        accounts.note_access(user_id=user.pk, at=at)
        devices.note(request, user_id=user.pk, by=by, at=at)
