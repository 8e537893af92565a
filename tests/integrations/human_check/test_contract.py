"""What both human checks do alike."""

import json
import logging
from datetime import timedelta

import pytest

from finpro.integrations import human_check
from finpro.integrations.human_check.port import LONGEST_ANSWER, Outcome, Verdict
from tests.integrations.human_check.conftest import LIFETIME

FORM = "open-account"


def test_a_right_answer_is_taken_and_names_its_challenge(check, at):
    first, second = (check.solve(check.adapter.challenge(FORM, at=at)) for _ in range(2))
    found = [check.adapter.verify(FORM, answer, at=at) for answer in (first, second)]
    assert [verdict.outcome for verdict in found] == [Outcome.OK, Outcome.OK]
    assert all(verdict.ok and 10 < len(verdict.once) <= 100 for verdict in found)
    assert found[0].once != found[1].once


def test_a_challenge_is_json_says_its_widget_and_ends(check, at):
    made = check.adapter.challenge(FORM, at=at)
    assert json.loads(json.dumps(made.data)) == made.data
    assert made.data["widget"] == check.adapter.widget
    assert made.data["lifetime"] == LIFETIME.total_seconds()
    assert made.expires_at == at + LIFETIME


def test_a_challenge_of_another_form_is_refused(check, at):
    answer = check.solve(check.adapter.challenge("sign-in", at=at))
    assert check.adapter.verify(FORM, answer, at=at) == Verdict(Outcome.FAILED)


def test_an_answer_that_comes_late_is_expired(check, at):
    answer = check.solve(check.adapter.challenge(FORM, at=at))
    late = at + LIFETIME
    assert check.adapter.verify(FORM, answer, at=late) == Verdict(Outcome.EXPIRED)
    assert check.adapter.verify(FORM, answer, at=late - timedelta(seconds=1)).ok


@pytest.mark.parametrize(
    "answer",
    ["", " ", "x", "~", "a~b", "e30=", "bnVsbA==", "W10=", "eyJjaGFsbGVuZ2UiOltdfQ==", "ü~ü", "\x00", "x" * 9000],
)
def test_what_is_no_answer_fails(check, at, answer):
    assert check.adapter.verify(FORM, answer, at=at) == Verdict(Outcome.FAILED)


def test_an_answer_that_goes_on_for_ever_fails(check, at):
    answer = check.solve(check.adapter.challenge(FORM, at=at))
    assert check.adapter.verify(FORM, answer + "A" * LONGEST_ANSWER, at=at) == Verdict(Outcome.FAILED)


def test_addresses_and_answers_reach_no_log(check, at, caplog):
    caplog.set_level(logging.DEBUG)
    answer = check.solve(check.adapter.challenge(FORM, at=at))
    verdict = check.adapter.verify(FORM, answer, at=at, remote_ip="203.0.113.9")
    assert verdict.ok
    assert "203.0.113.9" not in caplog.text
    assert answer not in caplog.text
    assert verdict.once not in repr(verdict)


@pytest.mark.parametrize("named", ["altcha", "recaptcha"])
def test_the_settings_name_the_adapter(settings, named):
    settings.FINPRO = settings.FINPRO | {"human_check": named}
    assert human_check.adapter().widget == named
