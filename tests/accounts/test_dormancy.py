"""When an account that nobody uses is warned and removed (rule LV-08): dates alone."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finpro.accounts.policies.dormancy import Act, next_step, removed_on, unused_since

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("used", "removed"),
    [
        (date(2023, 11, 22), date(2026, 11, 23)),  # the last of the 36 months still counts
        (date(2024, 2, 29), date(2027, 3, 1)),  # 29 February becomes 28 February
        (date(2024, 2, 28), date(2027, 3, 1)),
        (date(2021, 2, 28), date(2024, 2, 29)),
        (date(2022, 12, 31), date(2026, 1, 1)),
        (date(2023, 8, 31), date(2026, 9, 1)),
    ],
)
def test_removed_the_day_after_36_months(used, removed):
    assert removed_on(used, removed) == removed


USED = date(2023, 11, 22)
REMOVED = date(2026, 11, 23)


def walk(used, first, last, *, missing=()):
    """What the daily job does from one day through another, but on the missing ones; ends with the removal."""
    told, done, today = {}, [], first
    while today <= last:
        step = None if today in missing else next_step(used, today, told)
        if step:
            done.append((today, step.act, step.days, step.removed_on))
            if step.act is Act.REMOVE:
                break
            told[step.days] = today
        today += DAY
    return done


def test_warned_60_30_and_7_days_before_told_the_day_before_and_removed():
    assert walk(USED, date(2026, 1, 1), date(2027, 1, 1)) == [
        (date(2026, 9, 24), Act.WARN, 60, REMOVED),
        (date(2026, 10, 24), Act.WARN, 30, REMOVED),
        (date(2026, 11, 16), Act.WARN, 7, REMOVED),
        (date(2026, 11, 22), Act.FAREWELL, 0, REMOVED),
        (REMOVED, Act.REMOVE, 0, REMOVED),
    ]


def test_over_a_leap_day_the_warnings_count_days():
    done = walk(date(2021, 3, 31), date(2024, 1, 1), date(2024, 6, 1))
    assert [day for day, *_ in done] == [
        date(2024, 2, 1),  # 60 days, 29 February among them
        date(2024, 3, 2),
        date(2024, 3, 25),
        date(2024, 3, 31),
        date(2024, 4, 1),
    ]


def test_nobody_is_removed_who_was_not_warned_a_week_before():
    """The job did not run until long after."""
    started = date(2027, 6, 1)
    assert walk(USED, started, date(2027, 12, 1)) == [
        (started, Act.WARN, 7, date(2027, 6, 8)),
        (date(2027, 6, 7), Act.FAREWELL, 0, date(2027, 6, 8)),
        (date(2027, 6, 8), Act.REMOVE, 0, date(2027, 6, 8)),
    ]


def test_a_job_that_stood_still_for_a_while_gives_the_nearest_warning_only():
    gap = {date(2026, 9, 20) + n * DAY for n in range(40)}
    done = walk(USED, date(2026, 1, 1), date(2027, 1, 1), missing=gap)
    assert [(day, days) for day, _act, days, _on in done] == [
        (date(2026, 10, 30), 30),
        (date(2026, 11, 16), 7),
        (date(2026, 11, 22), 0),
        (REMOVED, 0),
    ]


def test_who_was_removed_late_is_told_late():
    gap = {date(2026, 11, 20) + n * DAY for n in range(10)}
    assert walk(USED, date(2026, 1, 1), date(2027, 1, 1), missing=gap)[-2:] == [
        (date(2026, 11, 30), Act.FAREWELL, 0, date(2026, 12, 1)),
        (date(2026, 12, 1), Act.REMOVE, 0, date(2026, 12, 1)),
    ]


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_the_query_looks_back_exactly_as_far_as_the_first_warning(today):
    latest = unused_since(today)
    assert next_step(latest, today, {}) is not None
    assert next_step(latest + DAY, today, {}) is None


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 200))
def test_whatever_days_are_missed_three_steps_come_before_the_removal(used, missed):
    due = removed_on(used, used)
    gap = {due - timedelta(days=100) + n * DAY for n in range(missed)}
    done = walk(used, due - timedelta(days=100), due + timedelta(days=400), missing=gap)
    assert done[-1][1] is Act.REMOVE
    assert done[-1][0] >= due
    told = {days: day for day, act, days, _on in done if act is not Act.REMOVE}
    assert done[-1][0] - told[7] >= timedelta(days=7)
    assert done[-1][0] - told[0] >= DAY
