"""Setting up second factors, recovery codes, and taking them away: never the last that is needed."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.test import Client

from finpro.access import services as access
from finpro.accounts import selectors
from finpro.accounts import services as accounts
from finpro.accounts.adapters import seconds
from finpro.accounts.enums import Way
from finpro.accounts.services import factors
from finpro.audit.models import Event
from finpro.journeys import rotate_keys, ways_in
from finpro.kernel import errors, vault
from finpro.notices import notices
from finpro.notices.models import Notice
from tests.accounts.account_factory import (
    BY,
    SECRET,
    account,
    actor,
    app_code,
    recovery_codes,
    signed_in,
    weary,
)
from tests.portals.signed_in import text
from tests.registry import small_world as world

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
PASSKEY = {"id": "x", "rawId": "eA", "response": {}}


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


def set_up(client, going=""):
    """Press the button, read the secret off the page; its answer and the secret."""
    client.post("/account/security/app/begin", {"next": going})
    page = client.get("/account/security/app")
    return page, re.search(r'fp-secret">([A-Z2-7 ]+)<', page.content.decode()).group(1).replace(" ", "")


def test_an_app_is_set_up_by_a_code_that_shows_it_has_the_secret(client, mae):
    page, secret = set_up(client)
    assert f"otpauth://totp/mae%40example.org?secret={secret}" in page.content.decode()
    assert "<svg" in page.content.decode()
    assert "style=" not in page.content.decode()
    wrong = client.post("/account/security/app", {"app_code": "000000"})
    assert wrong.status_code == 422
    assert "This code does not fit" in text(wrong)
    assert not selectors.get_ways_in(mae.pk).any_second
    done = client.post("/account/security/app", {"app_code": app_code(NOW, secret=secret)})
    assert done["Location"] == "/account/security/codes?done=app"
    own = selectors.get_ways_in(mae.pk)
    assert (own.app.added_at, own.codes_left) == (NOW, 10)
    assert client.get("/account/security/app")["Location"] == "/account/security"


def test_the_secret_is_sealed_in_the_session_and_on_the_row(client, mae):
    _, secret = set_up(client)
    assert secret not in str(dict(client.session))
    assert secret not in Session.objects.get(pk=client.session.session_key).session_data
    client.post("/account/security/app", {"app_code": app_code(NOW, secret=secret)})
    row = Authenticator.objects.get(user=mae, type=Authenticator.Type.TOTP)
    assert secret not in str(row.data)
    assert factors.unseal(row.data["secret"]) == secret


def test_the_code_that_set_it_up_opens_nothing_more(client, mae):
    _, secret = set_up(client)
    code = app_code(NOW, secret=secret)
    client.post("/account/security/app", {"app_code": code})
    assert seconds.code_way(user_id=mae.pk, code=code, at=NOW) is None
    assert seconds.code_way(user_id=mae.pk, code=app_code(NOW, 1, secret), at=NOW) is Way.TOTP


def test_setting_up_leads_back_to_the_page_asked_for_and_makes_the_session_strong(client, mae):
    firm = world.firm(501, "Alder Securities LLC")
    access.grant_membership(user_id=mae.pk, firm_id=firm.pk, entitlements=["roster.view"], by=BY, at=NOW)
    needed = client.get("/firm/501/")
    assert needed["Location"] == "/account/second-factor?next=%2Ffirm%2F501%2F"
    page = client.get(needed["Location"])
    assert "Your account acts for a firm" in text(page)
    _, secret = set_up(client, "/firm/501/")
    done = client.post("/account/security/app", {"app_code": app_code(NOW, secret=secret), "next": "/firm/501/"})
    assert done["Location"] == "/account/security/codes?done=app&next=%2Ffirm%2F501%2F"
    client.get(done["Location"])
    assert client.post("/account/security/codes/kept", {"next": "/firm/501/"})["Location"] == "/firm/501/"
    assert client.get("/firm/501/").status_code == 200
    assert client.get(needed["Location"])["Location"] == "/firm/501/"


@pytest.mark.parametrize("going", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_it_never_leads_off_the_site(client, going):
    set_up(client, going)
    assert client.post("/account/security/codes/kept", {"next": going})["Location"].startswith("/account/security")


def test_what_is_set_up_waits_half_an_hour(client, mae, clock):
    _, secret = set_up(client)
    clock.shift(timedelta(minutes=30))
    signed_in(client, mae)
    answer = client.post("/account/security/app", {"app_code": app_code(NOW + timedelta(minutes=30), secret=secret)})
    assert answer["Location"] == "/account/security"


def test_there_is_one_app(client, mae):
    _, secret = set_up(client)
    accounts.add_app(user_id=mae.pk, secret=SECRET, by=BY, at=NOW)
    signed_in(client, mae)
    answer = client.post("/account/security/app", {"app_code": app_code(NOW, secret=secret)})
    assert answer.status_code == 409
    assert "an authenticator app already" in text(answer)


def test_recovery_codes_are_shown_once_and_can_be_kept_as_a_file(client, mae):
    accounts.add_app(user_id=mae.pk, secret=SECRET, by=BY, at=NOW)
    signed_in(client, mae)
    old = recovery_codes(mae)
    assert client.get("/account/security/codes")["Location"] == "/account/security"
    assert client.post("/account/security/codes/new")["Location"] == "/account/security/codes"
    new = recovery_codes(mae)
    assert not set(new) & set(old)
    page = client.get("/account/security/codes")
    assert all(code in text(page) for code in new)
    assert "no-store" in page["Cache-Control"]
    file = client.post("/account/security/codes/file")
    assert file["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert all(code in file.content.decode() for code in new)
    client.post("/account/security/codes/kept")
    assert client.get("/account/security/codes")["Location"] == "/account/security"
    assert client.post("/account/security/codes/file")["Location"] == "/account/security"
    assert not any(code in str(list(Event.objects.values()) + list(Notice.objects.values())) for code in new)


def test_recovery_codes_are_shown_for_ten_minutes(client, mae, clock):
    accounts.add_app(user_id=mae.pk, secret=SECRET, by=BY, at=NOW)
    signed_in(client, mae)
    clock.shift(timedelta(minutes=9))
    client.post("/account/security/codes/new")
    clock.shift(timedelta(minutes=10))
    signed_in(client, mae)
    assert client.get("/account/security/codes")["Location"] == "/account/security"


def test_without_a_second_factor_there_are_no_recovery_codes(client):
    answer = client.post("/account/security/codes/new")
    assert answer.status_code == 409
    assert "your account has none" in text(answer)


def test_removing_the_last_one_takes_the_recovery_codes_along(client, mae):
    added = accounts.add_app(user_id=mae.pk, secret=SECRET, by=BY, at=NOW)
    signed_in(client, mae)
    page = client.get(f"/account/security/factors/{added.factor_id}")
    assert "Remove the authenticator app" in text(page)
    done = client.post(f"/account/security/factors/{added.factor_id}/remove")
    assert done["Location"] == "/account/security?done=removed"
    assert not Authenticator.objects.filter(user=mae).exists()
    assert "It was removed" in text(client.get(done["Location"]))
    assert client.post(f"/account/security/factors/{added.factor_id}/remove").status_code == 404


@pytest.mark.parametrize(
    ("hats", "because"),
    [(("firm",), "acts for a firm"), (("staff",), "acts for the registry"), (("firm", "staff"), "a firm and the")],
)
def test_who_acts_for_a_firm_or_the_registry_keeps_one(client, mae, hats, because):
    if "firm" in hats:
        firm = world.firm(501, "Alder Securities LLC")
        access.grant_membership(user_id=mae.pk, firm_id=firm.pk, entitlements=[], by=BY, at=NOW)
    if "staff" in hats:
        access.grant_staff_role(user_id=mae.pk, entitlements=[], by=BY, at=NOW)
    app = accounts.add_app(user_id=mae.pk, secret=SECRET, by=BY, at=NOW).factor_id
    signed_in(client, mae)
    page = client.get(f"/account/security/factors/{app}")
    assert because in text(page)
    assert "disabled" in page.content.decode()
    refused = client.post(f"/account/security/factors/{app}/remove")
    assert refused.status_code == 409
    assert because in text(refused)
    assert selectors.get_ways_in(mae.pk).app is not None
    accounts.add_passkey(user_id=mae.pk, name="Key", credential=PASSKEY, whole=False, by=BY, at=NOW)
    assert client.post(f"/account/security/factors/{app}/remove").status_code == 302


def test_the_last_way_in_stays(at):
    ida = account(at, "ida", password=None)
    first = accounts.add_passkey(user_id=ida.pk, name="Phone", credential=PASSKEY, whole=True, by=BY, at=NOW)
    accounts.add_passkey(user_id=ida.pk, name="Key", credential=PASSKEY, whole=False, by=BY, at=NOW)
    with pytest.raises(errors.Refusal, match="only way into your account"):
        ways_in.remove_factor(factor_id=first.factor_id, by=actor(ida), at=NOW)
    accounts.link_google(user_id=ida.pk, uid="g-1", extra={"email": "ida@gmail.example"}, by=BY, at=NOW)
    ways_in.remove_factor(factor_id=first.factor_id, by=actor(ida), at=NOW)
    with pytest.raises(errors.Refusal, match="only way into your account"):
        ways_in.unlink_google(by=actor(ida), at=NOW)


def test_somebody_elses_factor_is_none(client, at):
    other = accounts.add_app(user_id=account(at, "ida").pk, secret=SECRET, by=BY, at=NOW).factor_id
    assert client.get(f"/account/security/factors/{other}").status_code == 404
    assert client.post(f"/account/security/factors/{other}/remove").status_code == 404
    assert client.post(f"/account/security/factors/{other}", {"name": "Mine"}).status_code == 404


def test_a_passkey_gets_another_name(client, mae):
    added = accounts.add_passkey(user_id=mae.pk, name="Phone", credential=PASSKEY, whole=True, by=BY, at=NOW)
    path = f"/account/security/factors/{added.factor_id}"
    assert client.post(path, {"name": " "}).status_code == 422
    assert client.post(path, {"name": "x" * 61}).status_code == 422
    assert client.post(path, {"name": "<b>Blue key</b>"})["Location"] == "/account/security?done=renamed"
    page = client.get("/account/security").content.decode()
    assert "&lt;b&gt;Blue key&lt;/b&gt;" in page
    assert "Blue key" not in str(list(Event.objects.values()) + list(Notice.objects.values()))


@pytest.mark.parametrize(
    "path",
    ["app/begin", "app", "passkeys", "codes/new", "codes/file", "factors/1/remove", "google/unlink"],
)
def test_each_change_asks_first_who_it_is(client, path):
    weary(client)
    answer = client.post(f"/account/security/{path}", HTTP_REFERER="http://testserver/account/security")
    assert answer["Location"] == "/account/confirm-it-is-you?next=%2Faccount%2Fsecurity&again=1"


def test_every_change_is_an_event_and_a_mail_without_names(mae):
    app = accounts.add_app(user_id=mae.pk, secret=SECRET, by=BY, at=NOW).factor_id
    key = accounts.add_passkey(user_id=mae.pk, name="Phone", credential=PASSKEY, whole=True, by=BY, at=NOW).factor_id
    accounts.rename_passkey(user_id=mae.pk, factor_id=key, name="Mobile", by=BY, at=NOW)
    accounts.remove_factor(user_id=mae.pk, factor_id=key, acts_for=(), by=BY, at=NOW)
    told = Event.objects.filter(subject=f"account:{mae.pk}").exclude(tag="account:account:opened").order_by("id")
    assert list(told.values_list("tag", "data")) == [
        ("account:factor:added", {"kind": "totp", "factor": app}),
        ("account:recovery_codes:made", {}),
        ("account:factor:added", {"kind": "webauthn", "factor": key}),
        ("account:factor:renamed", {"factor": key}),
        ("account:factor:removed", {"kind": "webauthn", "factor": key}),
    ]
    sent = [notices.find(row.tag)(row.recipient, row.data) for row in Notice.objects.order_by("id")]
    assert {notice.address() for notice in sent} == {"mae@example.org"}
    words = [notices.write(type(notice), notice.context(), code="ABCDEFGH").text for notice in sent]
    assert "an authenticator app was added" in words[0]
    assert "a passkey was added" in words[1]
    assert "a passkey was removed" in words[2]


def test_the_demo_shows_the_code_of_its_own_people_alone(mae, at, settings):
    persona = account(at, "filer", app=True)
    type(persona).objects.filter(pk=persona.pk).update(email="filer@demo.finpro.example")
    accounts.add_app(user_id=mae.pk, secret=SECRET, by=BY, at=NOW)
    with pytest.raises(errors.Refusal):
        seconds.demo_code(user_id=persona.pk, at=NOW)
    settings.FINPRO = settings.FINPRO | {"demo": True, "production": True}
    with pytest.raises(errors.Refusal):
        seconds.demo_code(user_id=persona.pk, at=NOW)
    settings.FINPRO = settings.FINPRO | {"production": False}
    assert seconds.demo_code(user_id=mae.pk, at=NOW) is None
    for _ in range(3):
        # Each is a code that still works, though the one before was used within the same half minute.
        code = seconds.demo_code(user_id=persona.pk, at=NOW)
        assert seconds.code_way(user_id=persona.pk, code=code, at=NOW) is Way.TOTP


def test_of_the_demo_s_own_people_alone_it_is_told_where_the_password_stands(mae, at, settings):
    persona = account(at, "filer", app=True)
    type(persona).objects.filter(pk=persona.pk).update(email="filer@demo.finpro.example")
    assert not seconds.password_was_printed(user_id=persona.pk)
    settings.FINPRO = settings.FINPRO | {"demo": True, "production": False}
    assert seconds.password_was_printed(user_id=persona.pk)
    assert not seconds.password_was_printed(user_id=mae.pk)


def test_secrets_are_sealed_anew_under_the_first_key(mae, settings):
    accounts.add_app(user_id=mae.pk, secret=SECRET, by=BY, at=NOW)
    codes = recovery_codes(mae)
    old, new = vault.ring(), "t2:" + "MzMz" * 10 + "MzM="
    settings.FINPRO = settings.FINPRO | {"seal_keys": f"{new},{settings.FINPRO['seal_keys']}"}
    assert rotate_keys.rotate_keys(now=lambda: NOW) == 2
    assert rotate_keys.rotate_keys(now=lambda: NOW) == 0
    settings.FINPRO = settings.FINPRO | {"seal_keys": new}
    assert set(old) != set(vault.ring())
    assert recovery_codes(mae) == codes
    assert seconds.code_way(user_id=mae.pk, code=app_code(NOW), at=NOW) is Way.TOTP
    assert Event.objects.get(tag="account:factors:resealed").data["factors"] == 2
