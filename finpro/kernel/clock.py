"""The only reader of now.

Instants are aware UTC datetimes. Legal dates are calendar dates in America/New_York (rule D-01).
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

EASTERN = ZoneInfo("America/New_York")


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Today's legal date: the calendar date in America/New_York."""
    return legal_date(now())


def legal_date(at: datetime) -> date:
    """The legal date of an aware instant."""
    return at.astimezone(EASTERN).date()
