"""What is decided about accounts without asking anybody."""

from finpro.accounts.policies.ways import (
    BOTH,
    CODES_FROM,
    CODES_SENT,
    FRESH,
    FROM_ADDRESS,
    FROM_NETWORK,
    IDLE,
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
    "FRESH",
    "FROM_ADDRESS",
    "FROM_NETWORK",
    "IDLE",
    "LOCKS_AFTER",
    "RENEWS",
    "SECOND",
    "WRONG_PASSWORDS",
    "WRONG_SECONDS",
    "fresh",
    "strong",
]
