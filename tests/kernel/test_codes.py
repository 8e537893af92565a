"""Codes that are typed: right once, five tries, ten minutes; and how often things may be tried."""

import re
from datetime import timedelta

import pytest

from finpro.kernel import codes, limits
from finpro.kernel.codes import Answer
from finpro.kernel.limits import Limit
from finpro.kernel.models import Code, Tally
from tests.at_once import many

ADDRESS = {"purpose": "test", "subject": "email:12"}


@pytest.fixture
def digits(at, db):
    return codes.digits(codes.issue(**ADDRESS, at=at), at=at)


def other(digits):
    return f"{(int(digits) + 1) % 10**6:06}"


def test_a_code_has_six_digits_and_stands_nowhere(digits):
    assert re.fullmatch(r"[0-9]{6}", digits)
    row = Code.objects.get()
    assert digits not in "".join(str(value) for value in vars(row).values())


def test_a_right_code_opens_once(digits, at):
    assert codes.check(**ADDRESS, typed=digits, at=at) is Answer.RIGHT
    assert codes.check(**ADDRESS, typed=digits, at=at) is Answer.GONE


@pytest.mark.parametrize("written", ["{0} {1}", "{0}-{1}", " {0}{1} ", "{0}\u00a0{1}"])
def test_a_code_may_be_typed_with_a_gap(digits, at, written):
    assert codes.check(**ADDRESS, typed=written.format(digits[:3], digits[3:]), at=at) is Answer.RIGHT


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "٠١٢٣٤٥", "abcdef", "\x00" * 6])
def test_what_is_no_code_is_a_wrong_try(digits, at, typed):
    assert codes.check(**ADDRESS, typed=typed, at=at) is Answer.WRONG


def test_after_five_wrong_tries_the_right_code_is_refused(digits, at):
    answers = [codes.check(**ADDRESS, typed=other(digits), at=at) for _ in range(6)]
    assert answers == [Answer.WRONG] * 4 + [Answer.SPENT] * 2
    assert codes.check(**ADDRESS, typed=digits, at=at) is Answer.SPENT
    assert codes.tries_left(**ADDRESS, at=at) == 0


def test_a_code_ends_after_ten_minutes(digits, at):
    late = at + codes.LASTS
    assert codes.check(**ADDRESS, typed=digits, at=late) is Answer.GONE
    assert codes.digits(Code.objects.get().pk, at=late) is None


def test_a_new_code_ends_the_older_one(digits, at):
    newer = codes.digits(codes.issue(**ADDRESS, at=at), at=at)
    if newer != digits:
        assert codes.check(**ADDRESS, typed=digits, at=at) is Answer.WRONG
    assert codes.check(**ADDRESS, typed=newer, at=at) is Answer.RIGHT


@pytest.mark.parametrize("elsewhere", [{"purpose": "other"}, {"subject": "email:13"}])
def test_a_code_opens_nothing_else(digits, at, elsewhere):
    assert codes.check(**(ADDRESS | elsewhere), typed=digits, at=at) is Answer.GONE


@pytest.mark.django_db(transaction=True)
def test_fifty_who_guess_at_the_same_time_have_five_tries_in_all(at):
    digits = codes.digits(codes.issue(**ADDRESS, at=at), at=at)

    answers = many(50, lambda number: codes.check(**ADDRESS, typed=f"{(int(digits) + 1 + number) % 10**6:06}", at=at))
    assert sorted(answers) == sorted([Answer.WRONG] * 4 + [Answer.SPENT] * 46)
    assert Code.objects.get().tries == codes.TRIES


@pytest.mark.django_db
def test_codes_that_ended_are_swept(at):
    codes.issue(**ADDRESS, at=at - timedelta(days=3))
    codes.issue(purpose="test", subject="email:14", at=at)
    assert codes.sweep(before=at - timedelta(days=1)) == 1
    assert Code.objects.count() == 1


WRONG = Limit("wrong", 3, timedelta(hours=1), (timedelta(seconds=10), timedelta(minutes=1)))
SENT = Limit("sent", 2, timedelta(hours=1))


@pytest.mark.django_db
def test_pauses_grow_and_the_last_repeats(at):
    waits, now = [], at
    for _ in range(6):
        assert limits.spend(WRONG, "mae@example.org", at=now) == 0
        waits.append(limits.wait(WRONG, "Mae@example.org ", at=now))
        now += timedelta(seconds=waits[-1])
    assert waits == [0, 0, 10, 60, 60, 60]


@pytest.mark.django_db
def test_what_must_wait_is_not_counted(at):
    for _ in range(3):
        limits.spend(WRONG, "x", at=at)
    assert [limits.spend(WRONG, "x", at=at) for _ in range(5)] == [10] * 5
    assert limits.spent(WRONG, "x", at=at) == 3


@pytest.mark.django_db
def test_without_pauses_the_window_must_end(at):
    limits.spend(SENT, "x", at=at)
    limits.spend(SENT, "x", at=at + timedelta(minutes=20))
    assert limits.spend(SENT, "x", at=at + timedelta(minutes=30)) == 30 * 60
    assert limits.spend(SENT, "x", at=at + timedelta(hours=1)) == 0
    assert limits.spent(SENT, "x", at=at + timedelta(hours=1)) == 1


@pytest.mark.django_db
def test_who_got_in_is_forgiven_and_nobody_can_be_read_from_a_count(at):
    for _ in range(3):
        limits.spend(WRONG, "mae@example.org", at=at)
    assert "mae" not in Tally.objects.get().key
    limits.forgive(WRONG, "MAE@example.org")
    assert limits.wait(WRONG, "mae@example.org", at=at) == 0


@pytest.mark.django_db
def test_counts_that_nobody_waits_for_are_swept(at):
    limits.spend(SENT, "old", at=at - timedelta(days=2))
    limits.spend(SENT, "new", at=at)
    assert limits.sweep(before=at - timedelta(days=1)) == 1
    assert limits.spent(SENT, "new", at=at) == 1
