"""Accounts that nobody uses: warned 60, 30 and 7 days before, then removed (rule LV-08).

Signing in keeps an account. A removed one is not opened again: its owner opens another and proves who he or she is; the
record was never touched.
"""

from django.db import transaction

from finpro.access import services as access
from finpro.accounts import selectors as found
from finpro.accounts import services as accounts
from finpro.accounts.policies.dormancy import Act
from finpro.accounts.services import dormancy
from finpro.kernel import clock, jobs
from finpro.kernel.actor import system

BY = system("dormancy")
RULE = "LV-08"


@jobs.periodic(name="journeys.look_for_unused", cron="40 9 * * *")
def look_for_unused() -> None:
    """Once a day: a job of its own for each account about which something is to be done, so that one that fails keeps
    none of the others back."""
    for unused in found.list_unused(clock.now()):
        attend.defer(user_id=unused.user_id)


@jobs.job(name="journeys.attend_unused", lock="account:{user_id}")
def attend(*, user_id: int) -> None:
    """Warn the owner of an account that nobody uses, or remove it. Harmless to repeat, and where somebody has signed in
    meanwhile."""
    at = clock.now()
    with transaction.atomic():
        dormancy.lock(user_id=user_id)
        unused = found.get_unused(user_id, at)
        if unused is None:
            return
        if unused.step.act is not Act.REMOVE:
            accounts.warn_of_removal(unused=unused, by=BY, at=at)
            return
        access.end_everything(user_id=user_id, reason=RULE, by=BY, at=at)
        accounts.remove_account(user_id=user_id, used_on=unused.used_on, by=BY, at=at)
