"""The firm's pages of vouching, and the person's page that asks for it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from finpro.access.models import Claim
from finpro.accounts.enums import Way
from finpro.accounts.models import User
from finpro.audit.models import Event
from finpro.casework import services as casework
from finpro.casework.models import VouchRequest
from finpro.kernel import clock, codes
from tests.casework import people
from tests.portals.signed_in import enter, text, visitor
from tests.registry import small_world as world

pytestmark = pytest.mark.django_db

LIST = "/firm/501/vouching"


@pytest.fixture
def alder():
    return world.firm(501, "Alder Securities LLC")


@pytest.fixture
def mae(alder):
    row = people.mae()
    world.associate(row, alder)
    return row


@pytest.fixture
def rowan(mae):
    now = clock.now()
    who = people.account("rowan", now)
    people.proof(who, now, person=mae)
    return who


@pytest.fixture
def person(rowan):
    client = Client()
    enter(client, User.objects.get(pk=rowan.user_id))
    return client


@pytest.fixture
def fay(alder):
    return visitor("fay", firms=[alder], entitlements=["roster.view", "identity.vouch"])


@pytest.fixture
def asked(person):
    assert person.post("/identity/vouch", {"firm": "alder"}).headers["Location"] == "/identity/vouch"
    return VouchRequest.objects.get()


def number(request):
    return codes.digits(request.code_id, at=clock.now())


def one(request):
    return f"{LIST}/{request.pk}"


def test_the_person_asks_and_reads_the_number(person, asked):
    words = text(person.get("/identity/vouch"))
    assert "Alder Securities LLC" in words
    assert number(asked) in words
    assert "Ask another firm" in words
    assert "Quill" not in words


def test_the_page_names_no_firm_before_the_person_does(person):
    html = person.get("/identity/vouch").content.decode()
    assert "Alder" not in html
    wrong = person.post("/identity/vouch", {"firm": "Birch"})
    assert (wrong.status_code, "The record ties you to no firm of this name" in text(wrong)) == (422, True)
    assert "Alder" not in wrong.content.decode()
    assert 'value="Birch"' in wrong.content.decode()
    assert person.post("/identity/vouch", {"firm": ""}).status_code == 422


def test_a_request_is_taken_back(person, asked):
    assert person.post(f"/identity/vouch/{asked.pk}/withdraw").status_code == 302
    assert "Which firm?" in text(person.get("/identity/vouch"))


def test_who_cannot_ask_reads_why():
    client = visitor("nobody")
    assert "First tell us who you are" in text(client.get("/identity/vouch"))
    assert client.post("/identity/vouch", {"firm": "501"}).status_code == 409


def test_the_firm_vouches_from_its_page(fay, asked, rowan):
    assert "1" in fay.get("/firm/501/").content.decode().split("Vouching", 1)[1][:120]
    listed = text(fay.get(LIST))
    assert "Quill, Mae 7001" in listed
    page = text(fay.get(one(asked)))
    for part in ("What vouching means", "lower than a check by the identity bureau", "I know this person"):
        assert part in page
    assert number(asked) not in page
    assert Event.objects.filter(tag="record:person:seen", subject="crd:7001").exists()
    unticked = fay.post(one(asked), {"number": number(asked)})
    assert (unticked.status_code, "Tick the statement" in text(unticked)) == (422, True)
    wrong = fay.post(one(asked), {"number": "12", "statement": "on"})
    assert (wrong.status_code, "not the number of the request" in text(wrong)) == (422, True)
    for _ in range(2):
        done = fay.post(one(asked), {"number": number(asked) or "000000", "statement": "on"})
        assert done.headers["Location"] == f"{LIST}?done=vouched"
    assert Claim.objects.get().user_id == rowan.user_id
    after = text(fay.get(f"{LIST}?done=vouched"))
    assert "You vouched for the person" in after
    assert "Nobody asks the firm to vouch now" in after
    assert "Vouched" in after
    assert fay.get(one(asked)).status_code == 404


def test_the_firm_declines_from_its_page(fay, asked, person):
    bare = fay.post(f"{one(asked)}/decline", {})
    assert (bare.status_code, "Choose why the firm does not vouch" in text(bare)) == (422, True)
    done = fay.post(f"{one(asked)}/decline", {"reason": "VOUCHER_UNREACHED"})
    assert done.headers["Location"] == f"{LIST}?done=declined"
    assert "Your firm could not reach you" in text(person.get("/identity/vouch"))
    assert "Could not be asked" in text(fay.get(LIST))
    assert not Claim.objects.exists()


def test_vouching_asks_first_who_one_is(fay, asked):
    enter(fay, User.objects.get(name="fay"), Way.PASSWORD, Way.TOTP, at=clock.now() - timedelta(minutes=11))
    sent = {"number": number(asked), "statement": "on"}
    for answer in (fay.get(one(asked)), fay.post(one(asked), sent), fay.post(f"{one(asked)}/decline", {})):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/account/confirm-it-is-you?next=")
    assert not Claim.objects.exists()
    assert codes.tries_left(purpose="vouch", subject=f"vouch:{asked.proof_id}:{asked.firm_id}", at=clock.now()) == 5


def test_nobody_vouches_for_himself_on_the_page(person, asked, alder, rowan):
    people.access.grant_membership(
        user_id=rowan.user_id, firm_id=alder.pk, entitlements=["identity.vouch"], by=people.BY, at=clock.now()
    )
    page = person.get(one(asked))
    assert "Nobody vouches for himself or herself" in text(page)
    assert "I know this person" not in text(page)
    assert person.post(one(asked), {"number": number(asked), "statement": "on"}).status_code == 403
    assert person.post(f"{one(asked)}/decline", {"reason": "VOUCHER_DENIES"}).status_code == 403
    assert not Claim.objects.exists()


def test_another_firms_request_is_not_there(asked, alder):
    birch = world.firm(502, "Birch Advisers LLC")
    other = visitor("other", firms=[birch], entitlements=["identity.vouch"])
    assert other.get(f"/firm/502/vouching/{asked.pk}").status_code == 404
    assert other.get(one(asked)).status_code == 404
    sent = {"number": number(asked), "statement": "on"}
    assert other.post(f"/firm/502/vouching/{asked.pk}", sent).status_code == 404
    plain = visitor("plain", firms=[alder], entitlements=["roster.view"])
    assert plain.get(LIST).status_code == 403
    assert "Vouching" not in plain.get("/firm/501/").content.decode()


def test_the_number_of_queries_does_not_grow(fay, asked, alder):
    def counted():
        fay.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            assert fay.get(LIST).status_code == 200
        asides = ("audit_event", "SAVEPOINT", "SET ")
        return len([query for query in queries if not any(word in query["sql"] for word in asides)])

    def ask(crd, name):
        now = clock.now()
        row = world.person(crd, "Pat", "Poe")
        world.associate(row, alder)
        who = people.account(name, now)
        people.proof(who, now, person=row)
        return casework.ask_to_vouch(firm="501", by=who, at=now)

    fay_actor = people.as_member(people.Actor(people.Hat.ACCOUNT, "", User.objects.get(name="fay").pk), alder)
    casework.decline(request_id=ask(7100, "zero").pk, reason="VOUCHER_DENIES", by=fay_actor, at=clock.now())
    few = counted()
    for crd, name in ((7101, "one"), (7102, "two"), (7103, "three")):
        ask(crd, name)
        casework.decline(
            request_id=ask(crd + 100, f"{name}x").pk, reason="VOUCHER_DENIES", by=fay_actor, at=clock.now()
        )
    assert counted() == few
    assert few <= 10
