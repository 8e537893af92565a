"""The second step: a code of an authenticator app, or a recovery code."""

from datetime import datetime

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from finpro.accounts import policies
from finpro.accounts import services as accounts
from finpro.accounts.adapters import door
from finpro.accounts.enums import Way
from finpro.accounts.models import Solved, User
from finpro.accounts.policies.factors import DEMO_DOMAIN
from finpro.accounts.services import factors
from finpro.audit import services as audit
from finpro.kernel import errors, limits, vault
from finpro.kernel.actor import ANONYMOUS
from finpro.kernel.http.tries import count_tries


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


def code_way(*, user_id: int, code: str, at: datetime, recovery: bool = True) -> Way | None:
    """Which second factor of the account the code belongs to; it is used up. None for a wrong or used one.

    Recovery codes count where `recovery` is said. Raises TooMany while a pause after wrong codes lasts.
    """
    count_tries((policies.WRONG_SECONDS, str(user_id)), at=at)
    for factor in Authenticator.objects.filter(user_id=user_id).order_by("id"):
        way = _way(factor, code, at, recovery=recovery)
        if way is not None:
            with transaction.atomic():
                factors.note_use(factor_id=factor.pk, at=at)
            limits.forgive(policies.WRONG_SECONDS, str(user_id))
            return way
    return None


def _way(factor: Authenticator, code: str, at: datetime, *, recovery: bool) -> Way | None:
    if factor.type == Authenticator.Type.TOTP:
        counter = counter_of(factors.unseal(factor.data["secret"]), code, at)
        return Way.TOTP if counter is not None and use_up(factor.pk, counter, at) else None
    # A recovery code is crossed out on its row, which is locked meanwhile.
    if factor.type == Authenticator.Type.RECOVERY_CODES and recovery and factor.wrap().validate_code(code):
        return Way.RECOVERY
    return None


def counter_of(secret: str, code: str, at: datetime) -> int | None:
    """The half minute whose code this is: the present one, or a neighbour, for a clock may be off. None for another."""
    return next(
        (found for found in _counters(at) if compare_user_code(actual=code, expected=_code(secret, found))), None
    )


def use_up(factor_id: int, counter: int, at: datetime) -> bool:
    """Mark a half minute's code as used; False where it was used before, in whichever web process."""
    return accounts.use_once(once=_mark(factor_id, counter), at=at)


def demo_code(*, user_id: int, at: datetime) -> str | None:
    """What the authenticator app of one of the demo world's people shows, so that its pages can show it too.

    None for everybody else, and where there is no app. Raises Refusal outside the demo.
    """
    if not _is_demo():
        raise errors.Refusal("Codes are shown in a demonstration alone.", "demo")
    if not _is_persona(user_id):
        return None
    app = Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.TOTP).first()
    if app is None:
        return None
    marks = {_mark(app.pk, counter): counter for counter in _counters(at)}
    used = set(Solved.objects.filter(once__in=list(marks)).values_list("once", flat=True))
    free = next((counter for mark, counter in marks.items() if mark not in used), _counters(at)[0])
    return _code(factors.unseal(app.data["secret"]), free)


def demo_hint(*, user_id: int, at: datetime) -> str | None:
    """The same for pages that are there in every installation: None outside the demo."""
    return demo_code(user_id=user_id, at=at) if _is_demo() else None


def password_was_printed(*, user_id: int) -> bool:
    """Whether it is one of the demo world's people, whose password is printed where the site was started."""
    return _is_demo() and _is_persona(user_id)


def _is_persona(user_id: int) -> bool:
    return User.objects.filter(pk=user_id, email__endswith=f"@{DEMO_DOMAIN}").exists()


def _is_demo() -> bool:
    return bool(settings.FINPRO["demo"]) and not settings.FINPRO["production"]


def _counters(at: datetime) -> list[int]:
    now, off = int(at.timestamp()) // int(app_settings.TOTP_PERIOD), int(app_settings.TOTP_TOLERANCE)
    return sorted(range(now - off, now + off + 1), key=lambda counter: (abs(counter - now), counter < now))


def _code(secret: str, counter: int) -> str:
    return str(format_hotp_value(hotp_value(secret, counter)))


def _mark(factor_id: int, counter: int) -> str:
    return vault.fingerprint(f"{factor_id}:{counter}", "totp")
