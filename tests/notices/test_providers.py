"""Mail through a provider's own interface: what it takes, what it refuses, what it cannot take now."""

import json

import pytest

from finpro.config import mail
from finpro.notices import services
from finpro.notices.enums import State
from tests.integrations import stub
from tests.notices.test_outbox import deliver, queue

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(settings, tmp_path):
    """A server that stands in for the provider; `answers` holds what it says next."""
    answers = []

    def answer(_request):
        status, body = answers.pop(0)
        return stub.Answer(status, json.dumps(body).encode())

    with stub.serving(answer) as server:
        _use(settings, server.url, tmp_path)
        yield answers, server.asked


def _use(settings, url, folder):
    for name, value in mail.settings_for(f"postmark://token@?api={url}/", folder).items():
        setattr(settings, name, value)


TAKEN = {"ErrorCode": 0, "Message": "OK", "MessageID": "m-1", "To": "rowan@example.org"}
INACTIVE = {"ErrorCode": 406, "Message": "Found inactive addresses: rowan@example.org. Inactive recipients bounced."}


def test_a_mail_is_handed_over_with_its_key(greeting, at, provider):
    answers, taken = provider
    answers.append((200, TAKEN))
    row = queue(greeting, at)
    assert deliver(row, at).accepted
    assert row.state == State.SENT
    (request,) = taken
    assert request.headers["x-postmark-server-token"] == "token"
    sent = json.loads(request.body)
    assert sent["To"] == "rowan@example.org"
    assert row.code in sent["TextBody"]


@pytest.mark.parametrize(
    ("status", "body", "state"),
    [
        (422, INACTIVE, State.FAILED),
        (400, {"ErrorCode": 300, "Message": "bad"}, State.FAILED),
        (401, {"ErrorCode": 10, "Message": "key"}, State.QUEUED),
        (429, {}, State.QUEUED),
        (500, {}, State.QUEUED),
    ],
)
def test_a_refusal_for_good_ends_it_and_another_does_not(greeting, at, provider, status, body, state):
    provider[0].append((status, body))
    row = queue(greeting, at)
    deliver(row, at)
    assert row.state == state
    assert "rowan" not in row.problem


def test_a_provider_that_is_away_is_tried_again(greeting, at, settings, tmp_path):
    _use(settings, stub.nobody_there(), tmp_path)
    row = queue(greeting, at)
    assert deliver(row, at) == services.Outcome(False, problem=row.problem)
    assert row.state == State.QUEUED
