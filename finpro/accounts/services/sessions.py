"""The sessions of an account: where it is signed in."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from finpro.accounts.enums import Over
from finpro.audit import services as audit
from finpro.kernel import errors
from finpro.kernel.actor import Actor


def note_session(*, user_id: int, session_key: str, address: str, user_agent: str, by: Actor, at: datetime) -> None:
    """Put the session that was just opened on the account's list, from where and with which browser."""
    UserSession.objects.update_or_create(
        session_key=session_key,
        defaults={
            "user_id": user_id,
            "ip": address,
            "user_agent": user_agent[:200],
            "created_at": at,
            "last_seen_at": at,
        },
    )


def end_session(*, session_key: str) -> None:
    """Take a session off the list and close it."""
    UserSession.objects.filter(session_key=session_key).delete()
    if session_key:
        SessionStore().delete(session_key)


def expire_session(*, session_key: str, why: Over, by: Actor, at: datetime) -> None:
    """A session came to its end by itself: take it off the list and close it."""
    end_session(session_key=session_key)
    audit.record(tag="account:session:expired", by=by, at=at, subject=by.label, data={"why": why.value})


def note_seen(*, session_key: str, at: datetime) -> None:
    """When somebody last did something in this session, for the list. No event: the caller keeps it to every minute."""
    UserSession.objects.filter(session_key=session_key).update(last_seen_at=at)


def end_other_sessions(*, user_id: int, keep: str = "") -> int:
    """Close every session of an account but the one with the key `keep`; how many."""
    rows = UserSession.objects.filter(user_id=user_id).exclude(session_key=keep)
    keys = list(rows.order_by("id").values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    return len(keys)


def move_session(*, was: str, key: str) -> None:
    """A session got another key: the same line of the list."""
    UserSession.objects.filter(session_key=was).update(session_key=key)


def end_one(*, user_id: int, session_id: int, session_key: str, by: Actor, at: datetime) -> None:
    """End another session of the account: its next request is nobody's. `session_key` is of the one that asks.

    Raises NotFound where it is not the account's or has ended, Refusal for the session itself: that is signing out.
    """
    row = UserSession.objects.filter(pk=session_id, user_id=user_id).first()
    if row is None:
        raise errors.NotFound("There is no such session. It may have ended meanwhile.")
    if row.session_key == session_key:
        raise errors.Refusal("This is the session you are using. Sign out to end it.")
    end_session(session_key=row.session_key)
    audit.record(tag="account:session:ended", by=by, at=at, subject=f"account:{user_id}", data={"session": session_id})


def end_others(*, user_id: int, session_key: str, by: Actor, at: datetime) -> int:
    """End every session of the account but the one with this key; how many."""
    count = end_other_sessions(user_id=user_id, keep=session_key)
    audit.record(tag="account:session:others_ended", by=by, at=at, subject=f"account:{user_id}", data={"count": count})
    return count
