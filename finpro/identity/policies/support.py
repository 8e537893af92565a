"""Whether somebody answers the support telephone now (rule IDV-12). Holidays are not modelled, and the page says so."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from finpro.kernel.clock import EASTERN

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Hours:
    """From which full hour to which, Monday to Friday, Eastern Time."""

    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class Open:
    """`now`: somebody answers. `until` is when that ends, or begins again; aware, in Eastern Time."""

    now: bool
    until: datetime


def open_now(at: datetime, hours: Hours) -> Open:
    """Whether the telephone is answered at an instant, and until when it stays so."""
    local = at.astimezone(EASTERN)
    midnight = datetime.combine(local.date(), time(), EASTERN)
    opens, closes = midnight + timedelta(hours=hours.opens), midnight + timedelta(hours=hours.closes)
    if local.weekday() < _SATURDAY and opens <= local < closes:
        return Open(True, closes)
    day = opens
    while day <= local or day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return Open(False, day)
