"""From number and date of birth to the own record, by every way, and what keeps others out."""

from collections import Counter

import pytest
from django.apps import apps

from finpro.access import selectors as access
from finpro.access import services as access_services
from finpro.audit.models import Event
from finpro.casework.enums import State as CaseState
from finpro.casework.models import Case
from finpro.identity import policies
from finpro.identity import selectors as identity
from finpro.identity.enums import Method, Reason, State
from finpro.identity.models import Proof, SealedStep
from finpro.journeys import prove_identity, prove_identity_ways
from finpro.kernel import codes, errors
from finpro.kernel.models import Code
from finpro.notices.models import Notice
from tests.at_once import many
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
    assert identity.latest_proof(user.pk).level == "FIRM"
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


@pytest.mark.django_db(transaction=True)
def test_fifty_who_guess_at_once_have_five_tries_in_all(bureau, at):
    record = person()
    user, by = account(at)
    proof = who(user, by, at)
    prove_identity_ways.send_code(user_id=user.pk, channel="text", by=by, at=at)
    code = Code.objects.get(purpose="identity")
    right = codes.digits(code.pk, at=at)
    wrong = f"{(int(right) + 1) % 10**6:06}"
    answers = many(50, lambda _: prove_identity_ways.type_code(user_id=user.pk, typed=wrong, by=by, at=at))
    assert Counter(answers) == {codes.Answer.WRONG: 4, codes.Answer.SPENT: 46}
    assert prove_identity_ways.type_code(user_id=user.pk, typed=right, by=by, at=at) is codes.Answer.SPENT
    proof.refresh_from_db()
    assert proof.state == State.OFFERED, "another code may still be sent"
    assert access.person_of(user.pk) is None
    assert record.pk


@pytest.mark.django_db(transaction=True)
def test_the_right_passcode_from_many_windows_proves_once(bureau, at):
    person()
    user, by = account(at)
    who(user, by, at)
    prove_identity_ways.send_code(user_id=user.pk, channel="text", by=by, at=at)
    right = codes.digits(Code.objects.get(purpose="identity").pk, at=at)
    answers = many(8, lambda _: prove_identity_ways.type_code(user_id=user.pk, typed=right, by=by, at=at))
    assert answers.count(codes.Answer.RIGHT) == 1
    assert set(answers) <= {codes.Answer.RIGHT, codes.Answer.GONE}
    assert Event.objects.filter(tag="identity:proof:verified").count() == 1
    assert Notice.objects.filter(tag="identity:proof:verified").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_accounts_that_prove_one_person_at_once_one_is_bound(bureau, at):
    record = person()
    accounts_at_work = [account(at, f"claims{number}") for number in range(6)]
    proofs = [who(user, by, at) for user, by in accounts_at_work]

    def prove(number):
        try:
            settle(proofs[number], at)
        except errors.Refusal:
            return False
        return True

    assert sum(many(6, prove)) == 1
    assert access.claimed([record.pk]) == {record.pk}
    assert Proof.objects.filter(state=State.VERIFIED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_answers_from_many_windows_reach_the_bureau_once(bureau, at):
    person()
    user, by = account(at)
    who(user, by, at)
    prove_identity_ways.ask(user_id=user.pk, by=by, at=at)

    def answer(_):
        try:
            prove_identity_ways.answer(user_id=user.pk, answers={"q1": "1"}, by=by, at=at)
        except errors.Refusal:
            return False
        return True

    assert sum(many(6, answer)) == 1
    assert sum(isinstance(asked, tuple) for asked in bureau.asked) == 1
    assert access.person_of(user.pk) is not None


@pytest.mark.django_db(transaction=True)
def test_the_same_details_from_many_windows_leave_one_proof_open(bureau, at):
    person()
    user, by = account(at)
    claimed = prove_identity.Claimed(BORN, SSN)
    given = {"user_id": user.pk, "claimed": claimed, "phone": "", "address": WHERE, "by": by, "at": at}
    many(4, lambda _: prove_identity.who(**given))
    assert Counter(Proof.objects.values_list("state", flat=True)) == {State.REPLACED: 3, State.OFFERED: 1}


def test_a_record_given_by_the_installation_has_the_lowest_level_and_no_mail(at):
    record = person()
    user, _ = account(at)
    prove_identity.give(user_id=user.pk, person_id=record.pk, by=BY, at=at)
    assert identity.latest_proof(user.pk).level == "GIVEN"
    assert access.person_of(user.pk) == record.pk
    assert not Notice.objects.exists()


def test_a_date_of_birth_is_not_guessed_by_many_accounts_that_ask_for_one_person(bureau, at):
    """CRD numbers are public: whoever has one tries dates of birth, each account a few of them."""
    person(number=None)
    for number in range(policies.WHO_PERSON.free):
        user, by = account(at, f"guesser{number}")
        assert who(user, by, at, ssn="", crd=7001, born=BORN.replace(day=number + 10)).reasons == [Reason.NO_MATCH]
    user, by = account(at)
    proof = who(user, by, at, ssn="", crd=7001)
    assert (proof.state, proof.reasons, proof.person_id) == (State.UNMATCHED, [Reason.TRIED_OFTEN], None)
    assert not bureau.asked
    stands = identity.standing(user.pk, at=at)
    assert (stands.state, stands.reasons, stands.case_number) == ("UNMATCHED", (), proof.case_number)


def test_the_questions_about_one_person_are_not_put_without_end_whoever_asks_for_them(bureau, at):
    bureau.channels = ()
    person()
    for number in range(policies.QUESTIONS.free):
        user, by = account(at, f"guesser{number}")
        who(user, by, at)
        prove_identity_ways.ask(user_id=user.pk, by=by, at=at)
        assert identity.quiz_of(user.pk, at=at) is not None
    user, by = account(at)
    proof = who(user, by, at)
    prove_identity_ways.ask(user_id=user.pk, by=by, at=at)
    proof.refresh_from_db()
    assert (proof.state, proof.reasons) == (State.UNAVAILABLE, [Reason.ASKED_OFTEN])
    assert identity.quiz_of(user.pk, at=at) is None
    assert Case.objects.get(number=proof.case_number).state == CaseState.OPEN


def test_the_bureaus_word_is_gone_with_the_proof_and_stands_in_no_history(offered, at):
    _, _, _, proof = offered
    assert Proof.objects.get(pk=proof.pk).bureau_reference
    settle(proof, at)
    assert Proof.objects.get(pk=proof.pk).bureau_reference == ""
    kept = apps.get_model("identity", "ProofEvent")
    assert kept.objects.filter(pgh_obj_id=proof.pk).count() >= 2
    assert "bureau_reference" not in {field.name for field in kept._meta.get_fields()}
