"""One door: what opens a session, who waits at the second step, and what nobody gets past it with."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from finpro.accounts import policies
from finpro.accounts.enums import Way
from finpro.accounts.models import User
from finpro.audit.models import Event
from finpro.kernel import limits
from tests.accounts.account_factory import account, app_code, recovery_codes
from tests.portals.signed_in import PASSWORD, text

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as travelling:
        yield travelling


@pytest.fixture
def mae(clock, at):
    return account(at, app=True)


def shown_first(going=""):
    """A client that has shown the password and owes the second step."""
    client = Client()
    answer = client.post("/sign-in", {"email": "mae@example.org", "password": PASSWORD, "next": going})
    assert answer["Location"] == "/sign-in/second-step"
    return client


def second(client, code):
    return client.post("/sign-in/second-step", {"code": code})


def is_in(client):
    return client.get("/account/").status_code == 200


def test_the_first_thing_alone_opens_nothing(mae):
    client = shown_first()
    assert not is_in(client)
    assert not Event.objects.filter(tag="account:sign_in:done").exists()
    assert "Six digits from your authenticator app" in text(client.get("/sign-in/second-step"))


def test_the_second_opens_and_leads_on_and_says_by_which_ways(mae):
    client = shown_first("/account/security")
    assert second(client, app_code(NOW))["Location"] == "/account/security"
    assert is_in(client)
    assert Event.objects.get(tag="account:sign_in:done").data == {"ways": ["password", "totp"]}
    assert set(client.session["ways"]) == {"password", "totp"}


def test_the_session_has_another_key_after_each_step(mae):
    client = shown_first()
    waiting = client.session.session_key
    second(client, app_code(NOW))
    assert client.session.session_key != waiting
    assert not Session.objects.filter(pk=waiting).exists()


def test_who_waits_waits_ten_minutes(mae, clock):
    client = shown_first()
    clock.shift(timedelta(minutes=10))
    answer = second(client, app_code(NOW + timedelta(minutes=10)))
    assert answer["Location"] == "/sign-in"
    assert not is_in(client)


def test_an_account_closed_meanwhile_stays_out(mae):
    client = shown_first()
    User.objects.update(is_active=False)
    answer = second(client, app_code(NOW))
    assert answer.status_code == 422
    assert not is_in(client)


def test_the_back_button_after_the_second_step_leads_home(mae):
    client = shown_first()
    second(client, app_code(NOW))
    assert client.get("/sign-in/second-step")["Location"] == "/identity/"
    assert second(client, app_code(NOW, 1))["Location"] == "/identity/"
    assert Event.objects.filter(tag="account:sign_in:done").count() == 1


def test_two_windows_are_one_way_in(mae):
    client = shown_first("/account/security")
    # The other window of the same browser shows the password too.
    client.post("/sign-in", {"email": "mae@example.org", "password": PASSWORD})
    assert second(client, app_code(NOW))["Location"] == "/identity/"
    assert second(client, app_code(NOW, 1))["Location"] == "/identity/"


def test_whoever_waited_before_waits_no_more_once_somebody_else_is_in(mae, at):
    account(at, "ida")
    client = shown_first()
    client.post("/sign-in", {"email": "ida@example.org", "password": PASSWORD})
    assert second(client, app_code(NOW))["Location"] == "/identity/"
    assert client.session["_auth_user_id"] == str(User.objects.get(email="ida@example.org").pk)


def test_a_code_opens_once_whichever_process_it_reaches(mae, clock):
    code = app_code(NOW)
    assert second(shown_first(), code).status_code == 302
    clock.shift(timedelta(seconds=29))
    refused = second(shown_first(), code)
    assert refused.status_code == 422
    assert "used already" in text(refused)


def test_a_code_used_before_the_hour_is_used_after_it(mae, clock):
    clock.move_to(datetime(2026, 11, 23, 17, 59, 55, tzinfo=UTC))
    code = app_code(datetime(2026, 11, 23, 17, 59, 55, tzinfo=UTC))
    assert second(shown_first(), code).status_code == 302
    clock.move_to(datetime(2026, 11, 23, 18, 0, 5, tzinfo=UTC))
    assert second(shown_first(), code).status_code == 422


@pytest.mark.parametrize(("ahead", "status"), [(-2, 422), (-1, 302), (0, 302), (1, 302), (2, 422)])
def test_a_clock_may_be_off_by_half_a_minute(mae, ahead, status):
    assert second(shown_first(), app_code(NOW, ahead)).status_code == status


@pytest.mark.parametrize("typed", ["{0} {1}", "{0}-{1}", " {0}{1} "])
def test_a_code_is_typed_as_it_is_read(mae, typed):
    code = app_code(NOW)
    assert second(shown_first(), typed.format(code[:3], code[3:])).status_code == 302


@pytest.mark.parametrize("code", ["", "1", "abcdef", "１２３４５６", "\x00", "9" * 5000, "' OR 1=1"])
def test_what_is_no_code_is_refused(mae, code):
    assert second(shown_first(), code).status_code == 422


def test_a_recovery_code_opens_once(mae):
    code = recovery_codes(mae)[3]
    assert second(shown_first(), code).status_code == 302
    assert second(shown_first(), code).status_code == 422
    assert len(recovery_codes(mae)) == 9


def test_wrong_codes_are_limited_in_all_windows_together(mae, clock):
    for _ in range(policies.WRONG_SECONDS.free):
        assert second(shown_first(), "000000").status_code == 422
    paused = second(shown_first(), app_code(NOW))
    assert paused.status_code == 429
    assert paused["Retry-After"] == "60"
    clock.shift(timedelta(seconds=60))
    assert second(shown_first(), app_code(NOW + timedelta(seconds=60))).status_code == 302
    assert limits.spent(policies.WRONG_SECONDS, str(mae.pk), at=NOW) == 0


def test_a_way_that_is_two_in_one_is_strong_and_a_password_is_not():
    assert policies.strong({Way.PASSKEY: NOW})
    assert policies.strong({Way.PASSWORD: NOW, Way.RECOVERY: NOW})
    assert not policies.strong({Way.PASSWORD: NOW, Way.GOOGLE: NOW, Way.EMAIL_CODE: NOW})


@pytest.mark.parametrize("way", list(Way))
def test_what_counts_as_fresh(way):
    renews = way in policies.RENEWS
    assert policies.fresh({way: NOW}, NOW + policies.FRESH - timedelta(seconds=1)) is renews
    assert not policies.fresh({way: NOW}, NOW + policies.FRESH)


def test_a_password_costs_in_production_what_owasp_asks_at_least(hashing):
    assert hashing == {"time_cost": 2, "memory_cost": 19_456, "parallelism": 1}
