"""Until it is shown whose it is, an account reaches nothing of any record: by page, as JSON, as PDF, as a document."""

from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from finpro.documents import services as documents
from finpro.identity.enums import Reason, State
from finpro.identity.models import Proof
from finpro.journeys import print_record, prove_identity
from finpro.kernel.actor import Actor, Hat
from tests.filings import desk
from tests.identity.bureau import in_place
from tests.identity.people import BORN, BY, SSN, account, person
from tests.portals.signed_in import AT, enter
from tests.registry import small_world as world

pytestmark = pytest.mark.django_db
# What stands on the record of these tests, in the spellings that pages, JSON and files use.
DATA = ("Quill", "QUILL", "7001", "123-45-", "3456", "1984")


def individual_routes():
    """Every address below /me/, whatever is added later."""
    (space,) = [one for one in get_resolver().url_patterns if getattr(one, "namespace", "") == "individual"]
    assert isinstance(space, URLResolver)
    return [route for route in space.url_patterns if isinstance(route, URLPattern)]


@pytest.fixture
def record():
    return person()


@pytest.fixture
def document(record):
    """The record as PDF, asked for by its owner."""
    owner, _ = account(AT, "owner")
    prove_identity.give(user_id=owner.pk, person_id=record.pk, by=BY, at=AT)
    key = print_record.ask(on=AT.date(), by=Actor(Hat.PERSON, f"account:{owner.pk}", owner.pk, record.pk), at=AT)
    documents.hand_in(document_id=key, content=b"Mae Quill 7001", file_name="r.pdf", by=BY, at=AT)
    return key


@pytest.fixture
def filing(record):
    """A firm's draft about the person on the record, a section of it opened to that person."""
    place = SimpleNamespace(person=record, filer=desk.member("Filer", world.firm(601, "Alder Securities LLC"), AT))
    made = desk.draft(place, AT)
    desk.share(made, place, AT)
    return made


def stopped(state, monkeypatch):
    """An account whose proof stands there."""
    user, by = account(AT, f"{state or 'nothing'}".lower())
    if not state:
        return user
    bureau = in_place(monkeypatch)
    bureau.questions_offered = state != State.UNAVAILABLE
    bureau.channels = () if state == State.UNAVAILABLE else ("text",)
    row = person(7002, number="900123457")
    ssn = "900999999" if state == State.UNMATCHED else "900123457"
    claimed = prove_identity.Claimed(BORN, ssn)
    prove_identity.who(user_id=user.pk, claimed=claimed, phone="", address="192.0.2.1", by=by, at=AT)
    proof = Proof.objects.get(user=user)
    if state == State.FAILED:
        prove_identity.stop(proof_id=proof.pk, state=State.FAILED, reason=Reason.SCORE_LOW, by=by, at=AT)
        proof.refresh_from_db()
    assert proof.state == state
    assert row.pk
    return user


@pytest.mark.parametrize("state", ["", State.UNMATCHED, State.OFFERED, State.UNAVAILABLE, State.FAILED])
def test_no_address_of_the_record_answers(document, filing, monkeypatch, state):
    client = Client()
    enter(client, stopped(state, monkeypatch))
    routes = individual_routes()
    assert len(routes) >= 7
    let_in = {}
    for route in routes:
        values = {"filing_id": filing.pk, "key": "residences", "place": "residences/r1", "comment_id": 1}
        arguments = {name: values.get(name, document) for name in route.pattern.converters}
        path = reverse(f"individual:{route.name}", kwargs=arguments)
        for method in (client.get, client.post, client.head):
            answer = method(path, headers={"Accept": "application/json"})
            said = answer.content.decode(errors="replace")
            if answer.status_code not in {403, 404, 405} or any(datum in said for datum in DATA):
                let_in[path, method.__name__] = answer.status_code
    assert let_in == {}


@pytest.mark.parametrize(
    "path", ["/firm/501/", "/firm/501/people/7001", "/registry/people/7001", "/registry/search?q=Quill"]
)
def test_no_other_side_answers_either(record, path):
    client = Client()
    enter(client, account(AT)[0])
    answer = client.get(path)
    assert answer.status_code in {403, 404}
    assert "Quill" not in answer.content.decode().replace("q=Quill", "")


@pytest.mark.parametrize("path", ["/account/", "/account/activity", "/identity/", "/identity/who", "/identity/case"])
def test_its_own_pages_show_nothing_of_the_record(record, monkeypatch, path):
    client = Client()
    enter(client, stopped(State.OFFERED, monkeypatch))
    said = client.get(path, follow=True).content.decode()
    assert all(datum not in said for datum in ("Quill", "7001", "7002", SSN, "900123457", "5/6/1984"))


def test_signing_in_leads_to_the_proof(record):
    client = Client()
    enter(client, account(AT)[0])
    assert client.get("/")["Location"] == "/identity/"
