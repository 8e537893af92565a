"""Opening an account: how often it may be tried, how long it stays open, and the link that goes by mail."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.core import signing

from finpro.kernel.limits import Limit

_HOUR = timedelta(hours=1)

# Openings begun from one place with the human check, and without it: then a mail goes out for every one.
OPENINGS_FROM = Limit("openings-from", 100, _HOUR)
LINKS_FROM = Limit("opening-links-from", 10, _HOUR)
# Codes for one opening, the first one included.
RESENT = Limit("opening-codes", 5, _HOUR)
LINK_LASTS = _HOUR
_SALT = "finpro.accounts.opening"


def link_token(sign_up_id: UUID, until: datetime) -> str:
    """What the mailed link carries: which opening it continues, and until when, signed."""
    return signing.Signer(salt=_SALT).sign_object({"opening": str(sign_up_id), "until": int(until.timestamp())})


def read_link(token: str, *, at: datetime) -> UUID | None:
    """The opening that a link continues; None for one that was altered or has run out."""
    try:
        told = signing.Signer(salt=_SALT).unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    return UUID(told["opening"]) if at < datetime.fromtimestamp(told["until"], UTC) else None
