"""A firm vouches: asked by the person, spoken about, answered by somebody else of the firm."""

from datetime import date, timedelta

import pytest

from finpro.access import services as access
from finpro.access.models import Claim
from finpro.audit.models import Event
from finpro.casework import permissions, selectors
from finpro.casework.models import VouchRequest
from finpro.filings import services as filings
from finpro.identity import services as identity
from finpro.identity.enums import Method, Reason, State
from finpro.identity.models import Proof
from finpro.journeys import prove_identity, vouch
from finpro.kernel import errors
from finpro.kernel.http import TooMany
from finpro.notices import notices
from finpro.notices.models import Notice
from tests.casework import people
from tests.filings.desk import desk, draft
from tests.registry import small_world as world

pytestmark = pytest.mark.django_db


@pytest.fixture
def alder():
    return world.firm(501, "Alder Securities LLC", former="Aldergrove Partners")


@pytest.fixture
def mae(alder):
    row = people.mae()
    world.associate(row, alder)
    return row


@pytest.fixture
def person(at, mae):
    who = people.account("rowan", at)
    people.proof(who, at, person=mae)
    return who


@pytest.fixture
def fay(alder, at):
    return people.member("fay", alder, at)


def asked(person, at, firm="501"):
    vouch.ask(firm=firm, by=person, at=at)
    (own,) = selectors.own_requests(person, at).asked
    return own


def test_the_firm_vouches_and_everybody_is_told(person, mae, alder, fay, at):
    boss = people.member("boss", alder, at, ["firm.admin"])
    people.member("filer", alder, at, ["roster.view"])
    own = asked(person, at)
    assert own.firm == "Alder Securities LLC"
    (waiting,) = selectors.list_waiting(fay, at)
    assert (waiting.crd, waiting.name) == (7001, "Quill, Mae")
    assert selectors.count_waiting(fay, at) == 1
    later = at + timedelta(hours=2)
    for _ in range(2):
        vouch.vouch(request_id=own.id, number=f"{own.number[:3]} {own.number[3:]}", by=fay, at=later)
    claim = Claim.objects.get()
    assert (claim.user_id, claim.person_id, claim.granted_by) == (person.user_id, mae.pk, fay.label)
    proof = Proof.objects.get()
    assert (proof.state, proof.method, proof.level) == (State.VERIFIED, "VOUCHED", "FIRM")
    mails = set(Notice.objects.values_list("tag", "recipient"))
    assert mails == {
        ("vouch:request:asked", fay.label),
        ("identity:proof:verified", person.label),
        ("identity:proof:vouched", person.label),
        ("vouch:request:given", fay.label),
        ("vouch:request:given", boss.label),
    }
    events = set(Event.objects.filter(actor=fay.label).values_list("tag", "subject"))
    assert {("vouch:request:given", person.label), ("vouch:firm:vouched", "firm:501")} <= events
    assert selectors.list_waiting(fay, later) == []
    (done,) = selectors.list_answered(fay, later)
    assert (done.crd, done.outcome, done.who) == (7001, "VOUCHED", "Fay")


def test_the_mails_name_nobody_but_the_reader(person, fay, at):
    own = asked(person, at)
    vouch.vouch(request_id=own.id, number=own.number, by=fay, at=at)
    for row in Notice.objects.exclude(tag="vouch:request:asked"):
        kind = notices.find(row.tag)(row.recipient, row.data)
        assert kind.still_wanted()
        written = notices.write(type(kind), kind.context(), code=row.code)
        assert "Quill" not in written.text + written.html
        assert own.number not in written.text + written.html
    asking = Notice.objects.get(tag="vouch:request:asked")
    assert not notices.find(asking.tag)(asking.recipient, asking.data).still_wanted()


@pytest.mark.parametrize("typed", ["501", " crd 501 ", "alder", "ALDER SECURITIES LLC", "aldergrove"])
def test_a_firm_is_named_by_number_or_by_how_a_name_begins(person, at, typed):
    assert asked(person, at, typed).firm == "Alder Securities LLC"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("502", "ties you to no firm"),
        ("Birch Advisers", "ties you to no firm"),
        ("Securities", "ties you to no firm"),
        ("al", "at least three letters"),
        ("%%%", "ties you to no firm"),
    ],
)
def test_a_firm_that_the_record_does_not_tie_to_the_person_is_none(person, at, typed, words):
    birch = world.firm(502, "Birch Advisers LLC")
    world.associate(world.person(7002, "Pat", "Poe"), birch)
    with pytest.raises(errors.Invalid, match=words):
        vouch.ask(firm=typed, by=person, at=at)
    assert not VouchRequest.objects.exists()


def test_two_firms_that_begin_alike_are_told_apart(person, mae, at):
    world.associate(mae, world.firm(503, "Alder Advisers LLC"))
    with pytest.raises(errors.Invalid, match="More than one of your firms"):
        vouch.ask(firm="Alder", by=person, at=at)
    assert asked(person, at, "Alder Adv").firm == "Alder Advisers LLC"


def test_naming_firms_is_counted(person, at):
    for _ in range(5):
        with pytest.raises(errors.Invalid):
            vouch.ask(firm="Nosuch", by=person, at=at)
    with pytest.raises(TooMany):
        vouch.ask(firm="501", by=person, at=at)


def test_asked_twice_it_stays_one_request_until_it_has_run_out(person, fay, at):
    own = asked(person, at)
    assert asked(person, at + timedelta(days=1)).id == own.id
    after = at + timedelta(days=15)
    assert selectors.list_waiting(fay, after) == []
    with pytest.raises(errors.NotFound):
        vouch.vouch(request_id=own.id, number=own.number, by=fay, at=after)
    assert asked(person, after).id != own.id
    assert set(VouchRequest.objects.values_list("outcome", flat=True)) == {"EXPIRED", ""}


@pytest.mark.parametrize("pending", [False, True])
def test_a_current_or_a_coming_association_is_needed_at_the_moment_of_vouching(person, mae, alder, fay, at, pending):
    starts = date(2027, 1, 4) if pending else world.START
    mae.associations.update(starts_on=starts)
    own = asked(person, at)
    mae.associations.update(starts_on=world.START, ends_on=date(2026, 11, 22))
    with pytest.raises(errors.NotFound):
        vouch.vouch(request_id=own.id, number=own.number, by=fay, at=at)
    mae.associations.update(starts_on=starts, ends_on=None)
    vouch.vouch(request_id=own.id, number=own.number, by=fay, at=at)
    assert Claim.objects.get().person_id == mae.pk


def test_another_firm_finds_no_request(person, alder, at):
    birch = people.member("birch", world.firm(502, "Birch Advisers LLC"), at)
    plain = people.member("plain", alder, at, ["roster.view"])
    own = asked(person, at)
    for who in (birch, plain):
        for answer in ({"number": own.number}, {"reason": "VOUCHER_DENIES"}):
            verb = vouch.vouch if "number" in answer else vouch.decline
            with pytest.raises(errors.NotFound):
                verb(request_id=own.id, by=who, at=at, **answer)
    assert selectors.count_waiting(plain, at) == 0
    assert not Claim.objects.exists()


def test_nobody_vouches_for_himself(person, mae, alder, at):
    own = asked(person, at)
    access.grant_membership(
        user_id=person.user_id, firm_id=alder.pk, entitlements=["identity.vouch"], by=people.BY, at=at
    )
    as_member = people.as_member(person, alder)
    with pytest.raises(errors.Forbidden) as refused:
        vouch.vouch(request_id=own.id, number=own.number, by=as_member, at=at)
    assert refused.value.message == permissions.OWN_VOUCHING
    with pytest.raises(errors.Forbidden):
        vouch.decline(request_id=own.id, reason="VOUCHER_DENIES", by=as_member, at=at)
    assert selectors.to_answer(as_member, own.id, at).why_not == permissions.OWN_VOUCHING
    assert not Claim.objects.exists()


def test_nor_from_another_account_with_the_same_telephone(mae, alder, at):
    who = people.account("rowan", at, phone="+15035550101")
    people.proof(who, at, person=mae)
    own = asked(who, at)
    again = people.member("again", alder, at, phone="+15035550101")
    with pytest.raises(errors.Forbidden):
        vouch.vouch(request_id=own.id, number=own.number, by=again, at=at)


def test_the_number_may_be_typed_five_times_in_all(person, fay, at):
    own = asked(person, at)
    wrong = "000000" if own.number != "000000" else "000001"
    for _ in range(4):
        with pytest.raises(errors.Invalid, match="not the number of the request"):
            vouch.vouch(request_id=own.id, number=wrong, by=fay, at=at)
    for number in (wrong, own.number):
        with pytest.raises(errors.Invalid, match="typed wrong five times"):
            vouch.vouch(request_id=own.id, number=number, by=fay, at=at)
    assert not Claim.objects.exists()
    vouch.withdraw(request_id=own.id, by=person, at=at)
    again = asked(person, at)
    assert again.number is not None
    vouch.vouch(request_id=again.id, number=again.number, by=fay, at=at)
    assert Claim.objects.exists()


def test_the_firm_declines_with_a_reason_that_the_person_reads(person, fay, at):
    own = asked(person, at)
    with pytest.raises(errors.Invalid):
        vouch.decline(request_id=own.id, reason="DOCUMENT_SEEN", by=fay, at=at)
    for _ in range(2):
        vouch.decline(request_id=own.id, reason="VOUCHER_UNREACHED", by=fay, at=at)
    page = selectors.own_requests(person, at)
    assert (page.asked, page.declined) == ([], [("Alder Securities LLC", "VOUCHER_UNREACHED")])
    assert Notice.objects.get(tag="vouch:request:declined").recipient == person.label
    assert Event.objects.get(tag="vouch:request:declined").data["reason"] == "VOUCHER_UNREACHED"
    assert Proof.objects.get().state == State.MATCHED


def test_proven_by_another_way_meanwhile_the_request_is_gone(person, fay, at):
    own = asked(person, at)
    prove_identity.settle_as(proof_id=Proof.objects.get().pk, method=Method.GIVEN, by=people.BY, at=at)
    with pytest.raises(errors.NotFound):
        vouch.vouch(request_id=own.id, number=own.number, by=fay, at=at)
    assert "Nobody needs to vouch" in selectors.own_requests(person, at).why_not


def test_a_record_bound_meanwhile_is_not_vouched_for(person, mae, fay, at):
    own = asked(person, at)
    other = people.account("other", at)
    access.grant_claim(user_id=other.user_id, person_id=mae.pk, by=people.BY, at=at)
    with pytest.raises(errors.Refusal, match="bound to another account"):
        vouch.vouch(request_id=own.id, number=own.number, by=fay, at=at)
    assert VouchRequest.objects.get().ended_at is None
    assert not Notice.objects.filter(tag="identity:proof:vouched").exists()


def test_who_was_not_found_or_was_refused_cannot_ask(person, at):
    nobody = people.account("nobody", at)
    for who, words in ((nobody, "First tell us who you are"), (people.account("lost", at), "can vouch only where")):
        if who is not nobody:
            people.proof(who, at)
        with pytest.raises(errors.Refusal, match=words):
            vouch.ask(firm="501", by=who, at=at)
    identity.stop(
        proof_id=Proof.objects.get(user=person.user_id).pk,
        state=State.FAILED,
        reasons=[Reason.REFUSED],
        by=people.BY,
        at=at,
    )
    with pytest.raises(errors.Refusal, match="decided about this already"):
        vouch.ask(firm="501", by=person, at=at)


def test_another_persons_request_is_not_there(person, at):
    own = asked(person, at)
    with pytest.raises(errors.NotFound):
        vouch.withdraw(request_id=own.id, by=people.account("other", at), at=at)
    for _ in range(2):
        vouch.withdraw(request_id=own.id, by=person, at=at)
    assert Event.objects.filter(tag="vouch:request:withdrawn").count() == 1


def test_a_firm_that_has_begun_a_form_about_a_new_hire_can_vouch(at):
    place = desk(at)
    hired = people.account("newcomer", at)
    people.proof(hired, at, person=place.person)
    with pytest.raises(errors.Invalid):
        vouch.ask(firm="501", by=hired, at=at)
    begun = draft(place, at)
    assert asked(hired, at).firm == "Alder Securities LLC"
    voucher = people.member("vic", place.firm, at)
    (request,) = selectors.list_waiting(voucher, at)
    assert selectors.to_answer(voucher, request.id, at).waiting.crd == place.person.crd
    filings.delete(filing_id=begun.pk, by=place.filer, at=at)
    with pytest.raises(errors.NotFound):
        selectors.to_answer(voucher, request.id, at)
