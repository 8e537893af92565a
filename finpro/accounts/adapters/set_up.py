"""Setting up an authenticator app, and showing recovery codes once.

What is being set up waits in the session, sealed: the database's copy of a session says no secret.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.db import transaction
from django.http import HttpRequest

from finpro.accounts import services as accounts
from finpro.accounts.adapters import door, seconds
from finpro.accounts.enums import Way
from finpro.accounts.models import User
from finpro.accounts.policies.factors import CODES_SHOWN, SETTING_UP
from finpro.accounts.services import factors
from finpro.accounts.services.factors import Added
from finpro.kernel.actor import Actor
from finpro.ui.squares import squares

# Keys of the session.
APP, CODES = "setting_up_app", "recovery_codes_shown_since"


@dataclass(frozen=True, slots=True)
class AppSetUp:
    """What is typed or scanned into an app: the secret in groups of four, the same as a link and as a picture.

    `path` draws the dark squares of a QR code of `size` squares with the quiet zone around it.
    """

    secret: str
    link: str
    path: str
    size: int


def begin_app(request: HttpRequest, *, at: datetime) -> None:
    """Draw a secret for an app; it becomes the account's once a code shows that the app has it."""
    request.session[APP] = {"secret": factors.seal(generate_totp_secret()), "since": at.isoformat()}


def app_being_set_up(request: HttpRequest, *, at: datetime) -> AppSetUp | None:
    """What the page shows; None where nothing is being set up, or no longer."""
    secret = _pending(request, at)
    if secret is None or not isinstance(request.user, User):
        return None
    link = str(get_adapter().build_totp_url(request.user, secret))
    path, size = squares(link)
    return AppSetUp(" ".join(re.findall(".{1,4}", secret)), link, path, size)


def finish_app(request: HttpRequest, *, code: str, by: Actor, at: datetime) -> Added | None:
    """Make the app a second factor of the account where the code shows that it has the secret; None for a wrong code,
    and where nothing is being set up. This session counts as opened with it.

    Raises Refusal where the account has an app already.
    """
    secret = _pending(request, at)
    counter = seconds.counter_of(secret, code, at) if secret else None
    if secret is None or counter is None or by.user_id is None:
        return None
    with transaction.atomic():
        added = accounts.add_app(user_id=by.user_id, secret=secret, by=by, at=at)
        seconds.use_up(added.factor_id, counter, at)
        door.show_again(request, way=Way.TOTP, by=by, at=at)
    del request.session[APP]
    if added.codes:
        show_codes(request, at=at)
    return added


def make_codes(request: HttpRequest, *, by: Actor, at: datetime) -> None:
    """New recovery codes for the account, to be shown by the next page. Raises Refusal without a second factor."""
    if by.user_id is not None:
        with transaction.atomic():
            accounts.make_recovery_codes(user_id=by.user_id, by=by, at=at)
        show_codes(request, at=at)


def show_codes(request: HttpRequest, *, at: datetime) -> None:
    """Let the page of recovery codes show them in this session, for some minutes."""
    request.session[CODES] = at.isoformat()


def codes_to_show(request: HttpRequest, *, at: datetime) -> list[str]:
    """The recovery codes that were just made; none once they were kept, or the time is over."""
    since = request.session.get(CODES)
    if since is None or at >= datetime.fromisoformat(since) + CODES_SHOWN:
        return []
    row = Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.RECOVERY_CODES).first()
    return list(row.wrap().get_unused_codes()) if row else []


def codes_kept(request: HttpRequest) -> None:
    """The owner has kept the codes: they are not shown again."""
    request.session.pop(CODES, None)


def _pending(request: HttpRequest, at: datetime) -> str | None:
    kept = request.session.get(APP)
    if not kept or at >= datetime.fromisoformat(kept["since"]) + SETTING_UP:
        return None
    return factors.unseal(kept["secret"])
