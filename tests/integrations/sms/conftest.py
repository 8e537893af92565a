"""The two providers, each with a way to say what the world does to them."""

import json
from urllib.parse import parse_qs

import pytest

from finpro.integrations.sms.sandbox import REFUSED, UNAVAILABLE, Sandbox
from finpro.integrations.sms.twilio import Twilio
from tests.integrations.stub import Answer, serving


def form(asked):
    return {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}


def as_twilio(asked):
    """What Twilio answers: the same numbers are refused and unavailable as in the sandbox."""
    to = form(asked)["To"]
    if to.endswith(REFUSED):
        problem = {"code": 21211, "message": f"The 'To' number {to} is not a valid phone number.", "status": 400}
        return Answer(400, json.dumps(problem).encode())
    if to.endswith(UNAVAILABLE):
        return Answer(503, b"<html>busy</html>")
    return Answer(201, json.dumps({"sid": "SM0123456789", "status": "queued", "to": to}).encode())


@pytest.fixture
def twilio_server():
    with serving(as_twilio) as stub:
        yield stub


@pytest.fixture
def twilio(twilio_server):
    made = Twilio(account="AC00", token="a token", sender="+12025550142", url=twilio_server.url, timeout=5)
    yield made
    made.client.http_client.session.close()


@pytest.fixture
def sandbox(tmp_path):
    return Sandbox(tmp_path / "outbox")


@pytest.fixture(params=["sandbox", "twilio"])
def provider(request):
    return request.getfixturevalue(request.param)
