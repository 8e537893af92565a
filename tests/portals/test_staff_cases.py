"""The registry's pages of cases and roles, and the person's page of the own case."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from finpro.access.models import Claim, StaffRole
from finpro.accounts.enums import Way
from finpro.accounts.models import User
from finpro.accounts.policies import LOCKS_AFTER, WRONG_PASSWORDS
from finpro.audit.models import Event
from finpro.casework.models import Case, Entry
from finpro.kernel import clock, limits
from finpro.registry.models import Person
from tests.casework import people
from tests.portals.signed_in import counted, enter, text, visitor
from tests.registry import small_world as world

pytestmark = pytest.mark.django_db

REGISTRAR = [*people.REGISTRAR, "staff.admin"]


@pytest.fixture
def rowan(at):
    return people.account("rowan", at)


@pytest.fixture
def case(rowan, at):
    return people.case(rowan, at)


@pytest.fixture
def sam():
    return visitor("sam", staff=REGISTRAR)


@pytest.fixture
def mae():
    row = people.mae()
    Person.objects.filter(pk=row.pk).update(date_of_birth="1984-05-06")
    world.associate(row, world.firm(501, "Alder Securities LLC"))
    return row


def page_of(case):
    return f"/registry/cases/{case.number}"


def take(client, case):
    assert client.post(f"{page_of(case)}/take").headers["Location"] == f"{page_of(case)}?done=taken"


def as_person(who):
    client = Client()
    enter(client, User.objects.get(pk=who.user_id))
    return client


def decision(**values):
    return {"outcome": "GRANTED", "granted": ["DOCUMENT_SEEN"], "message": "", "note": ""} | values


def test_the_queue_lists_what_waits_the_oldest_first_with_chips(sam, case, at):
    old = people.case(people.account("old", at), at - timedelta(days=9))
    words = text(sam.get("/registry/cases"))
    assert words.index(old.number) < words.index(case.number)
    assert "Waiting for the registry 2" in words
    assert re.search(rf"{old.number} .* \d+ days ", words)
    take(sam, case)
    mine = sam.get("/registry/cases?owner=mine&state=WORKING")
    assert case.number in text(mine)
    assert old.number not in text(mine)
    assert "Owner: You" in text(mine)
    assert 'href="?state=WORKING"' in mine.content.decode()
    assert "No match" in text(sam.get("/registry/cases?state=CLOSED"))
    assert sam.get("/registry/cases?state=NONSENSE&page=x&age=century").status_code == 200


def test_the_navigation_counts_what_waits(sam, case):
    html = sam.get("/registry/").content.decode()
    assert re.search(r'href="/registry/cases"[^>]*>\s*Cases.*?1', html, re.S)
    assert "/registry/cases" not in visitor("plain", staff=["record.search"]).get("/registry/").content.decode()


def test_a_case_shows_what_is_known_and_its_history(sam, case):
    words = text(sam.get(page_of(case)))
    for part in ("Number and date of birth fit nobody", "r•••@example.org", "Found on the record Nobody", "Opened"):
        assert part in words
    assert "rowan@example.org" not in sam.get(page_of(case)).content.decode()
    assert sam.get(f"/registry/cases/{case.number.lower()}").status_code == 200
    assert sam.get("/registry/cases/NOCASE22").status_code == 404


def test_of_two_the_second_sees_who_has_it(sam, case):
    tess = visitor("tess", staff=REGISTRAR)
    take(sam, case)
    refused = tess.post(f"{page_of(case)}/take")
    assert refused.status_code == 409
    assert "sam has this case" in text(refused)
    assert "Take over" in text(refused)
    owner = Case.objects.get().owner_id
    assert tess.post(f"{page_of(case)}/take", {"instead_of": owner}).status_code == 302
    for act in ("give-back", "ask", "note", "close"):
        answer = sam.post(f"{page_of(case)}/{act}", {"message": "x", "note-message": "x"})
        assert (act, answer.status_code) == (act, 409)
        assert "tess has this case" in text(answer)


def test_asked_and_answered(sam, case, rowan):
    take(sam, case)
    empty = sam.post(f"{page_of(case)}/ask", {"message": " "})
    assert empty.status_code == 422
    assert "Enter your question to the person" in text(empty)
    assert sam.post(f"{page_of(case)}/note", {"note-message": "Called twice."}).status_code == 302
    sam.post(f"{page_of(case)}/ask", {"message": "Which papers do you have?"})
    client = as_person(rowan)
    words = text(client.get("/identity/case"))
    assert "Waiting for you" in words
    assert "Which papers do you have?" in words
    assert case.number in words
    assert "+1 800 555 0100" in words
    assert "Called twice" not in words
    assert "sam" not in words.split()
    assert client.post("/identity/case/answer", {"message": ""}).status_code == 422
    assert client.post("/identity/case/answer", {"message": "<b>A passport</b>"}).status_code == 302
    assert "The registry is working on it" in text(client.get("/identity/case"))
    shown = sam.get(page_of(case)).content.decode()
    assert "&lt;b&gt;A passport&lt;/b&gt;" in shown
    assert "Called twice." in shown


def test_a_person_without_a_case_reads_so(rowan):
    client = as_person(rowan)
    assert "You have no support case" in text(client.get("/identity/case"))
    assert client.post("/identity/case/answer", {"message": "x"}).status_code == 404
    assert client.post("/identity/case/open").status_code == 409


def test_a_person_asks_for_a_case(rowan, at):
    people.proof(rowan, at)
    client = as_person(rowan)
    assert "Open a case" in text(client.get("/identity/case"))
    assert client.post("/identity/case/open").headers["Location"] == "/identity/case?done=asked"
    words = text(client.get("/identity/case?done=asked"))
    assert "Waiting for the registry" in words
    assert "Open a case" not in words


def test_somebody_on_the_record_is_compared_without_the_date(sam, case, mae):
    take(sam, case)
    User.objects.filter(name="Rowan").update(name="mae quill")
    given = {"crd": "7001", "born_on-month": "5", "born_on-day": "6", "born_on-year": "1984"}
    fits = sam.post(f"{page_of(case)}/compare", given)
    words = text(fits)
    assert "Quill, Mae CRD number 7001 Fits the name of the account Yes Fits the date of birth Yes" in words
    assert "Alder Securities LLC" in words
    assert f'href="{page_of(case)}/decide?crd=7001"' in fits.content.decode()
    assert Event.objects.filter(tag="record:person:seen", subject="crd:7001").exists()
    other = sam.post(f"{page_of(case)}/compare", given | {"born_on-year": "1985"})
    assert "Fits the date of birth No" in text(other)
    assert "1984" not in text(other)
    Person.objects.update(date_of_birth=None)
    assert "The record holds none" in text(sam.post(f"{page_of(case)}/compare", given))
    absent = sam.post(f"{page_of(case)}/compare", {"crd": "999"})
    assert (absent.status_code, "Nobody on the record has this CRD number" in text(absent)) == (422, True)
    assert sam.post(f"{page_of(case)}/compare", {"crd": "x"}).status_code == 422


def test_a_grant_from_the_page(sam, case, rowan, mae):
    take(sam, case)
    form = sam.get(f"{page_of(case)}/decide?crd=7001")
    assert 'value="7001"' in form.content.decode()
    nothing = sam.post(f"{page_of(case)}/decide", {})
    assert (nothing.status_code, "Choose what you decide" in text(nothing)) == (422, True)
    bare = sam.post(f"{page_of(case)}/decide", {"outcome": "GRANTED", "note": "kept words"})
    assert "Choose at least one reason" in text(bare)
    assert "Enter the CRD number of the person" in text(bare)
    assert "kept words" in text(bare)
    absent = sam.post(f"{page_of(case)}/decide", decision(crd="999"))
    assert absent.status_code == 422
    granted = sam.post(f"{page_of(case)}/decide", decision(crd="7001"))
    assert granted.headers["Location"] == f"{page_of(case)}?done=granted"
    assert Claim.objects.get().user_id == rowan.user_id
    words = text(sam.get(f"{page_of(case)}?done=granted"))
    assert "Granted" in words
    assert "Document seen" in words
    assert "What you can do" not in words
    own = text(as_person(rowan).get("/identity/case"))
    assert "Decided: it is you" in own
    assert "We saw a document that shows who you are." in own
    again = sam.post(f"{page_of(case)}/decide", decision(crd="7001"))
    assert again.status_code in {302, 409}
    assert Claim.objects.count() == 1


def test_a_refusal_from_the_page(sam, case, rowan):
    take(sam, case)
    sent = {"outcome": "REFUSED", "refused": ["NOT_ON_RECORD"], "message": "Ask your firm.", "note": "No match."}
    assert sam.post(f"{page_of(case)}/decide", sent).status_code == 302
    own = text(as_person(rowan).get("/identity/case"))
    for part in ("it could not be told", "We found no record for you", "Ask your firm."):
        assert part in own
    assert "No match." not in own
    assert not Claim.objects.exists()


def test_deciding_asks_first_who_one_is(case, sam, at):
    take(sam, case)
    enter(sam, User.objects.get(name="sam"), Way.PASSWORD, Way.TOTP, at=clock.now() - timedelta(minutes=11))
    for answer in (sam.get(f"{page_of(case)}/decide"), sam.post(f"{page_of(case)}/decide", decision(crd="7001"))):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/account/confirm-it-is-you?next=")
    assert sam.post("/registry/roles/give", {}).headers["Location"].startswith("/account/confirm-it-is-you")
    assert Case.objects.get().outcome == ""


def test_support_sees_why_it_cannot_decide(case):
    helper = visitor("helper", staff=people.SUPPORT)
    take(helper, case)
    words = text(helper.get(page_of(case)))
    assert "so that a registrar can take it" in words
    assert "Decide this case" not in words
    answer = helper.post(
        f"{page_of(case)}/decide", {"outcome": "REFUSED", "refused": ["DOUBTFUL"], "message": "", "note": ""}
    )
    assert answer.status_code == 403
    assert helper.post(f"{page_of(case)}/compare", {"crd": "7001"}).status_code == 403
    assert Case.objects.get().outcome == ""


def test_who_may_only_look_takes_nothing(case):
    auditor = visitor("auditor", staff=["cases.view"])
    words = text(auditor.get(page_of(case)))
    assert "working on them needs an entitlement" in words
    assert "disabled" in auditor.get(page_of(case)).content.decode()
    assert auditor.post(f"{page_of(case)}/take").status_code == 403


def test_the_own_case_is_for_somebody_else(sam, at):
    me = User.objects.get(name="sam")
    own = people.case(people.Actor(people.Hat.ACCOUNT, f"account:{me.pk}", me.pk), at)
    assert "Somebody else of the registry has to work on it" in text(sam.get(page_of(own)))
    assert sam.post(f"{page_of(own)}/take").status_code == 403
    assert Entry.objects.filter(what="taken").count() == 0


def test_found_by_number_or_by_address_and_unlocked(sam, case, rowan):
    found = sam.post("/registry/cases/find", {"typed": f" {case.number.lower()} "})
    assert found.headers["Location"] == page_of(case)
    for _ in range(LOCKS_AFTER):
        limits.spend(WRONG_PASSWORDS, "rowan@example.org", at=clock.now() - timedelta(hours=1))
    by_address = sam.post("/registry/cases/find", {"typed": "ROWAN@example.org"})
    words = text(by_address)
    assert case.number in words
    assert "r•••@example.org" in words
    absent = text(sam.post("/registry/cases/find", {"typed": "nobody@example.org"}))
    assert "No case has this number, and no account this e-mail address" in absent
    assert sam.post("/registry/cases/find", {"typed": ""}).status_code == 422
    unlocked = sam.post(f"/registry/accounts/{rowan.user_id}/unlock")
    assert unlocked.headers["Location"] == "/registry/cases?done=unlocked"
    assert limits.spent(WRONG_PASSWORDS, "rowan@example.org", at=clock.now()) == 0
    assert Event.objects.get(tag="case:account:unlocked").subject == rowan.label


def test_a_locked_account_is_shown_as_closed(sam, rowan, monkeypatch):
    monkeypatch.setattr(limits, "spent", lambda *_args, **_options: LOCKS_AFTER)
    words = text(sam.post("/registry/cases/find", {"typed": "rowan@example.org"}))
    assert "Closed after too many wrong passwords" in words
    assert "Open the account to its password" in words


def test_roles_are_given_changed_and_ended(sam, rowan):
    give = {"email": "rowan@example.org", "role": "support"}
    without = sam.post("/registry/roles/give", give)
    assert without.status_code == 409
    assert "no second factor yet" in text(without)
    Authenticator.objects.create(user_id=rowan.user_id, type=Authenticator.Type.TOTP, data={})
    unknown = sam.post("/registry/roles/give", give | {"email": "nobody@example.org"})
    assert "No account has this address" in text(unknown)
    assert sam.post("/registry/roles/give", give | {"role": "emperor"}).status_code == 422
    assert sam.post("/registry/roles/give", give).status_code == 302
    listed = text(sam.get("/registry/roles?done=given"))
    assert "Rowan rowan@example.org Support" in listed
    one = f"/registry/roles/{rowan.user_id}"
    assert "Work on support cases" in text(sam.get(one))
    assert sam.post(f"{one}/change", {}).status_code == 422
    assert sam.post(f"{one}/change", {"role": "auditor"}).status_code == 302
    assert "trail.view" in StaffRole.objects.get(user=rowan.user_id).entitlements
    assert sam.post(f"{one}/end").status_code == 302
    assert sam.get(one).status_code == 404
    client = as_person(rowan)
    assert client.get("/registry/").status_code == 403


def test_the_own_role_is_for_somebody_else(sam):
    me = User.objects.get(name="sam")
    Authenticator.objects.create(user_id=me.pk, type=Authenticator.Type.TOTP, data={})
    one = f"/registry/roles/{me.pk}"
    assert "This is your own role" in text(sam.get(one))
    assert sam.post(f"{one}/change", {"role": "support"}).status_code == 409
    assert sam.post(f"{one}/end").status_code == 409
    assert sam.post("/registry/roles/give", {"email": "sam@example.org", "role": "support"}).status_code == 409


def test_the_number_of_queries_does_not_grow(sam, case, rowan, at):
    take(sam, case)
    pages = ["/registry/cases", page_of(case), "/registry/roles"]
    few = {page: counted(sam, page) for page in pages}
    for name in ("one", "two", "three"):
        people.case(people.account(name, at), at)
        visitor(f"staff{name}", staff=["cases.view"])
        sam.post(f"{page_of(case)}/note", {"note-message": name})
    assert {page: counted(sam, page) for page in pages} == few
    assert few["/registry/cases"] <= 7
