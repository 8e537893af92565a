"""When the yearly certification is asked for, and by which addresses people are recognised."""

from datetime import date

import pytest

from finpro.access import policies
from finpro.access.policies import Standing
from finpro.kernel import errors

EARLY, OPENS, DUE, LATE = date(2026, 4, 14), date(2026, 4, 15), date(2026, 6, 17), date(2026, 6, 18)
LONG_AGO = date(2025, 1, 2)


def test_the_window_is_the_rulebooks():
    assert policies.window(2026) == policies.Window(OPENS, DUE)


@pytest.mark.parametrize(
    ("on", "since", "closed", "expected"),
    [
        (OPENS, None, False, Standing.NOT_NEEDED),
        (LATE, None, False, Standing.NOT_NEEDED),
        (EARLY, LONG_AGO, False, Standing.EARLY),
        (OPENS, LONG_AGO, False, Standing.DUE),
        (DUE, LONG_AGO, False, Standing.DUE),
        (LATE, LONG_AGO, False, Standing.OVERDUE),
        (LATE, DUE, False, Standing.OVERDUE),
        (LATE, LATE, False, Standing.NOT_DUE),
        (LATE, LONG_AGO, True, Standing.DONE),
        (LATE, None, True, Standing.DONE),
    ],
)
def test_standing(on, since, closed, expected):
    assert policies.standing(2026, on, first_other_on=since, closed=closed) is expected


@pytest.mark.parametrize(
    ("on", "others", "unfinished", "words"),
    [
        (OPENS, 1, None, None),
        (LATE, 1, None, None),
        (EARLY, 1, None, "opens on 15 April 2026"),
        (OPENS, 0, None, "nobody to certify"),
        (OPENS, 1, 2025, "certification of 2025 is not closed"),
    ],
)
def test_opening(on, others, unfinished, words):
    sentence = policies.open_certification.why_not(2026, on, others, unfinished)
    assert (sentence is None) if words is None else (words in sentence)


def test_closing_waits_for_everybody():
    assert policies.close_certification.ok(0, None)
    assert "1 user is not decided" in policies.close_certification.why_not(1, None)
    assert "3 users are not decided" in policies.close_certification.why_not(3, None)


def test_a_choice_is_a_firms_to_make():
    assert policies.choose.ok(["u4.draft"])
    with pytest.raises(errors.Refusal, match="at least one"):
        policies.choose([])
    with pytest.raises(errors.Refusal, match="not a firm's to give"):
        policies.choose(["record.view"])
