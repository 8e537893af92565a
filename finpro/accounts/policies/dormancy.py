"""When an account that nobody uses is warned, and when it is removed (rule LV-08)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from finpro.kernel.days import months_after
from finpro.rulebook import lookup as rulebook

# The last mail, to the address that is deleted with the account.
FAREWELL = 0


class Act(StrEnum):
    """What is to be done about an account that nobody uses."""

    WARN = "warn"
    FAREWELL = "farewell"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Step:
    """The next thing to do. `days` names the warning (0: the farewell); `removed_on` is the day of the removal."""

    act: Act
    days: int
    removed_on: date


def removed_on(used_on: date, today: date) -> date:
    """The day on which an account last used on `used_on` is removed: the day after 36 months (rule LV-08), whose last
    day still counts (rule D-03); 29 February becomes 28 February (rule D-02)."""
    return months_after(used_on, _months(today)) + timedelta(days=1)


def unused_since(today: date) -> date:
    """The latest day of last use that anything is to be done about today: that of the first warning."""
    target = today + timedelta(days=max(_warnings(today)))
    day = months_after(target, -_months(today))
    while removed_on(day + timedelta(days=1), today) <= target:
        day += timedelta(days=1)
    while removed_on(day, today) > target:
        day -= timedelta(days=1)
    return day


def next_step(used_on: date, today: date, told: Mapping[int, date]) -> Step | None:
    """What is to be done today, None for nothing. `told` says when each warning, and the farewell (0), was sent.

    The farewell is sent the day before. Nobody is removed who was not warned: where the job did not run in time, the
    removal waits until the last warning has stood for its days, and then until the day after the farewell.
    """
    due = removed_on(used_on, today)
    last = min(_warnings(today))
    if last in told:
        due = max(due, told[last] + timedelta(days=last))
    else:
        reached = [days for days in sorted(_warnings(today)) if today >= due - timedelta(days=days)]
        if not reached:
            return None
        days = reached[0]
        return None if days in told else Step(Act.WARN, days, max(due, today + timedelta(days=days)))
    if today < due - timedelta(days=1):
        return None
    if FAREWELL not in told:
        return Step(Act.FAREWELL, FAREWELL, max(due, today + timedelta(days=1)))
    return Step(Act.REMOVE, FAREWELL, today) if today >= due and today > told[FAREWELL] else None


def _months(today: date) -> int:
    return rulebook.on(today).number("credential_inactive_months")


def _warnings(today: date) -> tuple[int, ...]:
    value = rulebook.on(today).constants["dormancy_warning_days"].value
    if not isinstance(value, tuple):
        raise TypeError("the constant dormancy_warning_days is no list")
    return tuple(int(days) for days in value)
