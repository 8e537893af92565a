"""The sessions of an account: where it is signed in."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore

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
