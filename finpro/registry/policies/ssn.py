"""Social Security numbers: how they are typed and written, sealed for their column, and found again by a keyed hash."""

import hashlib
import hmac
import re
from dataclasses import dataclass

from finpro.kernel import errors, vault

COLUMN = "registry_person.ssn_sealed"
_TYPED = re.compile(r"(\d{3})[- ]?(\d{2})[- ]?(\d{4})", re.ASCII)


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """`ring` seals (kernel.vault); `lookup` is the key of the hash."""

    ring: vault.Ring
    lookup: bytes


def keys(ring: str, lookup: str) -> Keys:
    """The keys of FINPRO_SEAL_KEYS and FINPRO_SSN_LOOKUP_KEY (base64).

    Raises Refusal naming the variable that is absent or cannot be read.
    """
    return Keys(vault.read_ring(ring), vault.read_key(lookup, "FINPRO_SSN_LOOKUP_KEY"))


def typed(text: str) -> str:
    """The nine digits of a number typed with or without hyphens or spaces. Raises Invalid."""
    match = _TYPED.fullmatch(text.strip())
    if match is None:
        raise _invalid("Enter nine digits, such as 900-12-3456.")
    return "".join(match.groups())


def issued(text: str, *, fictitious: bool) -> str:
    """As `typed`, and a number that can have been issued: not 000, 666 or 9xx first, no group of zeros alone.

    Where people are `fictitious` (a demo), numbers that begin with 9 are theirs and pass. Raises Invalid.
    """
    digits = typed(text)
    area, group, serial = digits[:3], digits[3:5], digits[5:]
    never = area in {"000", "666"} or (area[0] == "9" and not fictitious)
    if never or group == "00" or serial == "0000":
        raise _invalid("This is not a number that is ever issued. Check it against your Social Security card.")
    return digits


def _invalid(message: str) -> errors.Invalid:
    return errors.Invalid(message, [errors.Finding("SSN", "error", "/ssn", message)])


def written(digits: str) -> str:
    """Nine digits as people write them."""
    return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}"


def masked(digits: str) -> str:
    """The last four digits, the rest hidden."""
    return f"•••-••-{digits[-4:]}"


def seal(digits: str, by: Keys) -> bytes:
    """Nine digits sealed under the first key of the ring; never twice the same bytes."""
    return vault.seal(digits.encode(), COLUMN, by.ring)


def unseal(sealed: bytes, by: Keys) -> str:
    """The nine digits. Raises Refusal where the ring lacks the key, or the bytes are not what was sealed."""
    return vault.unseal(sealed, COLUMN, by.ring).decode()


def lookup(digits: str, by: Keys) -> bytes:
    """The keyed hash by which an exact number is found."""
    return hmac.new(by.lookup, digits.encode(), hashlib.sha256).digest()
