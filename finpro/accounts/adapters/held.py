"""What a form sent to a session that had just ended: kept for its sender alone, to be sent after signing in again.

It lies sealed in the anonymous session that followed, for half an hour at most, and is dropped as soon as anybody else
signs in there. Secrets are not among it: neither what a view that is `unheld` was sent, nor what a name tells of.
"""

import base64
import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest

from finpro.kernel import vault

KEY, COLUMN = "held", "session.held"
KEPT_FOR = timedelta(minutes=30)
# Characters of one form; more is not kept.
MOST = 200_000
_SECRET = re.compile(
    r"passw|passphrase|ssn|social|secret|(?<!postal_)(?<!zip_)code|pin$|otp|answer|birth|born|dob|csrf|token|altcha"
)


@dataclass(frozen=True, slots=True)
class Held:
    """A form that was not sent. `path` is an address of this site; `fields` are pairs of name and value, in order."""

    path: str
    fields: tuple[tuple[str, str], ...]

    @property
    def shown(self) -> list[tuple[str, str]]:
        """The fields that hold something, their names in words."""
        return [(_words(name), value) for name, value in self.fields if value.strip()]


def hold(request: HttpRequest, *, user_id: int, at: datetime) -> bool:
    """Keep what the form sent, for this account. False where it cannot be kept: files, or too much."""
    fields = [
        (name, value) for name, values in request.POST.lists() for value in values if not _SECRET.search(name.lower())
    ]
    if request.FILES or sum(len(name) + len(str(value)) for name, value in fields) > MOST:
        return False
    text = json.dumps({"path": request.get_full_path(), "fields": fields})
    sealed = base64.b64encode(vault.seal(text.encode(), COLUMN, vault.ring())).decode()
    request.session[KEY] = {"user": user_id, "at": at.isoformat(), "sealed": sealed}
    return True


def held(request: HttpRequest, *, user_id: int, at: datetime) -> Held | None:
    """What waits for this account; None where nothing does, or no longer."""
    kept: dict[str, Any] | None = request.session.get(KEY)
    if not kept or kept["user"] != user_id or at >= datetime.fromisoformat(kept["at"]) + KEPT_FOR:
        return None
    found = json.loads(vault.unseal(base64.b64decode(kept["sealed"]), COLUMN, vault.ring()))
    return Held(found["path"], tuple((name, value) for name, value in found["fields"]))


def take(request: HttpRequest, *, user_id: int, at: datetime) -> Held | None:
    """The same, and it waits no longer."""
    found = held(request, user_id=user_id, at=at)
    request.session.pop(KEY, None)
    return found


def keep_for(request: HttpRequest, *, user_id: int) -> None:
    """Somebody signs in here: what waits for another account is dropped."""
    kept = request.session.get(KEY)
    if kept and kept["user"] != user_id:
        del request.session[KEY]


def _words(name: str) -> str:
    return re.sub(r"[_\-.\[\]]+", " ", name).strip().capitalize()
