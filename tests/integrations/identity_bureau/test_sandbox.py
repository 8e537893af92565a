"""The sandbox: its people, what it holds of them, how it scores, what it leaves behind."""

import threading
from collections import Counter
from datetime import date, timedelta

import pytest
import time_machine

from finpro.integrations.identity_bureau import NONE_OF_THE_ABOVE, Score
from finpro.integrations.identity_bureau import sandbox as module
from finpro.integrations.identity_bureau import sandbox_people as people
from finpro.integrations.identity_bureau import sandbox_quiz as quizzes
from finpro.integrations.identity_bureau.sandbox import Sandbox
from finpro.kernel import clock
from tests.integrations.identity_bureau.conftest import applicant


def lives(count=3000, **given):
    return [people.life(f"person-{number}", **given) for number in range(count)]


def test_files_lack_and_err_as_documented():
    every = lives()
    full = [life for life in every if len(life.file) > people.THIN_FACTS]
    facts = len(full) * len(people.TOPICS)
    missing = sum(len(life.true) - len(life.file) for life in full)
    wrong = sum(life.true[topic] != value for life in full for topic, value in life.file.items())
    sizes = Counter(min(len(life.file), 4) for life in every)
    assert sizes[0] / len(every) == pytest.approx(people.NO_FILE, abs=0.02)
    assert sizes[people.THIN_FACTS] / len(every) == pytest.approx(people.THIN, abs=0.02)
    assert missing / facts == pytest.approx(people.MISSING, abs=0.02)
    assert wrong / facts == pytest.approx(people.WRONG, abs=0.02)
    known = [life for life in every if life.known]
    assert sum(life.phone_confirmed for life in known) / len(known) == pytest.approx(people.PHONE_CONFIRMED, abs=0.03)
    assert not any(life.phone_confirmed for life in every if not life.known)


def test_a_complete_file_lacks_nothing_but_may_err():
    every = lives(300, complete=True)
    assert all(set(life.file) == set(people.TOPICS) for life in every)
    assert any(life.true != life.file for life in every)


def test_the_same_applicant_is_the_same_person():
    def who(**given):
        return people.key(applicant(**given), "seed")

    assert who() == who(first="Another", born_on=date(1990, 1, 1)), "the number decides"
    assert who() != who(ssn="123456780")
    assert who(ssn=None) == who(ssn=None, first=" MAE ", ending="0001")
    assert len({who(), who(ssn=None), who(ssn=None, born_on=date(1984, 5, 18)), who(ssn=None, last="Quilt")}) == 4
    assert who() != people.key(applicant(), "another seed")


def test_without_an_outcome_asked_for_every_branch_occurs(sandbox):
    found = Counter()
    for number in range(400):
        inquiry = sandbox.inquire(applicant("0143", ssn=f"4{number:08d}"))
        found[inquiry.passcode is not None, inquiry.questions, inquiry.known] += 1
    assert set(found) == {
        (True, True, True),
        (True, False, True),
        (False, True, True),
        (False, False, True),
        (False, False, False),
    }


def test_a_quiz_asks_what_the_file_holds_and_decoys_what_is_not_true():
    for life in lives(200, complete=True):
        drawn = quizzes.draw(life, "nonce")
        topics = {topic.text: name for name, topic in people.TOPICS.items()}
        for question in drawn.quiz.questions:
            name = topics[question.text]
            right = next(choice.text for choice in question.choices if choice.id == drawn.right[question.id])
            offered = {choice.text for choice in question.choices}
            if question.id in drawn.decoys:
                assert right == NONE_OF_THE_ABOVE
                assert not offered & {life.true[name], life.file[name]}
            else:
                assert right == life.file[name]
                assert offered & {life.true[name], life.file[name]} == {right}


def changed(right, questions):
    """Answers with these questions wrong: the first choice that is not right, "None of the above" left aside."""
    return right | {one: next(choice for choice in "1234" if choice != right[one]) for one in questions}


def outcome(sandbox, errors):
    """How a fresh quiz ends with so many errors in what is no decoy."""
    reference = sandbox.inquire(applicant()).reference
    right = sandbox.answers_for(reference)
    others = [question for question, choice in right.items() if choice != "5"]
    assert len(others) == quizzes.ASKED
    return sandbox.score(reference, changed(right, others[:errors]))


def test_one_error_is_allowed(sandbox):
    assert outcome(sandbox, errors=1) == Score(passed=True)
    assert outcome(sandbox, errors=2) == Score(passed=False, reason="SCORE_LOW")


def test_an_error_about_a_decoy_fails(sandbox):
    reference = sandbox.inquire(applicant()).reference
    right = sandbox.answers_for(reference)
    decoy = next(question for question, choice in right.items() if choice == "5")
    assert not sandbox.score(reference, changed(right, [decoy])).passed


def test_fifty_at_once_have_one_try(sandbox):
    reference = sandbox.inquire(applicant()).reference
    right, outcomes, ready = sandbox.answers_for(reference), [], threading.Barrier(50)

    def answer():
        ready.wait()
        outcomes.append(sandbox.score(reference, right))

    threads = [threading.Thread(target=answer) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(outcome.reason for outcome in outcomes) == {"": 1, "USED_UP": 49}


def test_a_token_spelled_otherwise_is_the_same_quiz(sandbox):
    reference = sandbox.inquire(applicant()).reference
    right = sandbox.answers_for(reference)
    sandbox.score(reference, {})
    for spelling in (reference + "\n", reference + "=", " " + reference):
        assert not sandbox.score(spelling, right).passed


def test_marks_are_empty_name_nobody_and_are_swept(sandbox, tmp_path):
    began = clock.now()
    for minutes in (0, 31):
        with time_machine.travel(began + timedelta(minutes=minutes), tick=False):
            sandbox.score(sandbox.inquire(applicant()).reference, {})
    (mark,) = (tmp_path / "bureau").iterdir()
    assert mark.read_bytes() == b""
    assert len(mark.name) == 64


def test_another_key_cannot_read_a_reference(sandbox, tmp_path):
    other = Sandbox(secret=b"4" * 32, used=tmp_path / "bureau")
    reference = sandbox.inquire(applicant()).reference
    assert other.answers_for(reference) == {}
    assert other.score(reference, {}).reason == "EXPIRED"


def test_the_installations_key_follows_from_its_secret(settings, tmp_path):
    settings.FINPRO = settings.FINPRO | {"home": tmp_path}
    reference = module.configured().inquire(applicant()).reference
    assert module.answers_for(reference)
    settings.SECRET_KEY = "another"
    assert module.answers_for(reference) == {}
