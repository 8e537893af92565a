"""Time tells nothing: known and unknown people take the same, in the middle of two hundred tries of each."""

from datetime import date
from itertools import count

import pytest
from django.test import Client

from finpro.access import services as access
from finpro.accounts.models import EmailAddress, User
from finpro.identity import policies
from finpro.integrations import human_check
from finpro.integrations.human_check.port import Outcome, Verdict
from finpro.kernel.limits import Limit
from tests.accounts.timing import LIMIT, ROUNDS, TRIES, WARMING, Timed, difference
from tests.identity.bureau import in_place
from tests.identity.people import BORN, BY, account, person
from tests.portals.signed_in import AT, enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def check(monkeypatch):
    """A human check that everybody passes, each time with something new to use up."""
    used = count()

    class Check:
        def verify(self, form, answer, *, at, remote_ip=""):
            return Verdict(Outcome.OK, f"test:{next(used)}")

        def csp(self):
            return {}

    monkeypatch.setattr(human_check, "adapter", Check)


@pytest.fixture
def known(check):
    """Addresses that have an account: one for each try."""
    emails = [f"known{number:04}@home.example" for number in range(-WARMING, TRIES * ROUNDS)]
    users = User.objects.bulk_create([User(email=email, created_at=AT, password="!") for email in emails])
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=user, email=user.email, personal=True, added_at=AT, confirmed_at=AT) for user in users]
    )


def send(client, kind, number):
    """Open an account with an address that has one, or has none; from a place of its own each time."""
    place = f"10.{number % 250}.{number // 250 + 1}.7"
    typed = {"name": "Mae", "email": f"{kind}{number:04}@home.example", "human_check": "x"}
    return client.post("/open/details", typed, REMOTE_ADDR=place)


def test_opening_an_account_takes_as_long_for_a_known_address(known):
    def begin(kind):
        return Timed(lambda number: send(Client(), kind, number))

    assert difference({kind: begin(kind) for kind in ("known", "fresh")}) <= LIMIT


def test_a_wrong_code_takes_as_long_for_a_known_address(known):
    clients = {kind: Client() for kind in ("known", "fresh")}

    def guess(kind):
        def once(number):
            if number % 5 == 0:  # five tries a code
                send(clients[kind], kind, number)
            else:
                clients[kind].post("/open/check-your-mail", {"code": "000000"})

        return Timed(once)

    assert difference({kind: guess(kind) for kind in clients}) <= LIMIT


def test_whom_a_number_leads_to_cannot_be_told_by_time(monkeypatch):
    in_place(monkeypatch)
    for name in ("WHO", "WHO_FROM", "WHO_NETWORK", "WHO_PERSON"):
        limit = getattr(policies, name)
        monkeypatch.setattr(policies, name, Limit(limit.name, 10**6, limit.window))
    taken, free = person(7001, number="123456789"), person(7002, number="123456788")
    access.grant_claim(user_id=account(AT, "owner")[0].pk, person_id=taken.pk, by=BY, at=AT)
    asked = {
        "nobody": ("123-45-6780", BORN),
        "claimed": ("123-45-6789", BORN),
        "another date of birth": ("123-45-6788", date(1984, 5, 7)),
        "claimed, another date of birth": ("123-45-6789", date(1984, 5, 7)),
    }
    assert free.ssn_lookup is not None

    def ask(name, ssn, born):
        client = Client()
        enter(client, account(AT, name.replace(" ", "").replace(",", ""))[0])
        typed = {"number": "ssn", "ssn": ssn, "agreed": "on", "born-month": "5", "born-year": "1984"}
        return Timed(lambda number: client.post("/identity/who", typed | {"born-day": str(born.day)}))

    assert difference({name: ask(name, *given) for name, given in asked.items()}) <= LIMIT
