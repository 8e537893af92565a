"""Passwords, the lock that wrong ones close, and the codes that help who cannot get in."""

from datetime import datetime

from finpro.accounts import selectors as found
from finpro.accounts.enums import Help
from finpro.accounts.models import User
from finpro.accounts.notices import AccountNotice, safety
from finpro.accounts.services import sessions
from finpro.audit import services as audit
from finpro.kernel.actor import Actor
from finpro.notices import services as notices


def choose_password(*, user_id: int, password: str, keep: str, by: Actor, at: datetime) -> User:
    """Give an account the password that its owner chose. Every session but `keep` ends, and the owner gets a mail.

    Whether the password is good enough was asked before (AUTH_PASSWORD_VALIDATORS).
    """
    user = User.objects.select_for_update().get(pk=user_id)
    first = not user.has_usable_password()
    user.set_password(password)
    user.save(update_fields=["password"])
    ended = sessions.end_other_sessions(user_id=user_id, keep=keep)
    subject, data = f"account:{user_id}", {"sessions_ended": ended}
    if first:
        event = audit.record(tag="account:password:set", by=by, at=at, subject=subject, data=data)
    else:
        event = audit.record(tag="account:password:replaced", by=by, at=at, subject=subject, data=data)
    _tell(safety.PasswordSet if first else safety.PasswordReplaced, user_id, f"event:{event.pk}", {}, by, at)
    return user


def close_lock(*, user_id: int, by: Actor, at: datetime) -> None:
    """Ten wrong passwords closed this way in: the owner is told. Nothing for an account that is not open."""
    if not found.personal_address(user_id):
        return
    event = audit.record(tag="account:lock:closed", by=by, at=at, subject=f"account:{user_id}")
    _tell(safety.LockClosed, user_id, f"event:{event.pk}", {}, by, at)


def open_lock(*, user_id: int, by: Actor, at: datetime) -> None:
    """The owner has shown with a mailed code that the account is his or hers."""
    audit.record(tag="account:lock:opened", by=by, at=at, subject=f"account:{user_id}")


def send_help(*, kind: Help, user_id: int, code_id: int, by: Actor, at: datetime) -> None:
    """Mail what helps: the code that was asked for, or, to who has no password but Google, how one gets in.

    Nothing for an account that is not open. The mail computes the code when it is sent; none is stored.
    """
    if not found.personal_address(user_id):
        return
    if not found.has_password(user_id) and found.has_google(user_id):
        _tell(safety.SignInWithGoogle, user_id, f"code:{code_id}", {}, by, at)
        return
    wanted = {Help.UNLOCK: safety.UnlockCode, Help.RESET: safety.ResetCode}[kind]
    audit.record(tag="account:code:sent", by=by, at=at, subject=f"account:{user_id}", data={"for": kind.value})
    _tell(wanted, user_id, f"code:{code_id}", {"code": code_id}, by, at)


def _tell(kind: type[AccountNotice], user_id: int, cause: str, data: dict[str, int], by: Actor, at: datetime) -> None:
    notices.queue(kind=kind, cause=cause, recipient=kind.recipient_of(user_id), data=data, by=by, at=at)
