"""What Twilio is asked, and what is made of its answers, against a server of ours that speaks like it."""

import base64
import json

import pytest

from finpro.integrations import sms
from finpro.integrations.sms.twilio import Twilio, spoken
from tests.integrations.sms.conftest import form
from tests.integrations.stub import Answer, nobody_there

MESSAGE = sms.Message("+12025550143", "text", "Your code is 481920.", "key")


def test_a_text_is_a_message_of_the_account(twilio, twilio_server):
    assert twilio.send(MESSAGE) == sms.Receipt("SM0123456789")
    (asked,) = twilio_server.asked
    assert (asked.method, asked.path) == ("POST", "/2010-04-01/Accounts/AC00/Messages.json")
    assert asked.headers["authorization"] == "Basic " + base64.b64encode(b"AC00:a token").decode()
    assert form(asked) == {"To": "+12025550143", "From": "+12025550142", "Body": "Your code is 481920."}


def test_a_call_reads_digits_one_by_one_and_everything_twice(twilio, twilio_server):
    twilio.send(sms.Message("+12025550143", "call", "Your code is 481920.", "key"))
    (asked,) = twilio_server.asked
    assert asked.path == "/2010-04-01/Accounts/AC00/Calls.json"
    assert form(asked)["Twiml"].count("<Say>Your code is 4. 8. 1. 9. 2. 0.</Say>") == 2
    assert "481920" not in form(asked)["Twiml"]


def test_short_numbers_are_read_as_numbers_and_markup_as_text():
    assert "<Say>It works for 10 minutes &amp; once &lt;b&gt;.</Say>" in spoken("It works for 10 minutes & once <b>.")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(401, json.dumps({"code": 20003, "message": "Authenticate", "status": 401}).encode()), "TWILIO_20003"),
        (Answer(429, json.dumps({"code": 20429, "message": "Too Many", "status": 429}).encode()), "TWILIO_20429"),
        (Answer(500, b"oops"), "HTTP_500"),
        (Answer(201, b"not json"), "MALFORMED_ANSWER"),
        (Answer(201, b"[]"), "MALFORMED_ANSWER"),
        (Answer(201, b"{}"), "MALFORMED_ANSWER"),
        (Answer(201, b'{"sid": null, "status": "queued"}'), "MALFORMED_ANSWER"),
        (Answer(200, b"null"), "MALFORMED_ANSWER"),
    ],
)
def test_whatever_else_goes_wrong_is_unavailable(twilio, twilio_server, answer, reason):
    twilio_server.answer = lambda _: answer
    with pytest.raises(sms.Unavailable) as failed:
        twilio.send(MESSAGE)
    assert failed.value.reason == reason


def test_a_message_that_failed_at_once_is_refused(twilio, twilio_server):
    twilio_server.answer = lambda _: Answer(201, b'{"sid": "SM1", "status": "failed"}')
    with pytest.raises(sms.Refused):
        twilio.send(MESSAGE)


def test_no_answer_in_time_is_unavailable(twilio, twilio_server):
    twilio_server.answer = lambda _: Answer(hang=True)
    twilio.client.http_client.timeout = 0.1
    with pytest.raises(sms.Unavailable, match="TIMEOUT"):
        twilio.send(MESSAGE)


def test_nobody_there_is_unavailable():
    made = Twilio(account="AC00", token="a", sender="+12025550142", url=nobody_there(), timeout=1)
    with pytest.raises(sms.Unavailable, match="UNREACHABLE"):
        made.send(MESSAGE)
    made.client.http_client.session.close()
