"""Accounts that nobody uses: warned, and at last removed (rule LV-08). What they may do is ended by access."""

from datetime import date, datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from finpro.accounts.models import Device, EmailAddress, FormerAddress, User
from finpro.accounts.notices.dormancy import DormancyWarned
from finpro.accounts.selectors import dormancy as found
from finpro.accounts.selectors.dormancy import Unused
from finpro.audit import services as audit
from finpro.kernel.actor import Actor
from finpro.notices import services as notices


def lock(*, user_id: int) -> None:
    """Keep anybody else from changing the account until the transaction ends."""
    User.objects.select_for_update().filter(pk=user_id).first()


def warn_of_removal(*, unused: Unused, by: Actor, at: datetime) -> None:
    """Tell the owner that the account is removed soon, or tomorrow. Each warning is given once."""
    step = unused.step
    audit.record(
        tag="account:dormancy:warned",
        by=by,
        at=at,
        subject=f"account:{unused.user_id}",
        data={"days": step.days, "removed_on": step.removed_on.isoformat()},
    )
    notices.queue(
        kind=DormancyWarned,
        cause=found.cause(unused.used_on, step.days),
        recipient=DormancyWarned.recipient_of(unused.user_id),
        data={
            "used_on": unused.used_on.isoformat(),
            "removed_on": step.removed_on.isoformat(),
            "days": step.days,
        },
        by=by,
        at=at,
    )


def remove_account(*, user_id: int, used_on: date, by: Actor, at: datetime) -> None:
    """Delete what is personal of an account and every way into it; its row stays, because the trail names its number.

    Gone are addresses, telephone, name, password, second factors, links to Google, devices and sessions. The claim on
    a person on the record must have been ended before: afterwards the person may open another account.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    keys = UserSession.objects.filter(user_id=user_id).values("session_key")
    Session.objects.filter(session_key__in=keys).delete()
    for rows in (UserSession, Authenticator, SocialAccount, EmailAddress, FormerAddress, Device):
        rows.objects.filter(user_id=user_id).delete()
    user.email = user.name = user.phone = ""
    user.set_unusable_password()
    user.is_active, user.removed_at = False, at
    user.save(update_fields=["email", "name", "phone", "password", "is_active", "removed_at"])
    audit.record(
        tag="account:account:removed",
        by=by,
        at=at,
        subject=f"account:{user_id}",
        data={"unused_since": used_on.isoformat()},
        reason="LV-08",
    )
