"""Who counts as one human, which reasons fit, how long something has waited, in words."""

from datetime import timedelta

import pytest

from finpro.casework import policies
from finpro.casework.enums import Kind, Outcome
from finpro.casework.policies import Human

ONE = Human(1, 7, frozenset({"a@example.org"}), "+15035550101")


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (Human(1, None, frozenset(), ""), True),
        (Human(2, 7, frozenset(), ""), True),
        (Human(2, 8, frozenset({"b@example.org", "a@example.org"}), ""), True),
        (Human(2, 8, frozenset(), "+15035550101"), True),
        (Human(2, 8, frozenset({"b@example.org"}), "+15035550102"), False),
        (Human(2, None, frozenset(), ""), False),
    ],
)
def test_one_sign_in_common_makes_one_human(other, same):
    assert policies.same_human(ONE, other) is same
    assert policies.same_human(other, ONE) is same


def test_two_of_whom_nothing_is_known_are_two():
    assert not policies.same_human(Human(1, None, frozenset(), ""), Human(2, None, frozenset(), ""))


@pytest.mark.parametrize(
    ("waited", "words"),
    [
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=59), "59 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=23, minutes=59), "23 hours"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=40), "40 days"),
    ],
)
def test_age_in_words(at, waited, words):
    assert policies.age(at - waited, at) == words


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_reasons_for_either_outcome(kind, at):
    outcomes = {reason.outcome for reason in policies.reasons_for(policies.ABOUT[kind], at)}
    assert outcomes == {"granted", "refused"}


def test_a_reason_belongs_to_its_group_and_outcome(at):
    assert policies.fits("DOCUMENT_SEEN", "identity", Outcome.GRANTED, at)
    assert not policies.fits("DOCUMENT_SEEN", "identity", Outcome.REFUSED, at)
    assert not policies.fits("DOCUMENT_SEEN", "vouching", Outcome.GRANTED, at)
    assert not policies.fits("NONSENSE", "identity", Outcome.GRANTED, at)
