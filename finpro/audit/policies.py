"""The chain of hashes: what exactly is hashed. Changing it breaks every seal that exists."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any, NamedTuple

# What the first event is hashed onto.
GENESIS = "0" * 64


class Sealable(NamedTuple):
    """An event as it is hashed. `xid` is the writing transaction's 64-bit id."""

    id: int
    xid: int
    tag: str
    at: datetime
    actor: str
    hat: str
    subject: str
    request_id: str
    reason: str
    data: Any


def canonical(event: Sealable) -> bytes:
    """The event as UTF-8 JSON: keys sorted, no spaces, the instant in UTC with microseconds."""
    at = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    fields = event._asdict() | {"at": at}
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def link(head: str, event: Sealable) -> str:
    """The next head: SHA-256 over the previous one and the event, in hexadecimal."""
    return hashlib.sha256(head.encode() + b"\n" + canonical(event)).hexdigest()
