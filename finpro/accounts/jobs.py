"""What accounts do in the background: mails that are asked for, and clearing away what is left behind."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction

from finpro.accounts import policies
from finpro.accounts import services as accounts
from finpro.accounts.enums import Help
from finpro.accounts.models import Device, SignUp, Solved
from finpro.accounts.services import addresses
from finpro.kernel import clock, codes, jobs, limits
from finpro.kernel.actor import system
from finpro.notices import selectors as outbox

# What was used up or never finished is kept for this long: longer than any window in which it counts.
KEPT = timedelta(days=1)

# Mails that came back are looked for among those given up in this time.
LOOKS_BACK = timedelta(days=2)


@jobs.job(name="accounts.send_help")
def send_help(*, kind: str, user_id: int, code_id: int) -> None:
    """Mail the code that was asked for. Asked for an address that nobody has (`user_id` 0) it does nothing."""
    at = clock.now()
    with transaction.atomic():
        accounts.send_help(kind=Help(kind), user_id=user_id, code_id=code_id, by=system("accounts"), at=at)


@jobs.job(name="accounts.close_lock")
def close_lock(*, user_id: int, moment: int) -> None:
    """Write down and tell that wrong passwords closed this way in. `moment` (seconds) tells locks apart."""
    at = clock.now()
    with jobs.effect(f"accounts.close_lock:{user_id}:{moment}", at=at) as fresh:
        if fresh:
            accounts.close_lock(user_id=user_id, by=system("accounts"), at=at)


@jobs.periodic(name="accounts.clear_sessions", cron="17 4 * * *")
def clear_sessions() -> None:
    """Delete sessions that have run out; the web only ever adds some. Harmless to repeat."""
    SessionStore.clear_expired()
    # The list of sessions that people see holds none that is gone.
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


@jobs.periodic(name="accounts.sweep", cron="47 * * * *")
def sweep() -> None:
    """Delete what no longer counts: codes, counts of tries, used human checks, half-opened accounts, old devices."""
    at = clock.now()
    codes.sweep(before=at - KEPT)
    limits.sweep(before=at - KEPT)
    Solved.objects.filter(at__lt=at - KEPT).delete()
    SignUp.objects.filter(started_at__lt=at - KEPT).delete()
    accounts.forget_former(before=at - addresses.KEPT)
    Device.objects.filter(last_at__lt=at - policies.DEVICE_KNOWN).delete()


@jobs.periodic(name="accounts.note_bounces", cron="*/10 * * * *")
def note_bounces() -> None:
    """Put in doubt what mail servers refused: the task to confirm addresses says so. Harmless to repeat."""
    at = clock.now()
    for recipient, came_back_at in outbox.list_refused(since=at - LOOKS_BACK):
        with transaction.atomic():
            accounts.note_bounce(recipient=recipient, came_back_at=came_back_at, by=system("accounts"), at=at)
