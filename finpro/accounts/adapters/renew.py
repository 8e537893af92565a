"""Showing again that it is you, before something sensitive: exactly by the ways that the account has.

@requires(Hat.ACCOUNT)
@never_cache
@require_POST
@fresh
def remove(request): …
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect

from finpro.accounts import jobs, policies
from finpro.accounts.adapters import door, seconds
from finpro.accounts.enums import Way
from finpro.accounts.models import User
from finpro.accounts.notices.base import AccountNotice
from finpro.accounts.notices.factors import FreshCode
from finpro.accounts.selectors import get_ways_in
from finpro.audit import services as audit
from finpro.kernel import clock, codes, errors, limits
from finpro.kernel.actor import Actor
from finpro.kernel.http.going import came_from
from finpro.kernel.http.tries import count_tries
from finpro.notices import services as notices

CONFIRM = "/account/confirm-it-is-you"
PURPOSE = "fresh"
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Offer:
    """The ways by which the account's owner can show again who it is. A mailed code only where there is nothing but
    Google, which may be away or not say when it asked."""

    password: bool
    passkey: bool
    app: bool
    google: bool
    mail: bool


def fresh(view: View) -> View:
    """The view is only called for somebody who has shown within the last minutes who it is (policies.FRESH).

    Others are led to the page that asks for it, and back: to the page itself, or, for a form, to the page it stood on,
    which is told so, because what was typed is not kept.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if door.is_fresh(request, at=clock.now()):
            return view(request, *args, **kwargs)
        return confirm(request)

    return wrapped


def ask_first(request: HttpRequest, back: str) -> HttpResponseRedirect | None:
    """The way to the page that asks who it is, from which it leads on to the address `back`; None for who has shown it.

    For a form whose page is known, or that only sometimes does something sensitive; all others are `fresh`.
    """
    if door.is_fresh(request, at=clock.now()):
        return None
    return HttpResponseRedirect(f"{CONFIRM}?{urlencode({'next': back})}")


def confirm(request: HttpRequest) -> HttpResponseBase:
    """The way to the page that asks who it is, and back."""
    if request.method in {"GET", "HEAD"}:
        query = {"next": request.get_full_path()}
    else:
        query = {"next": came_from(request) or "/account/", "again": "1"}
    return HttpResponseRedirect(f"{CONFIRM}?{urlencode(query)}")


def offer(*, user_id: int, second: bool = False) -> Offer:
    """What can be offered to the account; with `second` only what counts as a second factor."""
    ways = get_ways_in(user_id)
    google = ways.google is not None and bool(settings.FINPRO["google"])
    alone = not (ways.password or ways.any_second)
    return Offer(
        password=ways.password and not second,
        passkey=bool(ways.passkeys),
        app=ways.app is not None,
        google=google and not second,
        mail=alone and not second,
    )


def by_password(request: HttpRequest, *, password: str, by: Actor, at: datetime) -> bool:
    """Whether the password was right; then it is shown again. Wrong ones count with those of signing in.

    Raises TooMany while a pause lasts, Refusal where signing in by password is locked.
    """
    user = request.user
    if not isinstance(user, User):
        return False
    if limits.spent(policies.WRONG_PASSWORDS, user.email, at=at) >= policies.LOCKS_AFTER:
        raise errors.Refusal(
            "Your password is closed after too many tries. Show by another way that it is you.", "lock"
        )
    # Counted before it is judged, as in signing in.
    count_tries((policies.WRONG_PASSWORDS, user.email), at=at)
    if not user.check_password(password):
        _refused(by, at)
        if limits.spent(policies.WRONG_PASSWORDS, user.email, at=at) >= policies.LOCKS_AFTER:
            jobs.close_lock.defer(user_id=user.pk, moment=int(at.timestamp()))
        return False
    limits.forgive(policies.WRONG_PASSWORDS, user.email)
    door.show_again(request, way=Way.PASSWORD, by=by, at=at)
    return True


def by_app(request: HttpRequest, *, code: str, by: Actor, at: datetime) -> bool:
    """Whether the authenticator app's code was right; then it is shown again. A recovery code does not count.

    Raises TooMany while a pause lasts.
    """
    way = seconds.code_way(user_id=by.user_id or 0, code=code, at=at, recovery=False)
    if way is None:
        _refused(by, at)
        return False
    door.show_again(request, way=way, by=by, at=at)
    return True


def send_code(*, by: Actor, at: datetime) -> None:
    """Mail a code to the account's personal address, where a mailed code is offered. Raises TooMany after too many."""
    if by.user_id is None or not offer(user_id=by.user_id).mail:
        raise errors.Refusal("Your account has other ways to show that it is you. Choose one of them.", "fresh")
    count_tries((policies.CODES_SENT, by.label), at=at)
    with transaction.atomic():
        code = codes.issue(purpose=PURPOSE, subject=by.label, at=at)
        notices.queue(
            kind=FreshCode,
            cause=f"code:{code}",
            recipient=AccountNotice.recipient_of(by.user_id),
            data={"code": code},
            by=by,
            at=at,
        )
        audit.record(tag="account:sign_in:code_sent", by=by, at=at, subject=by.label)


def by_mail(request: HttpRequest, *, code: str, by: Actor, at: datetime) -> codes.Answer:
    """What became of the mailed code; a right one shows again who it is."""
    answer = codes.check(purpose=PURPOSE, subject=by.label, typed=code, at=at)
    if answer is codes.Answer.RIGHT:
        door.show_again(request, way=Way.EMAIL_CODE, by=by, at=at)
    else:
        _refused(by, at)
    return answer


def code_waits(*, by: Actor, at: datetime) -> bool:
    """Whether a mailed code can still be typed."""
    return codes.tries_left(purpose=PURPOSE, subject=by.label, at=at) > 0


def _refused(by: Actor, at: datetime) -> None:
    audit.record(tag="account:sign_in:renewal_refused", by=by, at=at, subject=by.label)
