"""What is decided about signatures without asking anybody: whose turn it is, which name will do, when it is late."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from finpro.kernel import errors
from finpro.rulebook import lookup as rulebook
from finpro.signatures.enums import Signer

NAME_LENGTH = 120  # characters of a typed name
REASON_LENGTH = 2_000  # characters of why something was declined


@dataclass(frozen=True, slots=True)
class Asked:
    """A signature to be asked for. `version` names the statement's text; blocks of a lower `order` come first."""

    key: str
    title: str
    signer: Signer
    order: int
    statement: str
    version: str


@dataclass(frozen=True, slots=True)
class Shown:
    """How and when a signer last showed who it is, and from where the request came. `way` is a code of
    accounts.enums.Way."""

    way: str
    at: datetime
    address: str
    user_agent: str


def digest_of(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hex: of a statement, or of a document's canonical JSON."""
    return hashlib.sha256(text.encode()).hexdigest()


def turn(blocks: Sequence[tuple[str, int]], signed: Collection[str]) -> tuple[str, ...]:
    """Which blocks may be signed now: (key, order) of all, keys of the signed ones. Lower orders come first."""
    left = [(key, order) for key, order in blocks if key not in signed]
    first = min((order for _, order in left), default=0)
    return tuple(key for key, order in left if order == first)


def typed_name(name: str) -> str:
    """The name as it is stored: without blanks around and doubled ones. Raises Invalid for one that is none."""
    tidy = " ".join(name.split())
    if sum(character.isalpha() for character in tidy) < 2 or len(tidy) > NAME_LENGTH:
        message = "Type your full name. It is your signature"
        raise errors.Invalid(message, [errors.Finding("SIG-01", "error", "/name", message)])
    return tidy


def expires_on(sent_on: date) -> date:
    """The last day on which the person may sign what was sent on the date (rule SIG-02)."""
    days = rulebook.on(sent_on).constants["signature_days"].value
    return sent_on + timedelta(days=int(str(days)))


def reminders_due(sent_on: date, today: date) -> int:
    """How many reminders are due by today for what was sent on the date and still waits (rule SIG-02)."""
    days = rulebook.on(sent_on).constants["signature_reminder_days"].value
    if not isinstance(days, tuple):
        raise TypeError("signature_reminder_days is a list of days")
    return sum(sent_on + timedelta(days=int(day)) <= today for day in days)


def late(expires: date | None, today: date) -> bool:
    """Whether the person's last day to sign is over."""
    return expires is not None and today > expires
