"""How often, how long, how strong: what is decided about ways in without asking anybody."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from finpro.accounts.enums import Way
from finpro.kernel.limits import Limit

_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)

# Wrong passwords for one address, known or not. After LOCKS_AFTER only a code sent to the address opens it again.
WRONG_PASSWORDS = Limit("password", 5, _DAY, (_MINUTE / 2, _MINUTE, 2 * _MINUTE, 5 * _MINUTE, 15 * _MINUTE, _DAY))
LOCKS_AFTER = 10
# Wrong passwords from one place, for whatever addresses.
FROM_ADDRESS = Limit("password-from", 30, timedelta(hours=1), (_MINUTE, 5 * _MINUTE, 15 * _MINUTE))
FROM_NETWORK = Limit("password-network", 200, timedelta(hours=1), (_MINUTE, 5 * _MINUTE))
# Wrong second factors of one account.
WRONG_SECONDS = Limit("second-step", 5, timedelta(hours=1), (_MINUTE, 5 * _MINUTE, 15 * _MINUTE))
# Codes sent for one address or telephone, and to whoever asks from one place.
# Each sent one is five guesses of a million, so that a day must not bring many; and who gets them did not ask for them.
CODES_SENT = Limit("codes-sent", 5, _DAY, tuple(timedelta(hours=hours) for hours in (1, 2, 4, 8, 24)))
CODES_FROM = Limit("codes-from", 30, timedelta(hours=1))

# How long showing who one is counts as fresh, for what is sensitive.
FRESH = timedelta(minutes=10)

# A passkey is two factors in one.
BOTH = frozenset({Way.PASSKEY})
SECOND = frozenset({Way.PASSKEY, Way.TOTP, Way.RECOVERY})
# A recovery code gets one in; it does not show anew who one is.
RENEWS = frozenset({Way.PASSWORD, Way.PASSKEY, Way.TOTP, Way.GOOGLE, Way.EMAIL_CODE})


def fresh(ways: Mapping[Way, datetime], at: datetime) -> bool:
    """Whether one of the ways was shown recently enough."""
    return any(way in RENEWS and at - shown < FRESH for way, shown in ways.items())


def strong(ways: Mapping[Way, datetime]) -> bool:
    """Whether a second factor is among the ways."""
    return bool(SECOND & set(ways))
