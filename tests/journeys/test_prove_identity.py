"""From number and date of birth to the own record, by every way, and what keeps others out."""

import pytest

from finpro.access import selectors as access
from finpro.access import services as access_services
from finpro.audit.models import Event
from finpro.casework.enums import State as CaseState
from finpro.casework.models import Case
from finpro.identity import selectors as identity
from finpro.identity.enums import Method, Reason, State
from finpro.identity.models import Proof, SealedStep
from finpro.journeys import prove_identity
from finpro.kernel import errors
from finpro.notices.models import Notice
from tests.identity.bureau import in_place
from tests.identity.people import BORN, BY, PHONE, SSN, account, person

pytestmark = pytest.mark.django_db
WHERE = "192.0.2.7"


def who(user, by, at, *, ssn=SSN, crd=None, born=BORN, phone=""):
    claimed = prove_identity.Claimed(born, ssn, crd)
    prove_identity.who(user_id=user.pk, claimed=claimed, phone=phone, address=WHERE, by=by, at=at)
    return Proof.objects.get(user=user, state__in=[s for s in State if s != State.REPLACED])


@pytest.fixture
def bureau(monkeypatch):
    return in_place(monkeypatch)


@pytest.fixture
def offered(bureau, at):
    """Somebody found on the record, with both ways open."""
    record = person()
    user, by = account(at)
    return user, by, record, who(user, by, at)


def settle(proof, at, method=Method.VOUCHED, **values):
    prove_identity.settle_as(proof_id=proof.pk, method=method, by=BY, at=at, **values)


def test_a_proof_that_went_through_binds_the_account_tells_its_owner_and_says_how(offered, at):
    user, _, record, proof = offered
    settle(proof, at)
    proof.refresh_from_db()
    assert (proof.state, proof.method, proof.level) == (State.VERIFIED, Method.VOUCHED, "FIRM")
    assert access.person_of(user.pk) == record.pk
    assert identity.assurance_of(user.pk).level == "FIRM"
    assert Notice.objects.get(tag="identity:proof:verified").recipient == f"account:{user.pk}"
    assert Event.objects.filter(tag="identity:proof:verified", subject=f"account:{user.pk}").count() == 1


def test_its_case_settles(bureau, at):
    record = person()
    user, by = account(at)
    proof = who(user, by, at, ssn="900999999")
    assert Case.objects.get(subject=f"proof:{proof.pk}").state == CaseState.OPEN
    settle(proof, at, Method.STAFF, person_id=record.pk)
    assert Case.objects.get(subject=f"proof:{proof.pk}").state == CaseState.CLOSED
    assert access.person_of(user.pk) == record.pk


def test_nobody_is_bound_where_nobody_is_named(bureau, at):
    user, by = account(at)
    proof = who(user, by, at)
    with pytest.raises(errors.Refusal, match="Nobody on the record"):
        settle(proof, at, Method.STAFF)
    proof.refresh_from_db()
    assert proof.state == State.UNMATCHED
    assert access.person_of(user.pk) is None


def test_a_record_that_was_claimed_meanwhile_stays_with_whom_it_is(offered, at):
    user, _, record, proof = offered
    other, _ = account(at, "other")
    access_services.grant_claim(user_id=other.pk, person_id=record.pk, by=BY, at=at)
    with pytest.raises(errors.Refusal, match="bound to another account"):
        settle(proof, at)
    proof.refresh_from_db()
    assert proof.state == State.OFFERED
    assert access.person_of(user.pk) is None
    assert Notice.objects.filter(tag="identity:proof:verified").count() == 0


def test_an_account_has_one_record(offered, at):
    user, _, _, proof = offered
    access_services.grant_claim(user_id=user.pk, person_id=person(7002, number="").pk, by=BY, at=at)
    with pytest.raises(errors.Refusal, match="bound to a record already"):
        settle(proof, at)


def test_what_is_decided_is_not_decided_again(offered, at):
    *_, proof = offered
    settle(proof, at)
    with pytest.raises(errors.Refusal, match="moved on"):
        settle(proof, at)


def test_found_on_the_record_the_bureau_is_asked_about_the_legal_name(offered, bureau):
    *_, proof = offered
    (asked,) = bureau.asked
    assert (asked.first, asked.last, asked.born_on, asked.ssn) == ("Mae", "Quill", BORN, SSN)
    assert (asked.phone, asked.email) == (PHONE, "mae@example.org")
    assert (proof.state, proof.passcode_offered, proof.questions_offered) == (State.OFFERED, True, True)
    assert identity.reference(proof) == "a-word-of-the-bureau"
    assert "a-word" not in proof.bureau_reference


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"ssn": "900999999"}, Reason.NO_MATCH),
        ({"born": BORN.replace(year=1985)}, Reason.NO_MATCH),
        (
            {"ssn": "", "crd": 7001},
            Reason.NO_MATCH,
        ),  # it holds a number, so its CRD number, which is public, is not enough
    ],
)
def test_nobody_found_opens_a_case_with_the_reason_for_the_registry_alone(bureau, at, given, reason):
    person()
    user, by = account(at)
    proof = who(user, by, at, **given)
    assert (proof.state, proof.reasons, proof.person_id) == (State.UNMATCHED, [reason], None)
    case = Case.objects.get(subject=f"proof:{proof.pk}")
    assert (case.number, case.reasons) == (proof.case_number, [reason])
    assert bureau.asked == []
    shown = identity.standing(user.pk, at=at)
    assert (shown.state, shown.reasons, shown.case_number) == (State.UNMATCHED, (), case.number)


def test_a_record_that_is_taken_looks_like_none(bureau, at):
    record = person()
    access_services.grant_claim(user_id=account(at, "first")[0].pk, person_id=record.pk, by=BY, at=at)
    user, by = account(at)
    proof = who(user, by, at)
    assert (proof.state, proof.reasons, proof.person_id) == (State.UNMATCHED, [Reason.CLAIMED], None)
    assert identity.standing(user.pk, at=at).reasons == ()


def test_without_a_us_number_the_crd_number_finds_it(bureau, at):
    record = person(number="")
    user, by = account(at)
    proof = who(user, by, at, ssn="", crd=7001)
    assert (proof.state, proof.person_id) == (State.OFFERED, record.pk)
    assert bureau.asked[0].ssn is None


def test_beginning_again_ends_what_was_open(offered, at):
    user, by, _, first = offered
    SealedStep.objects.create(proof=first, sealed=b"x", made_at=at, expires_at=at)
    second = who(user, by, at)
    first.refresh_from_db()
    assert (first.state, second.state) == (State.REPLACED, State.OFFERED)
    assert not SealedStep.objects.exists()
    assert first.bureau_reference == ""
