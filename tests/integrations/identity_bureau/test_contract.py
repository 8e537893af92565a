"""What every bureau does: the sandbox, and one that is asked over HTTP."""

import logging
import re
from dataclasses import fields
from datetime import timedelta

import pytest
import time_machine

from finpro.integrations import identity_bureau
from finpro.integrations.identity_bureau import NONE_OF_THE_ABOVE, PasscodeOffer, Score, Unavailable
from finpro.kernel import clock
from tests.integrations.identity_bureau.conftest import SSN, applicant

CODE = PasscodeOffer(("text", "call"))


@pytest.mark.parametrize(
    ("ending", "passcode", "reason", "questions", "known"),
    [
        ("0001", CODE, "", False, True),
        ("0002", None, "PHONE_NOT_CONFIRMED", True, True),
        ("0003", CODE, "", True, True),
        ("0004", None, "PHONE_NOT_CONFIRMED", False, False),
        ("", None, "NO_PHONE_GIVEN", True, True),
    ],
)
def test_what_is_offered_follows_what_the_bureau_holds(asking, ending, passcode, reason, questions, known):
    """IDV-02, IDV-06, IDV-07, IDV-08."""
    found = asking.bureau.inquire(applicant(ending))
    assert (found.passcode, found.no_passcode_reason, found.questions, found.known) == (
        passcode,
        reason,
        questions,
        known,
    )
    assert found.reference


def test_every_question_ends_in_none_of_the_above_and_for_one_it_is_right(asking):
    """IDV-04, IDV-11."""
    for number in range(10):
        reference = asking.bureau.inquire(applicant(ssn=f"12345{number:04d}")).reference
        quiz, right = asking.bureau.questions(reference), asking.sandbox.answers_for(reference)
        assert len(quiz.questions) >= 5
        assert len({question.text for question in quiz.questions}) == len(quiz.questions)
        for question in quiz.questions:
            texts = [choice.text for choice in question.choices]
            assert texts[-1] == NONE_OF_THE_ABOVE
            assert len(set(texts)) == len(texts) == 5
        nones = [question for question in quiz.questions if right[question.id] == question.choices[-1].id]
        assert 1 <= len(nones) < len(quiz.questions)


def test_the_same_reference_asks_the_same_and_another_inquiry_something_else(asking):
    first = asking.bureau.inquire(applicant()).reference
    assert asking.bureau.questions(first) == asking.bureau.questions(first)
    other = asking.bureau.inquire(applicant()).reference
    assert asking.bureau.questions(other) != asking.bureau.questions(first)


def test_right_answers_pass_and_can_be_given_once(asking):
    reference = asking.bureau.inquire(applicant()).reference
    right = asking.sandbox.answers_for(reference)
    assert asking.bureau.score(reference, right) == Score(passed=True)
    assert asking.bureau.score(reference, right) == Score(passed=False, reason="USED_UP")


@pytest.mark.parametrize("answers", ["none", "unknown", "always the last"])
def test_wrong_answers_fail_and_use_the_quiz_up(asking, answers):
    reference = asking.bureau.inquire(applicant()).reference
    right = asking.sandbox.answers_for(reference)
    given = {
        "none": {},
        "unknown": {"q1": "99", "elsewhere": "1"},
        "always the last": dict.fromkeys(right, "5"),
    }[answers]
    assert asking.bureau.score(reference, given) == Score(passed=False, reason="SCORE_LOW")
    assert asking.bureau.score(reference, right) == Score(passed=False, reason="USED_UP")


def test_a_reference_lasts_fifteen_minutes(asking):
    began = clock.now()
    with time_machine.travel(began, tick=False):
        reference = asking.bureau.inquire(applicant()).reference
    right = asking.sandbox.answers_for(reference)
    with time_machine.travel(began + timedelta(minutes=14, seconds=59), tick=False):
        assert asking.bureau.questions(reference)
    with time_machine.travel(began + timedelta(minutes=15, seconds=1), tick=False):
        with pytest.raises(Unavailable, match="EXPIRED"):
            asking.bureau.questions(reference)
        assert asking.bureau.score(reference, right) == Score(passed=False, reason="EXPIRED")


@pytest.mark.parametrize("other", ["cut", "", "ünknown"])
def test_a_reference_of_another_make_is_as_good_as_expired(asking, other):
    reference = asking.bureau.inquire(applicant()).reference[:-2] if other == "cut" else other
    with pytest.raises(Unavailable, match="EXPIRED"):
        asking.bureau.questions(reference)
    assert asking.bureau.score(reference, {}) == Score(passed=False, reason="EXPIRED")


def test_a_quiz_that_was_not_offered_is_neither_asked_nor_scored(asking):
    reference = asking.bureau.inquire(applicant("0001")).reference
    with pytest.raises(Unavailable):
        asking.bureau.questions(reference)
    with pytest.raises(Unavailable):
        asking.bureau.score(reference, {})


def test_a_bureau_that_is_away_is_unavailable(asking):
    with pytest.raises(Unavailable):
        asking.bureau.inquire(applicant("0005"))


def test_nothing_personal_reaches_a_log_a_repr_or_the_reference(asking, caplog):
    caplog.set_level(logging.DEBUG)
    person = applicant(email="mae@example.org")
    inquiry = asking.bureau.inquire(person)
    quiz = asking.bureau.questions(inquiry.reference)
    score = asking.bureau.score(inquiry.reference, {})
    with pytest.raises(Unavailable) as failed:
        asking.bureau.inquire(applicant("0005"))
    told = caplog.text + repr([person, inquiry, quiz, score, failed.value]) + inquiry.reference
    personal = [str(getattr(person, item.name)) for item in fields(person)]
    asked = [question.text for question in quiz.questions]
    chosen = [choice.text for question in quiz.questions for choice in question.choices]
    for secret in [*personal, SSN[-4:], *asked, *chosen]:
        assert not re.search(rf"\b{re.escape(secret)}\b", told), secret


@pytest.mark.parametrize("named", ["sandbox", "http"])
def test_the_settings_name_the_adapter(settings, named):
    settings.FINPRO = settings.FINPRO | {"identity_bureau": named, "identity_bureau_url": "http://127.0.0.1:1"}
    assert type(identity_bureau.adapter()).__module__ == f"finpro.integrations.identity_bureau.{named}"
