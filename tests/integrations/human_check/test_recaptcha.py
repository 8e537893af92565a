"""What the vendor is asked, and what is made of its answers."""

from datetime import timedelta
from urllib.parse import parse_qs

import pytest

from finpro.integrations.human_check.port import Outcome
from finpro.integrations.human_check.recaptcha import Recaptcha
from tests.integrations.stub import Answer, nobody_there

FORM = "open-account"


def verified(check, at, **given):
    return check.adapter.verify(FORM, check.solve(check.adapter.challenge(FORM, at=at)), at=at, **given)


def test_the_vendor_gets_the_token_and_never_the_ticket(recaptcha, vendor, at):
    verified(recaptcha, at, remote_ip="203.0.113.9")
    verified(recaptcha, at)
    first, second = (parse_qs(asked.body.decode()) for asked in vendor.asked)
    assert first == {"secret": ["a secret"], "response": ["right-1"], "remoteip": ["203.0.113.9"]}
    assert second == {"secret": ["a secret"], "response": ["right-2"]}
    assert vendor.asked[0].path == "/recaptcha/api/siteverify"


def test_a_token_that_was_used_is_expired_for_the_vendor_too(recaptcha, at):
    answer = recaptcha.solve(recaptcha.adapter.challenge(FORM, at=at))
    assert recaptcha.adapter.verify(FORM, answer, at=at).ok
    assert recaptcha.adapter.verify(FORM, answer, at=at).outcome is Outcome.EXPIRED


def test_a_wrong_token_fails_and_a_ticket_of_another_make_is_not_even_asked_about(recaptcha, vendor, at):
    ticket = recaptcha.adapter.challenge(FORM, at=at).data["ticket"]
    assert recaptcha.adapter.verify(FORM, f"{ticket}~wrong", at=at).outcome is Outcome.FAILED
    assert len(vendor.asked) == 1
    assert recaptcha.adapter.verify(FORM, f"{ticket}A~right", at=at).outcome is Outcome.FAILED
    assert len(vendor.asked) == 1


@pytest.mark.parametrize(
    "answer",
    [
        Answer(500, b"{}"),
        Answer(503, b'{"success": true}'),
        Answer(302, b""),
        Answer(200, b"<html>"),
        Answer(200, b"[]"),
        Answer(200, b"{}"),
        Answer(200, b'{"success": "yes"}'),
        Answer(200, b'{"success": false, "error-codes": ["invalid-input-secret"]}'),
        Answer(200, b'{"success": false, "error-codes": ["bad-request", "invalid-input-response"]}'),
        Answer(200, b'{"success": false, "error-codes": "what"}'),
        Answer(200, b'{"success": false, "error-codes": [{}]}'),
    ],
)
def test_an_answer_that_says_nothing_about_the_person_is_unavailable(recaptcha, vendor, at, answer):
    answers = vendor.answer
    vendor.answer = lambda _: answer
    made = recaptcha.adapter.challenge(FORM, at=at)
    verdict = recaptcha.adapter.verify(FORM, f"{made.data['ticket']}~{answers.token()}", at=at)
    assert (verdict.outcome, verdict.once) == (Outcome.UNAVAILABLE, "")


@pytest.mark.parametrize("away", ["hangs", "nobody"])
def test_a_vendor_that_is_away_is_unavailable(vendor, at, away):
    vendor.answer = lambda _: Answer(hang=True)
    url = vendor.url if away == "hangs" else nobody_there()
    adapter = Recaptcha(site_key="s", secret="k", lifetime=timedelta(minutes=1), url=url, timeouts=(1, 0.1))
    ticket = adapter.challenge(FORM, at=at).data["ticket"]
    assert adapter.verify(FORM, f"{ticket}~right", at=at).outcome is Outcome.UNAVAILABLE


def test_the_vendors_hosts_are_all_that_the_policy_needs_more():
    adapter = Recaptcha(site_key="s", secret="k", lifetime=timedelta(minutes=1))
    assert adapter.csp() == {
        "script-src": ["https://www.google.com/recaptcha/", "https://www.gstatic.com/recaptcha/"],
        "frame-src": ["https://www.google.com/recaptcha/"],
        "connect-src": ["https://www.google.com/recaptcha/"],
    }
    elsewhere = Recaptcha(
        site_key="s",
        secret="k",
        lifetime=timedelta(minutes=1),
        url="https://www.recaptcha.net/recaptcha/api/siteverify",
    )
    assert elsewhere.csp()["frame-src"] == ["https://www.recaptcha.net/recaptcha/"]
