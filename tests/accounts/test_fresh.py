"""Showing again that it is you: by exactly the ways that the account has, each limited, and back to where one was."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from finpro.accounts import policies
from finpro.accounts import services as accounts
from finpro.accounts.adapters import renew
from finpro.accounts.enums import Way
from finpro.audit.models import Event
from finpro.kernel import codes
from finpro.kernel.models import Code
from finpro.notices import notices
from finpro.notices.models import Notice
from tests.accounts.account_factory import BY, SECRET, account, app_code, recovery_codes, signed_in, weary
from tests.portals.signed_in import PASSWORD, text

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
CONFIRM = "/account/confirm-it-is-you"
BACK = {"next": "/account/security"}
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
    return weary(signed_in(Client(), mae))


def is_fresh(client):
    """Whether something sensitive is done without asking."""
    return CONFIRM not in client.post("/account/security/codes/file")["Location"]


def headings(client):
    page = text(client.get(CONFIRM))
    return {
        way
        for way in ("passkey", "authenticator app", "password", "e-mail", "Google")
        if f"ith your {way}" in page or f"With a code by {way}" in page or f"With {way}" in page
    }


def test_signing_in_is_fresh_for_ten_minutes(mae, clock):
    client = signed_in(Client(), mae)
    clock.shift(policies.FRESH - timedelta(seconds=1))
    assert is_fresh(client)
    clock.shift(timedelta(seconds=1))
    assert not is_fresh(client)


def test_a_page_is_come_back_to_and_a_form_is_told_that_it_was_not_kept(client):
    page = client.get("/account/security/app")
    assert page["Location"] == f"{CONFIRM}?next=%2Faccount%2Fsecurity%2Fapp"
    form = client.post("/account/security/app/begin", HTTP_REFERER="http://testserver/account/second-factor?next=/me/")
    assert form["Location"] == f"{CONFIRM}?next=%2Faccount%2Fsecond-factor%3Fnext%3D%2Fme%2F&again=1"
    assert "What you sent was not kept" in text(client.get(form["Location"]))


@pytest.mark.parametrize("referer", ["", "https://elsewhere.example/page", "//elsewhere.example"])
def test_a_form_of_elsewhere_leads_to_the_account(client, referer):
    answer = client.post("/account/security/app/begin", HTTP_REFERER=referer)
    assert answer["Location"] == f"{CONFIRM}?next=%2Faccount%2F&again=1"


def test_each_account_is_offered_exactly_its_ways(mae, client, at, settings):
    assert headings(client) == {"password"}
    accounts.add_app(user_id=mae.pk, secret=SECRET, by=BY, at=NOW)
    assert headings(client) == {"authenticator app"}, "the session is from before"
    signed_in(client, mae)
    assert headings(client) == {"password", "authenticator app"}
    accounts.add_passkey(user_id=mae.pk, name="Phone", credential=PASSKEY, whole=True, by=BY, at=NOW)
    assert headings(client) == {"password", "authenticator app", "passkey"}
    ida = account(at, "ida", password=None)
    accounts.link_google(user_id=ida.pk, uid="g-1", extra={}, by=BY, at=NOW)
    only_google = signed_in(Client(), ida, Way.GOOGLE)
    assert headings(only_google) == {"e-mail"}
    settings.FINPRO = settings.FINPRO | {"google": True}
    assert headings(only_google) == {"e-mail", "Google"}
    accounts.add_app(user_id=ida.pk, secret=SECRET, by=BY, at=NOW)
    signed_in(only_google, ida, Way.GOOGLE, Way.TOTP)
    assert headings(only_google) == {"authenticator app", "Google"}


def test_for_a_second_step_only_second_factors_are_offered(mae, client):
    accounts.add_app(user_id=mae.pk, secret=SECRET, by=BY, at=NOW)
    page = text(client.get(f"{CONFIRM}?second=1"))
    assert "authenticator app" in page
    assert "password" not in page


def test_by_password(mae, client):
    wrong = client.post(CONFIRM, BACK | {"way": "password", "password": "not-it"})
    assert wrong.status_code == 422
    assert "This is not your password" in text(wrong)
    assert "not-it" not in wrong.content.decode()
    assert not is_fresh(client)
    right = client.post(CONFIRM, BACK | {"way": "password", "password": PASSWORD})
    assert right["Location"] == "/account/security"
    assert is_fresh(client)
    assert Event.objects.get(tag="account:sign_in:renewed").data == {"way": "password"}
    assert Event.objects.filter(tag="account:sign_in:renewal_refused").count() == 1


def test_wrong_passwords_count_with_those_of_signing_in(mae, client):
    for _ in range(policies.WRONG_PASSWORDS.free):
        Client().post("/sign-in", {"email": mae.email, "password": "wrong"})
    assert client.post(CONFIRM, BACK | {"way": "password", "password": PASSWORD}).status_code == 429
    assert not is_fresh(client)


def test_ten_wrong_passwords_close_the_password(mae, client, clock):
    for _ in range(policies.LOCKS_AFTER):
        client.post(CONFIRM, {"way": "password", "password": "wrong"})
        clock.shift(timedelta(minutes=20))
    closed = client.post(CONFIRM, {"way": "password", "password": PASSWORD})
    assert closed.status_code == 409
    assert "closed after too many tries" in text(closed)


def test_by_app(mae, client):
    accounts.add_app(user_id=mae.pk, secret=SECRET, by=BY, at=NOW)
    assert client.post(CONFIRM, BACK | {"way": "app", "app_code": "000000"}).status_code == 422
    code = app_code(NOW)
    assert client.post(CONFIRM, BACK | {"way": "app", "app_code": code})["Location"] == "/account/security"
    assert is_fresh(client)
    weary(client)
    assert client.post(CONFIRM, BACK | {"way": "app", "app_code": code}).status_code == 422
    assert not is_fresh(client)


def test_a_recovery_code_does_not_count_and_is_not_used_up(mae, client):
    accounts.add_app(user_id=mae.pk, secret=SECRET, by=BY, at=NOW)
    code = recovery_codes(mae)[0]
    assert client.post(CONFIRM, {"way": "app", "app_code": code}).status_code == 422
    assert code in recovery_codes(mae)


def test_wrong_app_codes_are_limited(mae, client):
    accounts.add_app(user_id=mae.pk, secret=SECRET, by=BY, at=NOW)
    for _ in range(policies.WRONG_SECONDS.free):
        client.post(CONFIRM, {"way": "app", "app_code": "000000"})
    assert client.post(CONFIRM, {"way": "app", "app_code": app_code(NOW)}).status_code == 429


@pytest.fixture
def only_google(at):
    """Somebody who only has Google, and Google is away."""
    ida = account(at, "ida", password=None)
    accounts.link_google(user_id=ida.pk, uid="g-1", extra={}, by=BY, at=NOW)
    Notice.objects.all().delete()
    return weary(signed_in(Client(), ida, Way.GOOGLE))


def mailed():
    """The digits of the latest mail, and the mail."""
    row = Notice.objects.order_by("-id")[0]
    notice = notices.find(row.tag)(row.recipient, row.data)
    assert notice.still_wanted()
    written = notices.write(type(notice), notice.context(), code=row.code)
    return notice.context()["digits"], written, notice


def test_by_mailed_code(only_google):
    assert "Send a code" in text(only_google.get(CONFIRM))
    sent = only_google.post(f"{CONFIRM}/code", BACK | {"again": "1"})
    assert sent["Location"] == f"{CONFIRM}?again=1&next=%2Faccount%2Fsecurity"
    digits, written, notice = mailed()
    assert digits in written.text
    assert digits in written.html
    assert digits not in written.subject
    assert digits not in str(list(Notice.objects.values()) + list(Event.objects.values()) + list(Code.objects.values()))
    assert "A code was sent" in text(only_google.get(sent["Location"]))
    assert only_google.post(CONFIRM, BACK | {"way": "mail", "mail_code": "x"}).status_code == 422
    right = only_google.post(CONFIRM, BACK | {"way": "mail", "mail_code": digits})
    assert right["Location"] == "/account/security"
    assert is_fresh(only_google)
    assert not notice.still_wanted()


def test_a_mailed_code_works_once_for_ten_minutes_and_five_tries(only_google, clock):
    only_google.post(f"{CONFIRM}/code")
    digits = mailed()[0]
    clock.shift(codes.LASTS)
    assert "no longer works" in text(only_google.post(CONFIRM, {"way": "mail", "mail_code": digits}))
    only_google.post(f"{CONFIRM}/code")
    digits = mailed()[0]
    wrong = "000000" if digits != "000000" else "111111"
    for _ in range(codes.TRIES):
        answer = only_google.post(CONFIRM, {"way": "mail", "mail_code": wrong})
    assert "typed wrongly too often" in text(answer)
    assert only_google.post(CONFIRM, {"way": "mail", "mail_code": digits}).status_code == 422
    assert not is_fresh(only_google)


def test_mailed_codes_are_limited(only_google):
    for _ in range(policies.CODES_SENT.free):
        assert only_google.post(f"{CONFIRM}/code").status_code == 302
    assert only_google.post(f"{CONFIRM}/code").status_code == 429
    assert Notice.objects.count() == policies.CODES_SENT.free


def test_who_has_another_way_gets_no_mailed_code(client):
    answer = client.post(f"{CONFIRM}/code")
    assert answer.status_code == 409
    assert not Notice.objects.filter(tag="account:sign_in:fresh_code").exists()


@pytest.mark.parametrize("going", ["https://elsewhere.example/", "//elsewhere.example/", "\\\\elsewhere.example"])
def test_it_never_leads_off_the_site(client, going):
    answer = client.post(CONFIRM, {"next": going, "way": "password", "password": PASSWORD})
    assert answer["Location"] == "/account/"


@pytest.mark.parametrize("way", ["", "google", "passkey", "nothing"])
def test_an_unknown_way_shows_the_page(client, way):
    assert client.post(CONFIRM, {"way": way, "password": PASSWORD}).status_code == 200
    assert not is_fresh(client)


def test_somebody_elses_code_is_none(only_google, client, mae):
    only_google.post(f"{CONFIRM}/code")
    digits = mailed()[0]
    assert client.post(CONFIRM, {"way": "mail", "mail_code": digits}).status_code == 422


def test_nothing_is_offered_that_the_account_does_not_have(at):
    nobody = account(at, "nobody", password=None)
    assert renew.offer(user_id=nobody.pk) == renew.Offer(False, False, False, False, True)
    assert renew.offer(user_id=nobody.pk, second=True) == renew.Offer(False, False, False, False, False)
