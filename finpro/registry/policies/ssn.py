"""Social Security numbers at rest: sealed by AES-256-GCM, found again by a keyed hash.

A sealed number is `version · length of key id · key id · nonce · ciphertext`; the name of its column is bound to it, so
that it opens nowhere else. The key that seals is the first of a ring; older ones only open, until rotation is done.
"""

import base64
import binascii
import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from finpro.kernel import errors

COLUMN = b"registry_person.ssn_sealed"
VERSION = 1
NONCE = 12
KEY = 32
_TYPED = re.compile(r"(\d{3})[- ]?(\d{2})[- ]?(\d{4})", re.ASCII)


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """`ring`: key by id, the sealing one first. `lookup`: key of the hash."""

    ring: Mapping[str, bytes]
    lookup: bytes


@lru_cache(maxsize=4)
def keys(ring: str, lookup: str) -> Keys:
    """The keys of FINPRO_SSN_KEYS (`id:base64` joined by commas) and FINPRO_SSN_LOOKUP_KEY (base64).

    Raises Refusal naming the variable that is absent or cannot be read.
    """
    parts = [part.strip().partition(":") for part in ring.split(",") if part.strip()]
    found = {name: _key(text, "FINPRO_SSN_KEYS") for name, _, text in parts}
    if not found or "" in found or len(found) != len(parts):
        raise _unusable("FINPRO_SSN_KEYS")
    return Keys(found, _key(lookup, "FINPRO_SSN_LOOKUP_KEY"))


def typed(text: str) -> str:
    """The nine digits of a number typed with or without hyphens or spaces. Raises Invalid."""
    match = _TYPED.fullmatch(text.strip())
    if match is None:
        raise errors.Invalid(
            "Enter nine digits, such as 900-12-3456.",
            [errors.Finding("SSN", "error", "/ssn", "Enter nine digits, such as 900-12-3456.")],
        )
    return "".join(match.groups())


def written(digits: str) -> str:
    """Nine digits as people write them."""
    return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}"


def masked(digits: str) -> str:
    """The last four digits, the rest hidden."""
    return f"•••-••-{digits[-4:]}"


def seal(digits: str, by: Keys) -> bytes:
    """Nine digits sealed under the first key of the ring; never twice the same bytes."""
    name, key = next(iter(by.ring.items()))
    nonce = secrets.token_bytes(NONCE)
    head = bytes([VERSION, len(name.encode())]) + name.encode()
    return head + nonce + AESGCM(key).encrypt(nonce, digits.encode(), COLUMN)


def unseal(sealed: bytes, by: Keys) -> str:
    """The nine digits. Raises Refusal where the ring lacks the key, or the bytes are not what was sealed."""
    name, rest = sealed_by(sealed), sealed[2 + sealed[1] :]
    key = by.ring.get(name)
    if key is None:
        raise errors.Refusal(f"The number is sealed under the key {name}, which FINPRO_SSN_KEYS does not hold.", "ssn")
    try:
        return AESGCM(key).decrypt(rest[:NONCE], rest[NONCE:], COLUMN).decode()
    except InvalidTag:
        raise errors.Refusal("The sealed number was altered, or its key is another one.", "ssn") from None


def sealed_by(sealed: bytes) -> str:
    """The id of the key under which a number is sealed. Raises Refusal for bytes that are no sealed number."""
    if len(sealed) < 2 or sealed[0] != VERSION or len(sealed) < 2 + sealed[1] + NONCE:
        raise errors.Refusal("What is stored is not a sealed number.", "ssn")
    return sealed[2 : 2 + sealed[1]].decode(errors="replace")


def lookup(digits: str, by: Keys) -> bytes:
    """The keyed hash by which an exact number is found."""
    return hmac.new(by.lookup, digits.encode(), hashlib.sha256).digest()


def _key(text: str, variable: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise _unusable(variable) from None
    if len(key) != KEY:
        raise _unusable(variable)
    return key


def _unusable(variable: str) -> errors.Refusal:
    return errors.Refusal(
        f"Social Security numbers cannot be read or kept: {variable} is absent or is not made of 32-byte keys in "
        "base64. Nothing was changed. Whoever runs this installation must set it.",
        "ssn",
    )
