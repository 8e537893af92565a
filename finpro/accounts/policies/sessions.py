"""How long a session lives, and for how long a device is known."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from finpro.rulebook import lookup as rulebook

# A browser on a network that was not used for this long counts as new again.
DEVICE_KNOWN = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Endurance:
    """How long a session lives: `idle` without activity, `whole` in any case; `warning` is how long before is said."""

    idle: timedelta
    warning: timedelta
    whole: timedelta


@lru_cache(maxsize=64)
def endurance(day: date) -> Endurance:
    """What the rulebook says of sessions on a day."""
    rules = rulebook.on(day)
    return Endurance(
        timedelta(minutes=rules.number("idle_minutes")),
        timedelta(minutes=rules.number("idle_warning_minutes")),
        timedelta(hours=rules.number("session_hours")),
    )
