"""Signing in by e-mail address and password."""

from datetime import datetime
from enum import StrEnum

from django.contrib import auth
from django.http import HttpRequest

from finpro.accounts import policies
from finpro.accounts.adapters import door
from finpro.accounts.enums import Way
from finpro.accounts.models import User
from finpro.audit import services as audit
from finpro.kernel import limits
from finpro.kernel.actor import ANONYMOUS
from finpro.kernel.http import TooMany
from finpro.kernel.http.clients import client_address, network


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
    counted = (
        (policies.WRONG_PASSWORDS, email),
        (policies.FROM_ADDRESS, where),
        (policies.FROM_NETWORK, network(where)),
    )
    for limit, subject in counted:
        if wait := limits.wait(limit, subject, at=at):
            raise TooMany(wait)
    user = auth.authenticate(request, username=email, password=password)
    if not isinstance(user, User):
        for limit, subject in counted:
            limits.spend(limit, subject, at=at)
        audit.record(tag="account:sign_in:refused", by=ANONYMOUS, at=at, subject="account:unknown")
        locked = limits.spent(policies.WRONG_PASSWORDS, email, at=at) >= policies.LOCKS_AFTER
        return Outcome.LOCKED if locked else Outcome.WRONG
    limits.forgive(policies.WRONG_PASSWORDS, email)
    return Outcome.IN if door.enter(request, user=user, way=Way.PASSWORD, at=at, going=going) else Outcome.SECOND
