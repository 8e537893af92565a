"""Dates, moments, money and words as the site writes them; pages of a list; initials."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from finpro.ui import filters, jinja, paging
from finpro.ui.page import initials

SPACE = "\u00a0"


def test_dates():
    assert filters.as_date(date(2026, 12, 31)) == "31 December 2026"
    assert filters.as_date(None, "Not recorded") == "Not recorded"
    assert filters.as_month(date(2026, 12, 31)) == "December 2026"
    assert filters.as_month(None) == ""
    assert filters.as_iso(date(2026, 1, 2)) == "2026-01-02"


def test_an_instant_has_the_date_of_the_eastern_clock():
    assert filters.as_date(datetime(2026, 1, 1, 4, 59, tzinfo=UTC)) == "31 December 2025"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 12, 31, 21, 5, tzinfo=UTC), "31 December 2026, 4:05 p.m. EST"),
        (datetime(2026, 7, 1, 4, 0, tzinfo=UTC), "1 July 2026, 12:00 a.m. EDT"),
        (datetime(2026, 7, 1, 16, 30, tzinfo=UTC), "1 July 2026, 12:30 p.m. EDT"),
    ],
)
def test_moments(at, said):
    assert filters.as_datetime_et(at) == said


def test_no_moment():
    assert filters.as_datetime_et(None, "Never") == "Never"


def test_a_moment_in_a_narrow_column_breaks_after_the_day_alone():
    at = datetime(2026, 12, 31, 21, 5, tzinfo=UTC)
    assert filters.as_moment(at) == f"31 December 2026, 4:05{SPACE}p.m.{SPACE}EST"
    assert filters.as_moment(None, "Never") == "Never"


def test_money_and_counts():
    assert filters.as_money(Decimal("18")) == f"USD{SPACE}18.00"
    assert filters.as_money("1218.005") == f"USD{SPACE}1,218.01"
    assert filters.as_number(10432) == "10,432"
    assert filters.plural(1, "registration") == "1 registration"
    assert filters.plural(1200, "registration") == "1,200 registrations"
    assert filters.plural(0, "branch", "branches") == "0 branches"


def test_words_kept_on_one_line_stay_escaped():
    assert filters.no_break("a <b> c") == f"a{SPACE}&lt;b&gt;{SPACE}c"


@pytest.mark.parametrize(
    ("current", "pages", "shown"),
    [
        (1, 1, (1,)),
        (1, 3, (1, 2, 3)),
        (7, 40, (1, None, 6, 7, 8, None, 40)),
        (4, 40, (1, 2, 3, 4, 5, None, 40)),
        (38, 40, (1, None, 37, 38, 39, 40)),
        (40, 40, (1, None, 39, 40)),
    ],
)
def test_the_window_of_pages(current, pages, shown):
    assert paging.window(current, pages) == shown


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Rowan Quill", "RQ"),
        ("Rowan Q. Quill", "RQ"),
        ("QUILL, ROWAN Q", "RQ"),
        ("rowan", "R"),
        ("", "?"),
        ("Élodie Øster", "ÉØ"),
    ],
)
def test_initials(name, letters):
    assert initials(name) == letters


def test_attributes_are_escaped_and_absent_ones_left_out():
    given = {"id": 'a"b', "disabled": True, "hidden": False, "value": None, "rows": 0}
    assert str(jinja.attributes(given)) == ' id="a&#34;b" disabled rows="0"'


def test_bars():
    assert jinja.bar_shares([300, 150, 1, 0], 100) == [100, 50, 1, 0]
    assert jinja.bar_shares([], 100) == []
    assert jinja.bar_shares([0, 0], 100) == [0, 0]
