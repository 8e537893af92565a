"""For who cannot get in: a mailed code opens the lock, or lets its owner in to choose a new password.

A known and an unknown address are treated alike: the same words, the same rows, the same time. What differs is done by
a job. The code is bound to the session that asked for it, so that nobody else can spend its tries. A mailed code is one
way to show who one is: where the account has a second factor, it is asked as ever.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.http import HttpRequest

from finpro.accounts import jobs as sending
from finpro.accounts import policies
from finpro.accounts import selectors as found
from finpro.accounts import services as accounts
from finpro.accounts.adapters import door
from finpro.accounts.enums import Help, Way
from finpro.accounts.models import User
from finpro.kernel import actor, codes, limits, vault
from finpro.kernel.codes import Answer
from finpro.kernel.http.clients import client_address, place
from finpro.kernel.http.tries import count_tries

# Key of the session.
ASKED = "help"


@dataclass(frozen=True, slots=True)
class Asked:
    """What this session asked for. `who` is a keyed hash of the address, `user_id` 0 where nobody has it; `sent`: a
    code was asked for, and is on its way if there is an account."""

    kind: Help
    who: str
    user_id: int
    code_for: str
    sent: bool


def begin(request: HttpRequest, *, kind: Help, email: str) -> None:
    """Remember for which address help is asked, before any code is sent. The address itself is not kept."""
    who = vault.fingerprint(email.strip().lower(), "help")
    _keep(request, Asked(kind, who, found.user_id(email) or 0, secrets.token_hex(16), sent=False))


def asked(request: HttpRequest) -> Asked | None:
    """What this session asked for, None where nothing."""
    kept = request.session.get(ASKED)
    return Asked(Help(kept["kind"]), kept["who"], kept["user"], kept["for"], kept["sent"]) if kept else None


def send(request: HttpRequest, *, at: datetime) -> None:
    """Send a code, or do the same work for nobody. Raises TooMany where too many were sent, here or to this address."""
    it = _asked(request)
    count_tries((policies.CODES_FROM, place(client_address(request))), (policies.CODES_SENT, it.who), at=at)
    with transaction.atomic():
        code_id = codes.issue(purpose=it.kind.value, subject=it.code_for, at=at)
        sending.send_help.defer(kind=it.kind.value, user_id=it.user_id, code_id=code_id)
    _keep(request, Asked(it.kind, it.who, it.user_id, it.code_for, sent=True))


def type_code(request: HttpRequest, *, code: str, going: str, at: datetime) -> tuple[Answer, bool]:
    """What became of the typed code, and whether a session was opened by it.

    A right one opens the lock, or enters by the one door; there `going` is where the way leads on, and a second factor
    may still be owed.
    """
    it = _asked(request)
    answer = codes.check(purpose=it.kind.value, subject=it.code_for, typed=code, at=at)
    user = User.objects.filter(pk=it.user_id, is_active=True).first()
    if answer is not Answer.RIGHT or user is None:
        return (Answer.WRONG if answer is Answer.RIGHT else answer), False
    request.session.pop(ASKED)
    # Whoever reads the owner's mail is the owner here: what others mistyped no longer stands in the way.
    limits.forgive(policies.WRONG_PASSWORDS, user.email)
    if it.kind is Help.RESET:
        return answer, door.enter(request, user=user, way=Way.EMAIL_CODE, at=at, going=going)
    with transaction.atomic():
        accounts.open_lock(user_id=user.pk, by=actor.account(user.pk), at=at)
    return answer, False


def _asked(request: HttpRequest) -> Asked:
    it = asked(request)
    if it is None:
        raise LookupError("Nothing was asked for in this session.")
    return it


def _keep(request: HttpRequest, it: Asked) -> None:
    request.session[ASKED] = {
        "kind": it.kind.value,
        "who": it.who,
        "user": it.user_id,
        "for": it.code_for,
        "sent": it.sent,
    }
