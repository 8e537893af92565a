"""Which months a history covers: the worked cases of the algorithm, and what must hold of every history."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finpro.filings.policies import coverage

AS_OF = date(2026, 11, 22)
YEARS, TOLERANCE = 5, 3


def covered(*rows, years=YEARS, **more):
    return coverage.cover([{"from": first, "to": last} for first, last in rows], AS_OF, years=years, **more)


def gaps(found):
    return [(coverage.spelled(gap.first), coverage.spelled(gap.last), gap.months) for gap in found.gaps]


def test_worked_case_1_the_next_month_touches():
    found = covered(("2020-01", "2022-06"), ("2022-07", "PRESENT"))
    assert gaps(found) == []
    assert found.overlaps == ()


def test_worked_case_2_three_months_are_tolerated_and_none_where_the_reading_is_strict():
    found = covered(("2020-01", "2022-06"), ("2022-10", "PRESENT"))
    assert gaps(found) == [("2022-07", "2022-09", 3)]
    assert found.longer_than(TOLERANCE) == ()
    assert found.longer_than(0) == found.gaps


def test_worked_case_3_four_months_are_too_many():
    found = covered(("2020-01", "2022-06"), ("2022-11", "PRESENT"))
    assert gaps(found) == [("2022-07", "2022-10", 4)]
    assert found.longer_than(TOLERANCE) == found.gaps
    assert coverage.said(found.gaps[0]) == "July 2022 to October 2022 (4 months)"
    assert (found.gaps[0].before, found.gaps[0].after) == (0, 1)


def test_worked_case_4_the_first_row_begins_four_years_ago():
    found = covered(("2022-11", "PRESENT"))
    assert gaps(found) == [("2021-11", "2022-10", 12)]
    assert found.longer_than(TOLERANCE) == found.gaps
    assert found.gaps[0].before is None


def test_the_first_row_may_begin_as_late_as_the_tolerance():
    assert covered(("2022-02", "PRESENT")).longer_than(TOLERANCE) == ()
    assert gaps(covered(("2022-03", "PRESENT"))) == [("2021-11", "2022-02", 4)]


def test_what_lies_before_the_window_is_not_asked_for():
    found = covered(("1990-01", "1995-12"), ("2021-10", "PRESENT"))
    assert (found.gaps, found.overlaps) == ((), ())


def test_nothing_said_of_now_is_a_gap_at_the_end():
    found = covered(("2015-01", "2026-06"))
    assert gaps(found) == [("2026-07", "2026-11", 5)]
    assert coverage.offered(found) == ({"from": "2026-07", "to": "PRESENT"},)
    assert found.open_rows == ()


def test_no_row_at_all_leaves_the_whole_window():
    assert gaps(covered()) == [("2021-11", "2026-11", 61)]


def test_a_long_row_hides_what_lies_within_it():
    found = covered(("2010-01", "PRESENT"), ("2022-01", "2022-02"))
    assert found.gaps == ()
    assert [(o.first, o.last) for o in found.overlaps] == [(2022 * 12, 2022 * 12 + 1)]


def test_a_later_start_shortens_the_window_and_an_earlier_one_does_not_lengthen_it():
    start = coverage.read("2024-05")
    assert gaps(covered(("2024-05", "PRESENT"), years=10, start=start)) == []
    assert covered(years=10, start=coverage.read("1999-01")).start == coverage.read("2016-11")


@pytest.mark.parametrize(
    "row",
    [
        {"from": "2022-13", "to": "PRESENT"},
        {"from": "0000-01", "to": "PRESENT"},
        {"from": "2022-1", "to": "PRESENT"},
        {"from": "2022-05", "to": "2022-04"},
        {"from": "2027-01", "to": "2027-02"},
        {"from": 202201, "to": None},
        {"to": "PRESENT"},
        "2022-01",
        None,
    ],
)
def test_rows_without_usable_months_cover_nothing(row):
    assert coverage.rows([row], AS_OF) == ()


@pytest.mark.parametrize(
    ("reasons", "is_explained"),
    [
        ([{"section": "residences", "from": "2022-07", "to": "2022-10", "reason": "Travelling"}], True),
        ([{"section": "residences", "from": "2022-01", "to": "PRESENT", "reason": "Travelling"}], True),
        ([{"section": "residences", "from": "2022-08", "to": "2022-10", "reason": "Travelling"}], False),
        ([{"section": "residences", "from": "2022-07", "to": "2022-09", "reason": "Travelling"}], False),
        ([{"section": "employments", "from": "2022-07", "to": "2022-10", "reason": "Travelling"}], False),
        ([{"section": "residences", "from": "2022-07", "to": "2022-10", "reason": "  "}], False),
        ([{"section": "residences", "from": "2022-07", "to": "2022-10"}], False),
        (["2022-07"], False),
        (None, False),
    ],
)
def test_a_reason_explains_the_gap_that_it_covers(reasons, is_explained):
    (gap,) = covered(("2020-01", "2022-06"), ("2022-11", "PRESENT")).gaps
    assert coverage.explained(gap, "residences", reasons) is is_explained


MONTHS = st.integers(2014 * 12, 2027 * 12).map(coverage.spelled)
ROWS = st.lists(st.fixed_dictionaries({"from": MONTHS, "to": st.one_of(st.just("PRESENT"), MONTHS)}), max_size=12)


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(history, shuffled):
    before = coverage.cover(history, AS_OF, years=YEARS)
    other = shuffled.sample(history, len(history))
    after = coverage.cover(other, AS_OF, years=YEARS)
    assert gaps(before) == gaps(after)
    assert [(o.first, o.last) for o in before.overlaps] == [(o.first, o.last) for o in after.overlaps]


@given(ROWS)
def test_filling_the_offered_months_leaves_no_gap(history):
    found = coverage.cover(history, AS_OF, years=YEARS)
    filled = coverage.cover([*history, *coverage.offered(found)], AS_OF, years=YEARS)
    assert filled.gaps == ()


@given(ROWS)
def test_missing_months_are_those_that_no_row_holds(history):
    found = coverage.cover(history, AS_OF, years=YEARS)
    held = {month for row in found.rows for month in range(row.first, row.last + 1)}
    assert set(found.missing) == set(range(found.start, found.end + 1)) - held


@given(ROWS, ROWS)
def test_another_row_never_lengthens_a_gap(history, more):
    before = coverage.cover(history, AS_OF, years=YEARS)
    after = coverage.cover([*history, *more], AS_OF, years=YEARS)
    assert set(after.missing) <= set(before.missing)


@given(st.integers(12, 9999 * 12 + 11))
def test_a_month_is_read_as_it_was_spelled(month):
    assert coverage.read(coverage.spelled(month)) == month
