"""What somebody tries who is up to no good: through the pages, as far as a browser reaches."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import resolve

from finpro.access import policies as access
from finpro.accounts import policies
from finpro.accounts import services as accounts
from finpro.accounts.models import User
from finpro.journeys import invite, keep_addresses
from finpro.kernel import clock, errors, limits
from finpro.kernel.actor import Actor, Hat
from finpro.kernel.http import clients
from tests.accounts.account_factory import BY, SECRET, account, actor, app_code, recovery_codes, signed_in
from tests.at_once import many
from tests.identity import opening
from tests.portals.signed_in import PASSWORD, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def check(monkeypatch):
    return opening.cheap_check(monkeypatch)


def test_who_typed_anothers_address_does_not_go_on_where_its_owner_followed_the_link(check):
    """The link shows whose mailbox it is to the browser that followed it, and to no other."""
    attacker, owner = Client(), Client()
    opening.begin(attacker, human_check="")
    owner.post(opening.link())
    assert attacker.get("/open/password")["Location"] == "/open/"
    attacker.post("/open/password", {"password": PASSWORD})
    assert not User.objects.exists()
    assert owner.post("/open/password", {"password": PASSWORD})["Location"] == "/identity/"


def test_the_list_of_mails_does_not_tell_whether_an_address_has_an_account(at):
    """An address that one only added is not one's own yet: what went there, or to its owner, is not shown."""
    account(at, "mae")
    nosy = account(at, "nosy")
    client = signed_in(Client(), nosy)
    shown = []
    for email in ("mae@example.org", "nobody@example.org"):
        keep_addresses.add(email=email, where="192.0.2.7", by=actor(nosy), at=clock.now())
        shown.append(text(client.get("/account/messages")).count("code"))
    assert shown[0] == shown[1]


@pytest.mark.django_db(transaction=True)
def test_fifty_passwords_at_the_same_moment_are_five_tries(at, monkeypatch):
    tried = []
    mae = account(at)
    real = User.check_password
    monkeypatch.setattr(User, "check_password", lambda user, raw: tried.append(raw) or real(user, raw))

    def guess(number):
        given = {"email": mae.email, "password": f"a wrong guess {number}"}
        return Client().post("/sign-in", given).status_code

    answers = many(20, guess)
    assert len(tried) == policies.WRONG_PASSWORDS.free
    assert answers.count(429) == 20 - policies.WRONG_PASSWORDS.free
    assert limits.spent(policies.WRONG_PASSWORDS, mae.email, at=clock.now()) == policies.WRONG_PASSWORDS.free


@pytest.mark.django_db(transaction=True)
def test_a_recovery_code_opens_one_of_two_sessions_that_show_it_at_the_same_moment(at):
    with transaction.atomic():
        mae = account(at, app=True)
    code = recovery_codes(mae)[0]

    def show(_):
        client = Client()
        client.post("/sign-in", {"email": mae.email, "password": PASSWORD})
        return client.post("/sign-in/second-step", {"code": code}).status_code

    assert sorted(many(2, show)) == [302, 422]


def test_a_session_from_before_the_second_factor_shows_it_before_anything_sensitive(at, client):
    """Who has the password, and a session that was left open, adds no passkey of the own to the account."""
    mae = account(at)
    signed_in(client, mae)
    assert client.get("/account/password").status_code == 200
    accounts.add_app(user_id=mae.pk, secret=SECRET, by=BY, at=at)
    for path in ("/account/password", "/account/emails/new", "/account/phone"):
        assert "/account/confirm-it-is-you" in client.get(path)["Location"]
    assert "/account/confirm-it-is-you" in client.post("/account/security/app/begin")["Location"]
    ask = "/account/confirm-it-is-you?next=/account/password"
    assert b'name="password"' not in client.get(ask).content
    client.post(ask, {"way": "password", "password": PASSWORD})
    assert client.get("/account/password").status_code == 302
    client.post(ask, {"way": "app", "app_code": app_code(clock.now())})
    assert client.get("/account/password").status_code == 200


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8:1:2::7", "2001:db8:1:2:ffff::9"),  # one subscriber's
        ("::ffff:192.0.2.7", "192.0.2.7"),  # how a socket for both kinds writes it
    ],
)
def test_another_address_of_the_same_place_has_no_tries_of_its_own(one, other):
    for number in range(policies.CODES_FROM.free):
        sent = Client().post("/sign-in/forgotten", {"email": f"m{number}@home.example"}, REMOTE_ADDR=one)
        assert sent.status_code == 302
    assert Client().post("/sign-in/forgotten", {"email": "n@home.example"}, REMOTE_ADDR=other).status_code == 429


def test_ipv4_written_as_ipv6_is_not_one_network():
    request = RequestFactory().get("/", REMOTE_ADDR="::ffff:192.0.2.7")
    assert clients.network(clients.client_address(request)) == "192.0.2.0/24"


def test_a_day_brings_few_codes_to_one_address(at):
    """Five guesses a code: asking for another every hour must not add up."""
    sent = sum(
        limits.spend(policies.CODES_SENT, "mae@example.org", at=at + timedelta(minutes=minutes)) == 0
        for minutes in range(0, 24 * 60, 5)
    )
    assert sent <= 10


def test_another_firm_uses_up_no_tries_to_send_an_invitation(at):
    firm, other = (Actor(Hat.FIRM, f"account:{key}", key, firm_id=key) for key in (1, 2))
    for _ in range(access.RESENDS.free):
        with pytest.raises(errors.NotFound):
            invite.resend(invitation_id=7, by=other, at=at)
    with pytest.raises(errors.NotFound):
        invite.resend(invitation_id=7, by=firm, at=at)


def test_the_number_that_a_person_reads_out_to_the_firm_is_not_kept_for_later():
    assert hasattr(resolve("/firm/501/vouching/7").func, "unheld")
