"""Where an account is signed in."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Q

from finpro.accounts import policies
from finpro.kernel import clock
from finpro.kernel.http.clients import agent


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One open session. `browser` in words; `place` is the IP address; `own` is the one that asks."""

    id: int
    browser: str
    place: str
    since: datetime
    last_seen_at: datetime
    own: bool


def list_sessions(user_id: int, *, session_key: str, at: datetime) -> list[SessionLine]:
    """The account's open sessions: the one with this key first, then those seen last. Those whose time is
    over are left out, though nobody has come back to find them so."""
    limits = policies.endurance(clock.legal_date(at))
    kept = Session.objects.filter(expire_date__gt=at).values("session_key")
    going = Q(last_seen_at__gt=at - limits.idle, created_at__gt=at - limits.whole) | Q(session_key=session_key)
    rows = UserSession.objects.filter(going, user_id=user_id, session_key__in=kept).order_by("-last_seen_at", "-id")
    lines = [
        SessionLine(
            id=row.pk,
            browser=_in_words(row.user_agent),
            place=str(row.ip),
            since=row.created_at,
            last_seen_at=row.last_seen_at,
            own=row.session_key == session_key,
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: not line.own)


def _in_words(user_agent: str) -> str:
    claimed = agent(user_agent)
    words = f"{claimed.browser} on {claimed.system}"
    return words[:1].upper() + words[1:]
