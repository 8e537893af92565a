"""Linking a Google account to an account, and unlinking it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction

from finpro.accounts import selectors
from finpro.accounts.models import User
from finpro.accounts.notices.base import AccountNotice
from finpro.accounts.notices.factors import GoogleLinked, GoogleUnlinked
from finpro.accounts.policies import factors as policies
from finpro.accounts.selectors.factors import GOOGLE
from finpro.audit import services as audit
from finpro.kernel import errors
from finpro.kernel.actor import Actor
from finpro.notices import services as notices


def link_google(*, user_id: int, uid: str, extra: Mapping[str, Any], by: Actor, at: datetime) -> None:
    """Let a Google account, known by its `uid` at Google, open the account. `extra` holds its address (`email`), kept
    to be shown to the owner. The owner is told by mail. The same one again changes nothing.

    Raises Refusal where that Google account opens another account, or another one is linked already.
    """
    User.objects.select_for_update().get(pk=user_id)
    for row in SocialAccount.objects.filter(provider=GOOGLE, uid=uid):
        if row.user_id == user_id:
            return
        raise _taken()
    if SocialAccount.objects.filter(provider=GOOGLE, user_id=user_id).exists():
        raise errors.Refusal("Your account has a Google account linked already. Unlink that one first.", "already")
    row = SocialAccount(provider=GOOGLE, uid=uid, user_id=user_id, extra_data={"email": str(extra.get("email", ""))})
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        # Another account was faster.
        raise _taken() from None
    SocialAccount.objects.filter(pk=row.pk).update(date_joined=at, last_login=at)
    audit.record(tag="account:google:linked", by=by, at=at, subject=f"account:{user_id}")
    _tell(GoogleLinked, user_id, row.pk, by, at)


def unlink_google(*, user_id: int, by: Actor, at: datetime) -> None:
    """Take Google away as a way in. The owner is told by mail.

    Raises NotFound where none is linked, Refusal where it is the last way in.
    """
    User.objects.select_for_update().get(pk=user_id)
    row = SocialAccount.objects.filter(provider=GOOGLE, user_id=user_id).first()
    if row is None:
        raise errors.NotFound("No Google account is linked. It may have been unlinked in another window.")
    policies.a_way_in_stays(selectors.get_ways_in(user_id).without(google=True))
    linked = row.pk
    SocialAccount.objects.filter(provider=GOOGLE, user_id=user_id).delete()
    audit.record(tag="account:google:unlinked", by=by, at=at, subject=f"account:{user_id}")
    _tell(GoogleUnlinked, user_id, linked, by, at)


def _taken() -> errors.Refusal:
    return errors.Refusal("This Google account is linked to another account here, so it was not linked.", "taken")


def _tell(kind: type[AccountNotice], user_id: int, linked: int, by: Actor, at: datetime) -> None:
    notices.queue(
        kind=kind,
        cause=f"google:{linked}",
        recipient=AccountNotice.recipient_of(user_id),
        data={"at": at.isoformat()},
        by=by,
        at=at,
    )
