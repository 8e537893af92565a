"""What somebody tries who is up to no good: through the pages, as far as a browser reaches."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from finpro.accounts import policies
from finpro.accounts.models import User
from finpro.journeys import keep_addresses
from finpro.kernel import clock, limits
from tests.accounts.account_factory import account, actor, signed_in
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
        try:
            given = {"email": mae.email, "password": f"a wrong guess {number}"}
            return Client().post("/sign-in", given).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as guessers:
        answers = list(guessers.map(guess, range(20)))
    assert len(tried) == policies.WRONG_PASSWORDS.free
    assert answers.count(429) == 20 - policies.WRONG_PASSWORDS.free
    assert limits.spent(policies.WRONG_PASSWORDS, mae.email, at=clock.now()) == policies.WRONG_PASSWORDS.free
