"""Identifiers that people read out or that join log lines."""

import secrets

# No 0/O, 1/I/L: a reference is read over the telephone.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def reference(length: int = 8) -> str:
    """A random reference such as `7KQ2M9XB`: 31 symbols a place, so eight places hold 39 bits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))
