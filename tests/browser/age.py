"""Lets time pass for an account, as the site sees it: `python -m tests.browser.age EMAIL [MINUTES]`.

With minutes: its sessions were last used so long ago. Without: it is one wrong password away from its lock.
"""

import sys
from datetime import timedelta

import django

django.setup()

from allauth.usersessions.models import UserSession  # noqa: E402 - settings come first
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402

from finpro.accounts import policies  # noqa: E402
from finpro.accounts.adapters import door  # noqa: E402
from finpro.kernel import clock, limits  # noqa: E402


def main(email: str, minutes: str = "") -> None:
    """See above."""
    if not minutes:
        past = clock.now() - timedelta(hours=3)
        for number in range(policies.LOCKS_AFTER - 1):
            limits.spend(policies.WRONG_PASSWORDS, email, at=past + number * timedelta(minutes=16))
        return
    for row in UserSession.objects.filter(user__email=email):
        session = SessionStore(row.session_key)
        session[door.SEEN] -= int(minutes) * 60
        session.save()


if __name__ == "__main__":
    main(*sys.argv[1:])
