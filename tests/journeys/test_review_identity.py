"""The registry decides who somebody is: both the case and the proof move, or neither."""

import pytest

from finpro.access import services as access
from finpro.access.models import Claim
from finpro.audit.models import Event
from finpro.casework import selectors as cases
from finpro.casework import services as casework
from finpro.casework.enums import Kind, Outcome
from finpro.casework.models import Case
from finpro.identity.enums import Reason, State
from finpro.identity.models import Proof
from finpro.journeys import ask_registry, review_identity, staff_roles
from finpro.journeys.review_identity import Decision
from finpro.kernel import errors
from finpro.kernel.http import TooMany
from finpro.notices.models import Notice
from tests.casework import people
from tests.registry import small_world as world

pytestmark = pytest.mark.django_db

SEEN = Decision(["DOCUMENT_SEEN"], note="Passport, by video.", message="Welcome.")


@pytest.fixture
def person(at):
    return people.account("rowan", at)


@pytest.fixture
def sam(at):
    return people.staff("sam", at)


@pytest.fixture
def mae():
    return people.mae()


def taken(case, by, at):
    review_identity.take(number=case.number, instead_of=None, by=by, at=at)
    return case


def test_a_grant_binds_the_account_closes_the_case_and_tells_the_person(person, sam, mae, at):
    about = people.proof(person, at, person=mae)
    case = taken(people.case(person, at, about=about, kind=Kind.IDENTITY_UNAVAILABLE), sam, at)
    review_identity.grant(number=case.number, decision=SEEN, by=sam, at=at)
    proof = Proof.objects.get(pk=about.pk)
    assert (proof.state, proof.method, proof.level, proof.person_id) == (State.VERIFIED, "STAFF", "REGISTRY", mae.pk)
    claim = Claim.objects.get(ended_at=None)
    assert (claim.user_id, claim.person_id, claim.granted_by) == (person.user_id, mae.pk, sam.label)
    case.refresh_from_db()
    assert (case.outcome, case.reasons) == (Outcome.GRANTED, ["DOCUMENT_SEEN"])
    told = set(Notice.objects.filter(recipient=person.label).values_list("tag", flat=True))
    assert told == {"case:case:decided", "identity:proof:verified"}
    assert Event.objects.filter(subject=person.label, tag="identity:proof:verified").exists()


def test_whom_the_search_did_not_find_the_registry_names(person, sam, mae, at):
    case = taken(people.case(person, at), sam, at)
    for crd in (None, 999):
        with pytest.raises(errors.Invalid, match="CRD number of the person"):
            review_identity.grant(number=case.number, decision=Decision(["DOCUMENT_SEEN"], crd=crd), by=sam, at=at)
    assert Case.objects.get().outcome == ""
    review_identity.grant(number=case.number, decision=Decision(["NAME_CHANGED"], crd=mae.crd), by=sam, at=at)
    assert Claim.objects.get().person_id == mae.pk
    assert Proof.objects.get().person_id == mae.pk


def test_a_record_bound_meanwhile_leaves_everything_as_it_was(person, sam, mae, at):
    case = taken(people.case(person, at, about=people.proof(person, at, person=mae)), sam, at)
    other = people.account("other", at)
    access.grant_claim(user_id=other.user_id, person_id=mae.pk, by=people.BY, at=at)
    with pytest.raises(errors.Refusal, match="bound to another account meanwhile"):
        review_identity.grant(number=case.number, decision=SEEN, by=sam, at=at)
    assert Case.objects.get().outcome == ""
    assert Proof.objects.get().state == State.MATCHED
    assert not Notice.objects.filter(tag="case:case:decided").exists()


def test_a_proof_begun_again_cannot_be_granted_and_its_case_is_closed_by_hand(person, sam, mae, at):
    case = taken(people.case(person, at), sam, at)
    people.proof(person, at, person=mae)
    with pytest.raises(errors.Refusal):
        review_identity.grant(number=case.number, decision=Decision(["DOCUMENT_SEEN"], crd=7001), by=sam, at=at)
    review_identity.close(number=case.number, by=sam, at=at)
    assert Case.objects.get().outcome == Outcome.SETTLED


def test_a_refusal_ends_the_proof_and_the_person_reads_why(person, sam, mae, at):
    case = taken(people.case(person, at, about=people.proof(person, at, person=mae)), sam, at)
    decision = Decision(["TOO_LITTLE_SHOWN"], note="Blurred.", message="Try a passport.")
    review_identity.refuse(number=case.number, decision=decision, by=sam, at=at)
    proof = Proof.objects.get()
    assert (proof.state, proof.reasons) == (State.FAILED, [Reason.REFUSED])
    assert not Claim.objects.exists()
    own = cases.case_for_account(person.user_id)
    assert own.outcome == Outcome.REFUSED
    assert own.said == ["What you showed was not enough to tell who you are. You may begin again and show more."]
    assert own.steps[-1].message == "Try a passport."
    assert "Blurred" not in repr(own)
    assert "sam" not in repr(own).lower()


def test_a_new_case_is_opened_after_a_refusal_but_not_a_second_one(person, sam, mae, at):
    case = taken(people.case(person, at, about=people.proof(person, at, person=mae)), sam, at)
    review_identity.refuse(number=case.number, decision=Decision(["DOUBTFUL"]), by=sam, at=at)
    numbers = {ask_registry.ask(by=person, at=at) for _ in range(3)}
    assert len(numbers - {case.number}) == 1
    with pytest.raises(TooMany):
        ask_registry.ask(by=person, at=at)


def test_who_has_begun_nothing_asks_for_nothing(person, at):
    with pytest.raises(errors.Refusal, match="First tell us who you are"):
        ask_registry.ask(by=person, at=at)


def test_a_case_is_found_by_number_and_an_account_by_its_id_with_an_event(person, sam, at):
    case = people.case(person, at)
    found = review_identity.find(typed=f" {case.number.lower()} ", by=sam, at=at)
    assert found.number == case.number
    assert not Event.objects.filter(tag="case:account:searched").exists()
    found = review_identity.find(typed="rowan@example.org", by=sam, at=at)
    assert (found.account.email, found.cases, found.locked) == ("r•••@example.org", ((case.number, "OPEN"),), False)
    assert review_identity.find(typed="nobody@example.org", by=sam, at=at).account is None
    searched = Event.objects.filter(tag="case:account:searched").order_by("id").values_list("subject", "data")
    assert list(searched) == [(person.label, {"found": 1}), ("", {"found": 0})]


def test_a_role_that_ends_gives_the_cases_back(person, sam, at):
    case = taken(people.case(person, at), sam, at)
    admin = people.staff("admin", at, ["staff.admin"])
    staff_roles.end(user_id=sam.user_id, by=admin, at=at)
    case.refresh_from_db()
    assert (case.state, case.owner_id) == ("OPEN", None)
    assert casework.take(number=case.number, by=people.staff("tess", at), at=at)


def test_the_page_of_a_case_tells_what_is_known_and_masks_the_rest(person, sam, mae, at):
    world.associate(mae, world.firm(501, "Alder Securities LLC"))
    other = people.account("other", at)
    access.grant_claim(user_id=other.user_id, person_id=mae.pk, by=people.BY, at=at)
    about = people.proof(person, at, person=mae, reasons=[Reason.CLAIMED])
    case = people.case(person, at, about=about)
    page = cases.case_page(sam, case.number, at)
    assert page.account.email == "r•••@example.org"
    assert (page.proof.crd, page.proof.record_name) == (7001, "Quill, Mae")
    assert (page.claimed.account_id, page.claimed.since) == (other.user_id, at)
    assert page.reasons == ["The record is bound to another account already"]
    with pytest.raises(errors.Forbidden):
        cases.case_page(person, case.number, at)
