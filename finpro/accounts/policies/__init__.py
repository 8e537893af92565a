"""What is decided about accounts without asking anybody."""

from finpro.accounts.policies.sessions import DEVICE_KNOWN, Endurance, endurance
from finpro.accounts.policies.ways import (
    BOTH,
    CODES_FROM,
    CODES_SENT,
    FRESH,
    FROM_ADDRESS,
    FROM_NETWORK,
    LOCKS_AFTER,
    RENEWS,
    SECOND,
    WRONG_PASSWORDS,
    WRONG_SECONDS,
    fresh,
    strong,
)

__all__ = [
    "BOTH",
    "CODES_FROM",
    "CODES_SENT",
    "DEVICE_KNOWN",
    "FRESH",
    "FROM_ADDRESS",
    "FROM_NETWORK",
    "LOCKS_AFTER",
    "RENEWS",
    "SECOND",
    "WRONG_PASSWORDS",
    "WRONG_SECONDS",
    "Endurance",
    "endurance",
    "fresh",
    "strong",
]
