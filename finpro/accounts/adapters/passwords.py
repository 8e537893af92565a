"""Signing in by e-mail address and password, and choosing another one."""

from datetime import datetime
from enum import StrEnum

from django.contrib import auth
from django.db import transaction
from django.http import HttpRequest

from finpro.accounts import jobs, policies
from finpro.accounts import selectors as found
from finpro.accounts import services as accounts
from finpro.accounts.adapters import door
from finpro.accounts.enums import Way
from finpro.accounts.models import User
from finpro.audit import services as audit
from finpro.kernel import limits
from finpro.kernel.actor import ANONYMOUS, Actor
from finpro.kernel.http import TooMany
from finpro.kernel.http.clients import client_address, network, place
from finpro.kernel.http.tries import count_tries


class Outcome(StrEnum):
    """What became of address and password."""

    IN = "in"
    SECOND = "second"  # right, and a second factor is owed
    WRONG = "wrong"
    LOCKED = "locked"  # too many wrong ones for this address: its owner unlocks it


def sign_in(request: HttpRequest, *, email: str, password: str, at: datetime, going: str = "") -> Outcome:
    """Open a session where address and password fit; an audit event where they do not.

    A known and an unknown address are treated alike: the same hashing, the same counting, the same lock, so neither
    words nor time tell them apart. Raises TooMany while a pause for the address or the network lasts.
    """
    if limits.spent(policies.WRONG_PASSWORDS, email, at=at) >= policies.LOCKS_AFTER:
        return Outcome.LOCKED
    where = client_address(request)
    places = ((policies.FROM_ADDRESS, place(where)), (policies.FROM_NETWORK, network(where)))
    for limit, subject in places:
        if wait := limits.wait(limit, subject, at=at):
            raise TooMany(wait)
    # Counted before it is judged: many at the same moment have no more tries than one after the other.
    count_tries((policies.WRONG_PASSWORDS, email), at=at)
    user = auth.authenticate(request, username=email, password=password)
    if not isinstance(user, User):
        for limit, subject in places:
            limits.spend(limit, subject, at=at)
        audit.record(tag="account:sign_in:refused", by=ANONYMOUS, at=at, subject="account:unknown")
        if limits.spent(policies.WRONG_PASSWORDS, email, at=at) < policies.LOCKS_AFTER:
            return Outcome.WRONG
        # What is done only where there is an account is done by the job.
        jobs.close_lock.defer(user_id=found.user_id(email) or 0, moment=int(at.timestamp()))
        return Outcome.LOCKED
    limits.forgive(policies.WRONG_PASSWORDS, email)
    return Outcome.IN if door.enter(request, user=user, way=Way.PASSWORD, at=at, going=going) else Outcome.SECOND


def change_password(request: HttpRequest, *, password: str, by: Actor, at: datetime) -> None:
    """Give the account of this session the password that its owner chose; every other session ends, this one goes on
    under a new key."""
    key = request.session.session_key or ""
    with transaction.atomic():
        user = accounts.choose_password(user_id=by.user_id or 0, password=password, keep=key, by=by, at=at)
        limits.forgive(policies.WRONG_PASSWORDS, user.email)
        auth.update_session_auth_hash(request, user)
        accounts.move_session(was=key, key=request.session.session_key or "")
