"""The second step: a code of an authenticator app, or a recovery code."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from finpro.accounts import policies
from finpro.accounts.adapters import door
from finpro.accounts.enums import Way
from finpro.accounts.models import Solved
from finpro.audit import services as audit
from finpro.kernel import limits, vault
from finpro.kernel.actor import ANONYMOUS
from finpro.kernel.http import TooMany

_WAYS = {Authenticator.Type.TOTP: Way.TOTP, Authenticator.Type.RECOVERY_CODES: Way.RECOVERY}


def second_step(request: HttpRequest, *, code: str, at: datetime) -> str | None:
    """Open the session of whoever waits where the code fits; where the way leads on, or None for a wrong code.

    Raises TooMany while a pause after wrong codes lasts.
    """
    who = door.waiting(request, at=at)
    if who is None:
        return None
    way = code_way(user_id=who.user_id, code=code, at=at)
    if way is None:
        audit.record(tag="account:sign_in:refused", by=ANONYMOUS, at=at, subject=f"account:{who.user_id}")
        return None
    return door.finish(request, way=way, at=at)


def code_way(*, user_id: int, code: str, at: datetime) -> Way | None:
    """Which second factor of the account the code belongs to; it is used up. None for a wrong or used one.

    Raises TooMany while a pause after wrong codes lasts.
    """
    if wait := limits.spend(policies.WRONG_SECONDS, str(user_id), at=at):
        raise TooMany(wait)
    for factor in Authenticator.objects.filter(user_id=user_id, type__in=list(_WAYS)).order_by("id"):
        if factor.wrap().validate_code(code) and _once(factor, code, at):
            Authenticator.objects.filter(pk=factor.pk).update(last_used_at=at)
            limits.forgive(policies.WRONG_SECONDS, str(user_id))
            return _WAYS[Authenticator.Type(factor.type)]
    return None


def _once(factor: Authenticator, code: str, at: datetime) -> bool:
    """A code of an app opens once, whichever web process it reaches; a recovery code is crossed out by itself."""
    if factor.type != Authenticator.Type.TOTP:
        return True
    # The same digits come again after months: told apart by the hour.
    mark = vault.fingerprint(f"{factor.pk}:{code.strip()}:{at:%Y%m%d%H}", "totp")
    return bool(Solved.objects.get_or_create(once=mark, defaults={"at": at})[1])
