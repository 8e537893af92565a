"""Secrets at rest: sealed by AES-256-GCM under a ring of keys, opened only where they were sealed for.

What is sealed reads `version · length of key id · key id · nonce · ciphertext`; the name of its column is bound to it,
so that it opens nowhere else. The first key of the ring seals; older ones only open, until rotation is done.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from finpro.kernel import errors

VERSION = 1
NONCE = 12
KEY = 32

Ring = Mapping[str, bytes]


def ring() -> Ring:
    """The keys of this installation by id, the sealing one first. Raises Refusal naming the variable to mend."""
    return read_ring(settings.FINPRO["seal_keys"])


@lru_cache(maxsize=4)
def read_ring(text: str) -> Ring:
    """`id:base64` pairs joined by commas. Raises Refusal where none is there, or one cannot be read."""
    parts = [part.strip().partition(":") for part in text.split(",") if part.strip()]
    found = {name: read_key(coded, "FINPRO_SEAL_KEYS") for name, _, coded in parts}
    if not found or "" in found or len(found) != len(parts):
        raise _unusable("FINPRO_SEAL_KEYS")
    return found


def read_key(text: str, variable: str) -> bytes:
    """A key of 32 bytes in base64. Raises Refusal naming the variable."""
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise _unusable(variable) from None
    if len(key) != KEY:
        raise _unusable(variable)
    return key


def seal(plain: bytes, column: str, keys: Ring) -> bytes:
    """The bytes sealed under the first key of the ring for `table.column`; never twice the same."""
    name, key = next(iter(keys.items()))
    nonce = secrets.token_bytes(NONCE)
    head = bytes([VERSION, len(name.encode())]) + name.encode()
    return head + nonce + AESGCM(key).encrypt(nonce, plain, column.encode())


def unseal(sealed: bytes, column: str, keys: Ring) -> bytes:
    """What was sealed. Raises Refusal where the ring lacks the key, or the bytes are not what was sealed there."""
    name, rest = sealed_by(sealed), sealed[2 + sealed[1] :]
    key = keys.get(name)
    if key is None:
        raise errors.Refusal(f"This is sealed under the key {name}, which FINPRO_SEAL_KEYS does not hold.", "seal")
    try:
        return AESGCM(key).decrypt(rest[:NONCE], rest[NONCE:], column.encode())
    except InvalidTag:
        raise errors.Refusal("What is sealed was altered, or its key is another one.", "seal") from None


def sealed_by(sealed: bytes) -> str:
    """The id of the key under which it is sealed. Raises Refusal for bytes that are nothing sealed."""
    if len(sealed) < 2 or sealed[0] != VERSION or len(sealed) < 2 + sealed[1] + NONCE:
        raise errors.Refusal("What is stored is not sealed.", "seal")
    return sealed[2 : 2 + sealed[1]].decode(errors="replace")


def fingerprint(text: str, purpose: str) -> str:
    """A keyed hash in hexadecimal, by which a value can be recognised but not read back. Keyed by SECRET_KEY."""
    return hmac.new(str(settings.SECRET_KEY).encode(), f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()


def _unusable(variable: str) -> errors.Refusal:
    return errors.Refusal(
        f"What is sealed cannot be read or kept: {variable} is absent or is not made of 32-byte keys in base64. "
        "Nothing was changed. Whoever runs this installation must set it.",
        "seal",
    )
