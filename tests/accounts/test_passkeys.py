"""Passkeys: which answers open what, and every answer that opens nothing."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from finpro.accounts import policies, selectors
from finpro.accounts.models import Solved, User
from finpro.accounts.policies.factors import CHALLENGE, PASSKEYS
from finpro.audit.models import Event
from tests.accounts.account_factory import account, app_code, signed_in, weary
from tests.accounts.soft_key import SoftKey
from tests.portals.signed_in import PASSWORD, text

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
ADD, WHOLE = "/account/security/passkeys", "/sign-in/passkey"
SECOND, AGAIN = "/sign-in/second-step/passkey", "/account/confirm-it-is-you/passkey"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as travelling:
        yield travelling


@pytest.fixture
def mae(at):
    return account(at)


@pytest.fixture
def client(mae):
    return signed_in(Client(), mae)


@pytest.fixture
def key(client):
    """A passkey that opens the account by itself."""
    return added(client)


def send(client, path, **sent):
    return client.post(path, sent, content_type="application/json")


def added(client, name="Phone", key=None, **how):
    key = key or SoftKey()
    asked = send(client, ADD, name=name).json()["ask"]
    answer = send(client, ADD, name=name, credential=key.make(asked, **how))
    assert "to" in answer.json(), answer.json()
    return key


def tried(path, key, client=None, **how):
    """Ask and answer; the last answer."""
    client = client or Client()
    asked = send(client, path).json()["ask"]
    return send(client, path, credential=key.show(asked, **how))


def test_it_opens_the_account_alone_and_counts_as_both_steps(client, key, mae):
    elsewhere = Client()
    answer = tried(WHOLE, key, elsewhere)
    assert answer.json() == {"to": "/identity/"}
    assert elsewhere.get("/account/").status_code == 200
    assert set(elsewhere.session["ways"]) == {"passkey"}
    assert selectors.get_ways_in(mae.pk).passkeys[0].last_used_at == NOW


def test_it_leads_on_within_the_site_alone(client, key):
    for going, leads in (("/account/security", "/account/security"), ("https://elsewhere.example/", "/identity/")):
        elsewhere = Client()
        asked = send(elsewhere, WHOLE).json()["ask"]
        assert send(elsewhere, WHOLE, next=going, credential=key.show(asked)).json() == {"to": leads}


def test_a_question_names_nobody(client, key):
    asked = send(Client(), WHOLE).json()["ask"]["publicKey"]
    assert not asked.get("allowCredentials")
    assert asked["userVerification"] == "required"


def test_alone_it_needs_finger_face_or_pin(client, key):
    refused = tried(WHOLE, key, verified=False)
    assert refused.status_code == 409
    assert "was not accepted" in refused.json()["message"]


def test_as_second_step_a_touch_is_enough(client, mae):
    key = added(client, verified=False, discoverable=False)
    assert not selectors.get_ways_in(mae.pk).passkeys[0].whole
    waiting = Client()
    waiting.post("/sign-in", {"email": mae.email, "password": PASSWORD, "next": "/account/security"})
    assert "With your passkey" in text(waiting.get("/sign-in/second-step"))
    assert tried(SECOND, key, waiting, verified=False).json() == {"to": "/account/security"}
    assert set(waiting.session["ways"]) == {"password", "passkey"}


def test_a_key_that_turns_out_to_open_alone_counts_as_a_way_in(client, mae):
    key = added(client, discoverable=False)
    assert not selectors.get_ways_in(mae.pk).passkeys[0].whole
    tried(WHOLE, key)
    assert selectors.get_ways_in(mae.pk).passkeys[0].whole


def test_it_shows_again_who_one_is(client, key):
    weary(client)
    assert tried(AGAIN, key, client).json() == {"to": "/account/"}
    assert client.post("/account/security/app/begin")["Location"] == "/account/security/app"


def test_without_anybody_waiting_there_is_no_second_step(client, key):
    assert send(Client(), SECOND).json() == {"to": "/sign-in"}


def test_a_waiting_that_is_over_opens_nothing(client, key, mae, clock):
    waiting = Client()
    waiting.post("/sign-in", {"email": mae.email, "password": PASSWORD})
    asked = send(waiting, SECOND).json()["ask"]
    clock.shift(timedelta(minutes=10))
    assert send(waiting, SECOND, credential=key.show(asked)).json() == {"to": "/sign-in"}


@pytest.mark.parametrize("path", [WHOLE, SECOND, AGAIN])
@pytest.mark.parametrize(
    "how",
    [
        {"challenge": "AAAA"},
        {"kind": "webauthn.create"},
        {"origin": "http://elsewhere.example"},
        {"origin": "https://testserver"},
        {"origin": "http://testserver:81"},
        {"rp": "elsewhere.example"},
    ],
)
def test_what_was_signed_for_something_else_is_refused(client, key, mae, path, how):
    at, how = client, dict(how)
    if path == SECOND:
        at = Client()
        at.post("/sign-in", {"email": mae.email, "password": PASSWORD})
    elif path == WHOLE:
        at = Client()
    else:
        weary(client)
    key.origin, key.rp = how.pop("origin", key.origin), how.pop("rp", key.rp)
    assert tried(path, key, at, **how).status_code == 409
    assert Event.objects.filter(tag="account:sign_in:refused").count() == 1


def test_an_answer_is_worth_something_once_even_in_a_copied_session(client, key):
    one = Client()
    asked = send(one, WHOLE).json()["ask"]
    answer = key.show(asked)
    before = Session.objects.get(pk=one.session.session_key).session_data
    assert send(one, WHOLE, credential=answer).status_code == 200
    # The session as it was before: a request that ran at the same time in another process.
    two = Client()
    send(two, WHOLE)
    Session.objects.filter(pk=two.session.session_key).update(session_data=before)
    assert send(two, WHOLE, credential=answer).status_code == 409
    assert Solved.objects.count() == 2


def test_an_answer_comes_within_minutes(client, key, clock):
    elsewhere = Client()
    asked = send(elsewhere, WHOLE).json()["ask"]
    clock.shift(CHALLENGE)
    late = send(elsewhere, WHOLE, credential=key.show(asked))
    assert "is over" in late.json()["message"]


def test_a_question_for_one_thing_is_not_answered_for_another(client, key):
    weary(client)
    asked = send(client, AGAIN).json()["ask"]
    assert send(client, WHOLE, credential=key.show(asked)).status_code == 409
    assert send(client, AGAIN, credential=key.show(asked)).status_code == 200


def test_somebody_elses_passkey_is_not_mine(client, key, at):
    ida = account(at, "ida")
    other = signed_in(Client(), ida)
    hers = added(other)
    assert tried(AGAIN, hers, client).status_code == 409
    hers.handle = key.handle
    assert tried(WHOLE, hers).status_code == 409
    asked = send(other, ADD, name="Stolen").json()["ask"]
    stolen = SoftKey()
    stolen.id = key.id
    refused = send(other, ADD, name="Stolen", credential=stolen.make(asked))
    assert "in use already" in refused.json()["message"]


def test_a_closed_account_and_an_unknown_one_get_the_same_words(client, key):
    User.objects.update(is_active=False)
    closed = tried(WHOLE, key)
    key.handle = "OTk5OTk5"
    unknown = tried(WHOLE, key)
    assert (closed.status_code, closed.json()) == (unknown.status_code, unknown.json())


def test_wrong_ones_are_limited(client, key, mae):
    waiting = Client()
    waiting.post("/sign-in", {"email": mae.email, "password": PASSWORD})
    for _ in range(policies.WRONG_SECONDS.free):
        assert tried(SECOND, key, waiting, challenge="AAAA").status_code == 409
    assert tried(SECOND, key, waiting).status_code == 429
    for _ in range(policies.FROM_ADDRESS.free):
        assert tried(WHOLE, key, challenge="AAAA").status_code == 409
    assert tried(WHOLE, key).status_code == 429


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, None])
def test_it_has_a_name(client, name):
    assert send(client, ADD, name=name).status_code == 409 or name is None
    assert not Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).exists()


def test_there_may_be_so_many(client):
    for number in range(PASSKEYS):
        added(client, f"Key {number}")
    asked = send(client, ADD, name="One more").json()["ask"]
    assert "the most" in send(client, ADD, name="One more", credential=SoftKey().make(asked)).json()["message"]


def test_an_app_and_a_passkey_get_along(client, key, mae):
    client.post("/account/security/app/begin")
    page = client.get("/account/security/app").content.decode()
    secret = page.partition('fp-secret">')[2].partition("<")[0].replace(" ", "")
    # Recovery codes were made with the first.
    done = client.post("/account/security/app", {"app_code": app_code(NOW, secret=secret)})
    assert done["Location"] == "/account/security?done=app"


def test_a_browser_that_asks_for_it_while_nothing_is_fresh_is_led_to_confirm(client):
    weary(client)
    assert send(client, ADD, name="Phone")["Location"].startswith("/account/confirm-it-is-you")


def test_only_what_is_needed_is_kept(client, mae):
    key = SoftKey()
    asked = send(client, ADD, name="Phone").json()["ask"]
    answer = key.make(asked) | {"authenticatorAttachment": "platform", "more": "x" * 1000}
    answer["response"]["transports"] = ["internal"]
    send(client, ADD, name="Phone", credential=answer)
    kept = Authenticator.objects.get(user=mae, type=Authenticator.Type.WEBAUTHN).data
    assert set(kept) == {"name", "credential", "whole"}
    assert set(kept["credential"]) == {"id", "rawId", "type", "response", "clientExtensionResults"}
    assert "more" not in str(kept)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "rawId", "response", "type", "userHandle", "x"]), inner, max_size=4)
    ),
    max_leaves=12,
)


class TestGarbage(TestCase):
    """What is no answer is refused in words, whatever it is."""

    @given(JSON)
    def test_when_signing_in(self, credential):
        client = Client()
        send(client, WHOLE)
        assert send(client, WHOLE, credential=credential).status_code in {409, 429}

    @given(JSON)
    def test_when_adding(self, credential):
        client = signed_in(Client(), account(NOW, password=None))
        send(client, ADD, name="Phone")
        assert send(client, ADD, name="Phone", credential=credential).status_code == 409


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 10_000, b'{"credential":' + b"[" * 9999])
def test_what_cannot_be_read_is_said(client, body):
    for path in (WHOLE, SECOND, AGAIN, ADD):
        answer = client.post(path, body, content_type="application/json")
        assert answer.status_code == 409


def test_a_form_of_another_site_is_refused(mae):
    client = signed_in(Client(enforce_csrf_checks=True), mae)
    for path in (WHOLE, ADD, AGAIN):
        assert send(client, path).status_code == 403
