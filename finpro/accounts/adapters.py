"""What Django's authentication calls, and signing in and out by it."""

from datetime import datetime, timedelta

from django.contrib import auth
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from finpro.accounts.models import User
from finpro.audit import services as audit
from finpro.kernel.actor import ANONYMOUS, Actor, Hat
from finpro.kernel.http import TooMany

# Wrong passwords for one address before it is paused, and for how long. Each web process counts for itself, in memory:
# with N processes somebody guessing gets at most N times as many tries.
TRIES, PAUSE = 10, timedelta(minutes=15)


class EmailBackend(ModelBackend):
    """Signs in by e-mail address and password. No permissions of django.contrib.auth are used."""


class Argon2Hasher(Argon2PasswordHasher):
    """Argon2id at the OWASP minimum (19 MiB, two passes, one lane): under 40 ms of CPU a sign-in."""

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1


def sign_in(request: HttpRequest, *, email: str, password: str, at: datetime) -> bool:
    """Open a session where address and password fit; false, and an audit event, where they do not.

    An unknown address costs the same hashing as a wrong password, so time tells nothing. Raises TooMany after TRIES
    wrong passwords for one address, known or not, until PAUSE after the last of them.
    """
    key = _key(email)
    tries, last = cache.get(key, (0, at))
    if tries >= TRIES and at - last < PAUSE:
        raise TooMany(max(1, round((last + PAUSE - at).total_seconds())))
    user = auth.authenticate(request, username=email, password=password)
    if not isinstance(user, User):
        cache.set(key, (tries + 1, at), PAUSE.total_seconds())
        audit.record(tag="account:sign_in:refused", by=ANONYMOUS, at=at, subject="account:unknown")
        return False
    cache.delete(key)
    with transaction.atomic():
        auth.login(request, user)
        by = Actor(Hat.ACCOUNT, f"account:{user.pk}", user.pk)
        audit.record(tag="account:sign_in:done", by=by, at=at, subject=by.label)
    return True


def _key(email: str) -> str:
    # The address itself is kept nowhere, and cannot be read back from this.
    return "sign-in:" + salted_hmac("finpro.accounts.tries", email.strip().lower(), algorithm="sha256").hexdigest()


def sign_out(request: HttpRequest, *, by: Actor, at: datetime) -> None:
    """Close the session everywhere it is known by this cookie."""
    with transaction.atomic():
        auth.logout(request)
        audit.record(tag="account:sign_out:done", by=by, at=at, subject=by.label)
