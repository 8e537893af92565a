"""A provider that sends nothing: every message becomes a JSON file that the developer outbox page shows.

A number that ends in 0098 is unavailable and one that ends in 0099 is refused, so that both can be walked by hand.
"""

import hashlib
import json
import os
import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings

from finpro.integrations.sms.port import Message, Receipt, Refused, Unavailable
from finpro.kernel import clock

UNAVAILABLE = "0098"
REFUSED = "0099"


@dataclass(frozen=True, slots=True)
class Sent:
    """A message of the outbox. `sent_at` is aware, in UTC."""

    to: str = field(repr=False)
    channel: str
    body: str = field(repr=False)
    sent_at: datetime


class Sandbox:
    """Writes messages into one folder, a file each, readable by its owner alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: Message) -> Receipt:
        """Write the message down. A key that was used before leaves the first message as it is."""
        if message.to.endswith(UNAVAILABLE):
            raise Unavailable("SANDBOX_UNAVAILABLE")
        if message.to.endswith(REFUSED):
            raise Refused("SANDBOX_REFUSED")
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = hashlib.sha256(message.key.encode()).hexdigest()[:32]
        sent_at = clock.now()
        written = {
            "to": message.to,
            "channel": message.channel,
            "body": message.body,
            "key": message.key,
            "sent_at": sent_at.isoformat(),
        }
        repeated = _write_once(self.folder / f"{name}.json", json.dumps(written, indent=2), sent_at)
        return Receipt(name, repeated)

    def list_messages(self, limit: int) -> tuple[Sent, ...]:
        """The newest messages, newest first."""
        files = [(path.stat().st_mtime_ns, path) for path in self.folder.glob("*.json")]
        found = [json.loads(path.read_text(encoding="utf-8")) for _, path in sorted(files, reverse=True)[:limit]]
        return tuple(
            Sent(one["to"], one["channel"], one["body"], datetime.fromisoformat(one["sent_at"])) for one in found
        )


def _write_once(path: Path, text: str, at: datetime) -> bool:
    """Write a whole file or nothing, dated `at`; True where it stood there before."""
    handle, temporary = tempfile.mkstemp(dir=path.parent)  # 0600 from its first moment
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        stamp = int(at.timestamp() * 1_000_000) * 1_000
        os.utime(temporary, ns=(stamp, stamp))  # the order of the list, without reading every file
        os.link(temporary, path)
    except FileExistsError:
        return True
    finally:
        os.unlink(temporary)
    return False


def configured() -> Sandbox:
    """The sandbox of this installation, writing to HOME/outbox."""
    return Sandbox(Path(settings.FINPRO["home"]) / "outbox")


def list_messages(limit: int = 50) -> tuple[Sent, ...]:
    """The newest messages of this installation's sandbox, newest first, for the developer outbox page."""
    return configured().list_messages(limit)
