"""Whose record it is, what a way is worth, and whether somebody answers the telephone."""

from datetime import UTC, date, datetime

import pytest

from finpro.identity import policies
from finpro.identity.enums import Method, Reason
from finpro.identity.policies import Candidate, Hours, Match
from finpro.kernel.clock import EASTERN
from finpro.rulebook import lookup as rulebook

BORN, OTHER = date(1984, 5, 6), date(1984, 6, 5)
HOURS = Hours(8, 20)


@pytest.mark.parametrize(
    ("candidates", "expected"),
    [
        ([Candidate(1, BORN, False)], Match(1, ())),
        ([], Match(None, (Reason.NO_MATCH,))),
        ([Candidate(1, OTHER, False)], Match(None, (Reason.NO_MATCH,))),
        ([Candidate(1, None, False)], Match(None, (Reason.NO_MATCH,))),
        ([Candidate(1, BORN, False), Candidate(2, BORN, False)], Match(None, (Reason.AMBIGUOUS,))),
        ([Candidate(1, BORN, False), Candidate(2, OTHER, False)], Match(1, ())),
        ([Candidate(1, BORN, True)], Match(None, (Reason.CLAIMED,))),
        ([Candidate(1, OTHER, True)], Match(None, (Reason.NO_MATCH,))),
    ],
)
def test_one_free_person_whose_date_of_birth_fits(candidates, expected):
    assert policies.judge(candidates, BORN) == expected


def test_a_candidate_does_not_show_its_date_of_birth():
    assert "1984" not in repr(Candidate(1, BORN, False))


def test_every_way_has_a_level_that_the_rulebook_knows_and_the_bureau_is_surest():
    levels = rulebook.on(date(2026, 11, 23)).assurance_levels
    ranks = [levels[policies.level_of(method)].rank for method in Method]
    assert ranks == [1, 1, 3, 2, 4]


@pytest.mark.parametrize(
    ("local", "now", "until"),
    [
        ("2026-11-23 08:00", True, "2026-11-23 20:00"),
        ("2026-11-23 07:59", False, "2026-11-23 08:00"),
        ("2026-11-23 19:59", True, "2026-11-23 20:00"),
        ("2026-11-23 20:00", False, "2026-11-24 08:00"),
        ("2026-11-27 21:00", False, "2026-11-30 08:00"),
        ("2026-11-28 12:00", False, "2026-11-30 08:00"),
        ("2026-11-29 07:00", False, "2026-11-30 08:00"),
        ("2026-03-06 20:30", False, "2026-03-09 08:00"),  # over the change to summer time
    ],
)
def test_when_the_telephone_is_answered(local, now, until):
    found = policies.open_now(datetime.fromisoformat(local).replace(tzinfo=EASTERN).astimezone(UTC), HOURS)
    assert (found.now, found.until) == (now, datetime.fromisoformat(until).replace(tzinfo=EASTERN))


def test_a_telephone_number_shows_its_end():
    assert policies.masked("+12025550003") == "••••••••0003"
