"""Codes of six digits that are sent to somebody and typed in again: ten minutes, five tries, once.

Nothing that could be typed is stored. The digits are computed from the row and a key, by the mail or text that carries
them and by the check, so neither a copy of the database nor an outbox holds one.
"""

import hashlib
import hmac
import re
import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db import transaction

from finpro.kernel.models import Code

DIGITS = 6
TRIES = 5
LASTS = timedelta(minutes=10)
_SEPARATORS = re.compile(r"[\s\-\u00a0\u2013]+")


class Answer(StrEnum):
    """What became of a try."""

    RIGHT = "right"
    WRONG = "wrong"
    SPENT = "spent"  # five tries were wrong; only a new code helps
    GONE = "gone"  # expired, used, replaced by a newer one, or never sent


def issue(*, purpose: str, subject: str, at: datetime, lasts: timedelta = LASTS) -> int:
    """Make a code in the caller's transaction; the key of its row, for whoever sends it. An older one ends."""
    Code.objects.filter(purpose=purpose, subject=subject, used_at=None, expires_at__gt=at).update(expires_at=at)
    salt = secrets.token_bytes(16)
    return int(Code.objects.create(purpose=purpose, subject=subject, salt=salt, made_at=at, expires_at=at + lasts).pk)


def digits(code_id: int, *, at: datetime) -> str | None:
    """The digits to send, None once nobody could use them any more."""
    row = Code.objects.filter(pk=code_id, used_at=None, expires_at__gt=at).first()
    return _digits(row) if row else None


def tries_left(*, purpose: str, subject: str, at: datetime) -> int:
    """How many more times a code may be typed; 0 where a new one is needed."""
    row = _latest(purpose, subject)
    return max(0, TRIES - row.tries) if row and row.used_at is None and at < row.expires_at else 0


def check(*, purpose: str, subject: str, typed: str, at: datetime) -> Answer:
    """Whether this is the latest code; a right one is used up. Spaces and hyphens do not count.

    Every try counts at once, even where the caller's own work fails afterwards, so it must not run inside another
    transaction. However many try at the same time, five tries are five.
    """
    with transaction.atomic(durable=True):
        row = _latest(purpose, subject, lock=True)
        if row is None or row.used_at is not None or at >= row.expires_at:
            # The same work as below: whether a code is waiting cannot be told by the time an answer takes.
            hmac.compare_digest(_digits(Code(pk=0, salt=b"\0" * 16)), "0" * DIGITS)
            return Answer.GONE
        if row.tries >= TRIES:
            return Answer.SPENT
        row.tries += 1
        if hmac.compare_digest(_digits(row).encode(), _SEPARATORS.sub("", typed).encode()):
            row.used_at = at
        row.save(update_fields=["tries", "used_at"])
    if row.used_at is not None:
        return Answer.RIGHT
    return Answer.WRONG if row.tries < TRIES else Answer.SPENT


def withdraw(*, purpose: str, subject: str, at: datetime) -> None:
    """End the code that is waiting, if there is one."""
    Code.objects.filter(purpose=purpose, subject=subject, used_at=None, expires_at__gt=at).update(expires_at=at)


def sweep(*, before: datetime) -> int:
    """Delete the rows of codes that ended before an instant; how many."""
    return Code.objects.filter(expires_at__lt=before).delete()[0]


def _latest(purpose: str, subject: str, *, lock: bool = False) -> Code | None:
    rows = Code.objects.select_for_update() if lock else Code.objects.all()
    return rows.filter(purpose=purpose, subject=subject).order_by("-id").first()


def _digits(row: Code) -> str:
    text = f"finpro.kernel.codes\0{row.pk}\0".encode() + bytes(row.salt)
    number = int.from_bytes(hmac.new(str(settings.SECRET_KEY).encode(), text, hashlib.sha256).digest())
    return f"{number % 10**DIGITS:0{DIGITS}}"
