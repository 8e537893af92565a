"""Whether an address has an account cannot be told by how long an answer takes, nor by what the database is asked.

Argon2 is cheap in tests: what it costs is the same on both sides by construction (that it runs on both is tested by
itself), and beside its forty milliseconds a difference elsewhere would go unseen.
"""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from finpro.accounts import policies
from finpro.accounts import services as accounts
from finpro.accounts.adapters.backends import Argon2Hasher
from finpro.kernel import clock, codes, limits
from finpro.kernel.models import Code, Tally
from tests.accounts.timing import LIMIT, Timed, difference
from tests.portals.signed_in import AT, BY, PASSWORD

pytestmark = pytest.mark.django_db

KNOWN, UNKNOWN = "mae.quill@example.org", "ida.fern1@example.org"
WRONG = {"password": "wrong words"}


@pytest.fixture(autouse=True)
def account():
    accounts.open_account(email=KNOWN, name="Mae Quill", password=PASSWORD, by=BY, at=AT)


def sign_in(email):
    return Client().post("/sign-in", WRONG | {"email": email})


def tenth_try(email):
    """The one that locks."""
    return sign_in(email)


def locked(email):
    return sign_in(email)


def forgotten(email):
    return Client().post("/sign-in/forgotten", {"email": email})


def unlock(email):
    return Client().post("/sign-in/locked", {"email": email})


def nothing():
    """No try was counted before."""


def nine_tries():
    for email in (KNOWN, UNKNOWN):
        limits.spend(policies.WRONG_PASSWORDS, email, at=clock.now())
    Tally.objects.filter(key__startswith="password:").update(spent=policies.LOCKS_AFTER - 1, until=None)


def ten_tries():
    nine_tries()
    Tally.objects.filter(key__startswith="password:").update(spent=policies.LOCKS_AFTER)


WAYS = [(sign_in, nothing), (tenth_try, nine_tries), (locked, ten_tries), (forgotten, nothing), (unlock, nothing)]


# The other two send what these send; that they ask the database the same is tested below.
TIMED = [WAYS[0], WAYS[1], WAYS[3]]


@pytest.mark.parametrize(("way", "before"), TIMED, ids=lambda value: value.__name__)
def test_known_and_unknown_addresses_take_the_same_time(way, before):
    def once(email):
        def prepare(_number):
            Tally.objects.all().delete()
            before()

        return Timed(lambda _number: way(email), prepare)

    assert difference({"known": once(KNOWN), "unknown": once(UNKNOWN)}) <= LIMIT


@pytest.mark.parametrize(("way", "before"), WAYS, ids=lambda value: value.__name__)
def test_known_and_unknown_addresses_ask_the_database_the_same_and_get_the_same_answer(way, before):
    found = []
    for email in (KNOWN, UNKNOWN, "Mae.Quill@Example.ORG"):
        Tally.objects.all().delete()
        before()
        with CaptureQueriesContext(connection) as asked:
            answer = way(email)
        statements = [re.sub(r"'[^']*'|\d+", "?", query["sql"]).split(" WHERE ")[0][:60] for query in asked]
        body = re.sub(rb'csrfmiddlewaretoken" value="[^"]+"', b"", answer.content).replace(email.encode(), b"")
        found.append((answer.status_code, answer.get("Location"), body, statements))
    assert found[0] == found[1] == found[2]


def test_typing_a_code_asks_the_database_the_same_whether_one_was_mailed_or_not():
    counts = []
    for email in (KNOWN, UNKNOWN):
        client = Client()
        client.post("/sign-in/forgotten", {"email": email})
        right = codes.digits(Code.objects.latest("id").pk, at=clock.now())
        wrong = f"{(int(right) + 1) % 10**6:06}"
        with CaptureQueriesContext(connection) as asked:
            assert client.post("/sign-in/code", {"code": wrong}).status_code == 422
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("email", [KNOWN, UNKNOWN])
def test_the_slow_part_runs_once_whoever_it_is(email, monkeypatch):
    calls = []
    for name in ("encode", "verify"):
        original = getattr(Argon2Hasher, name)
        monkeypatch.setattr(
            Argon2Hasher,
            name,
            lambda self, *args, _original=original, **kwargs: calls.append(1) or _original(self, *args, **kwargs),
        )
    sign_in(email)
    assert len(calls) == 1
