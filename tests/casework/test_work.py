"""Working on a case: one at a time, asked and answered, decided once, never one's own."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from finpro.access import services as access
from finpro.accounts.models import EmailAddress
from finpro.audit.models import Event
from finpro.casework import permissions, selectors
from finpro.casework import services as casework
from finpro.casework.enums import TRANSITIONS, Outcome, State
from finpro.casework.models import Case, Entry
from finpro.kernel import errors
from finpro.notices.models import Notice
from finpro.worklist import selectors as worklist
from tests.casework import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(at):
    return people.account("rowan", at)


@pytest.fixture
def sam(at):
    return people.staff("sam", at)


@pytest.fixture
def tess(at):
    return people.staff("tess", at)


@pytest.fixture
def case(person, at):
    return people.case(person, at)


def steps(case):
    return list(Entry.objects.filter(case=case).order_by("id").values_list("what", flat=True))


def tags():
    return list(Event.objects.filter(tag__startswith="case:").order_by("id").values_list("tag", flat=True))


def decide(case, by, at, outcome=Outcome.REFUSED, reasons=("TOO_LITTLE_SHOWN",), **options):
    return casework.decide(
        number=case.number, outcome=outcome, reasons=reasons, note="seen", message="Sorry.", by=by, at=at, **options
    )


def test_who_takes_a_case_has_it_and_a_second_click_changes_nothing(case, sam, at):
    for _ in range(2):
        taken = casework.take(number=case.number, by=sam, at=at)
        assert (taken.state, taken.owner_id) == (State.WORKING, sam.user_id)
    assert steps(case) == ["opened", "taken"]
    assert tags() == ["case:case:opened", "case:case:taken"]


def test_of_two_who_take_it_the_second_reads_who_has_it(case, sam, tess, at):
    casework.take(number=case.number, by=sam, at=at)
    with pytest.raises(errors.Refusal, match=r"^Sam has this case; its last step was 5 minutes ago\. Nothing"):
        casework.take(number=case.number, by=tess, at=at + timedelta(minutes=5))
    casework.take(number=case.number, instead_of=sam.user_id, by=tess, at=at)
    with pytest.raises(errors.Refusal, match="Tess has this case"):
        casework.take(number=case.number, instead_of=sam.user_id + 100, by=sam, at=at)
    assert steps(case) == ["opened", "taken", "taken_over"]


def test_given_back_it_is_free_again(case, sam, tess, at):
    casework.take(number=case.number, by=sam, at=at)
    with pytest.raises(errors.Refusal, match="Sam has this case"):
        casework.give_back(number=case.number, by=tess, at=at)
    for _ in range(2):
        assert casework.give_back(number=case.number, by=sam, at=at).owner_id is None
    assert casework.take(number=case.number, by=tess, at=at).owner_id == tess.user_id
    assert steps(case) == ["opened", "taken", "given_back", "taken"]


def test_the_person_is_asked_once_and_answers_once(case, sam, person, at):
    casework.take(number=case.number, by=sam, at=at)
    for _ in range(2):
        asked = casework.ask_person(number=case.number, message=" Which papers? ", by=sam, at=at)
        assert asked.state == State.WAITING
    (mail,) = Notice.objects.filter(tag="case:case:asked")
    assert (mail.recipient, mail.data) == (person.label, {"case": case.number})
    with pytest.raises(errors.Refusal, match="waits for the person"):
        casework.give_back(number=case.number, by=sam, at=at)
    for _ in range(2):
        answered = casework.answer(number=case.number, message="A passport.", by=person, at=at)
        assert (answered.state, answered.owner_id) == (State.WORKING, sam.user_id)
    assert steps(case) == ["opened", "taken", "asked", "answered"]
    assert Entry.objects.get(what="asked").message == "Which papers?"
    again = casework.ask_person(number=case.number, message="And the number?", by=sam, at=at)
    assert again.state == State.WAITING
    assert Notice.objects.filter(tag="case:case:asked").count() == 2


def test_a_question_is_a_task_until_it_is_answered(case, sam, person, at):
    def titles():
        return [task.title for task in worklist.list_tasks(person, at)]

    casework.take(number=case.number, by=sam, at=at)
    before = titles()
    casework.ask_person(number=case.number, message="Which papers?", by=sam, at=at)
    assert set(titles()) - set(before) == {"Answer the registry’s question"}
    casework.answer(number=case.number, message="A passport.", by=person, at=at)
    assert titles() == before


@pytest.mark.parametrize("text", ["", "   ", "x" * 2_001, "a\x00b"])
def test_a_message_must_be_one(case, sam, person, at, text):
    casework.take(number=case.number, by=sam, at=at)
    with pytest.raises(errors.Invalid, match="Write what you need to know"), transaction.atomic():
        casework.ask_person(number=case.number, message=text, by=sam, at=at)
    with pytest.raises(errors.Invalid, match="Write what you want to note"), transaction.atomic():
        casework.note(number=case.number, text=text, by=sam, at=at)
    casework.ask_person(number=case.number, message="Which papers?", by=sam, at=at)
    with pytest.raises(errors.Invalid, match="Write your answer"), transaction.atomic():
        casework.answer(number=case.number, message=text, by=person, at=at)
    assert steps(case) == ["opened", "taken", "asked"]


def test_another_persons_case_is_not_there(case, sam, at):
    casework.take(number=case.number, by=sam, at=at)
    casework.ask_person(number=case.number, message="Which papers?", by=sam, at=at)
    other = people.account("other", at)
    with pytest.raises(errors.NotFound):
        casework.answer(number=case.number, message="Mine!", by=other, at=at)
    with pytest.raises(errors.NotFound):
        casework.take(number="NOCASE22", by=sam, at=at)


def test_a_decision_closes_the_case_with_its_reasons_and_tells_the_person(case, sam, person, at):
    casework.take(number=case.number, by=sam, at=at)
    for _ in range(2):
        closed = decide(case, sam, at, reasons=["TOO_LITTLE_SHOWN", "DOUBTFUL"])
        assert (closed.state, closed.outcome, closed.closed_by) == (State.CLOSED, Outcome.REFUSED, sam.label)
    assert closed.reasons == ["NO_MATCH", "TOO_LITTLE_SHOWN", "DOUBTFUL"]
    event = Event.objects.get(tag="case:case:decided")
    assert event.subject == person.label
    assert event.data == {"case": case.number, "outcome": "REFUSED", "reasons": ["TOO_LITTLE_SHOWN", "DOUBTFUL"]}
    assert Notice.objects.get(tag="case:case:decided").recipient == person.label
    for verb in (casework.take, casework.give_back):
        with pytest.raises(errors.Refusal, match="closed already"):
            verb(number=case.number, by=sam, at=at)
    with pytest.raises(errors.Refusal, match="This case is closed"):
        casework.answer(number=case.number, message="But…", by=person, at=at)


@pytest.mark.parametrize(
    ("outcome", "reasons"),
    [
        (Outcome.REFUSED, []),
        (Outcome.REFUSED, ["DOCUMENT_SEEN"]),
        (Outcome.GRANTED, ["TOO_LITTLE_SHOWN"]),
        (Outcome.REFUSED, ["TOO_LITTLE_SHOWN", "NONSENSE"]),
        (Outcome.REFUSED, ["OWNER_NOT_PROVEN"]),
    ],
)
def test_a_decision_needs_reasons_that_fit(case, sam, at, outcome, reasons):
    casework.take(number=case.number, by=sam, at=at)
    with pytest.raises(errors.Invalid, match="at least one reason that fits"):
        decide(case, sam, at, outcome, reasons)
    assert Case.objects.get().state == State.WORKING


def test_only_its_owner_with_the_entitlement_decides(case, sam, tess, at):
    with pytest.raises(errors.Refusal, match="Nobody holds this case"):
        decide(case, sam, at)
    helper = people.staff("helper", at, people.SUPPORT)
    casework.take(number=case.number, by=helper, at=at)
    with pytest.raises(errors.Refusal, match="Helper has this case"):
        decide(case, tess, at)
    with pytest.raises(errors.Forbidden, match="a registrar can take it"):
        decide(case, helper, at)
    viewer = people.staff("viewer", at, ["cases.view"])
    with pytest.raises(errors.Forbidden, match="needs an entitlement"):
        casework.take(number=case.number, by=viewer, at=at)


def test_nobody_works_on_the_own_case_whichever_account_it_came_from(at):
    sam = people.staff("sam", at, phone="+15035550101")
    own = people.case(sam, at)
    mae = people.mae()
    access.grant_claim(user_id=sam.user_id, person_id=mae.pk, by=people.BY, at=at)
    by_phone = people.case(people.account("second", at, phone="+15035550101"), at)
    by_record_of = people.account("third", at)
    by_record = people.case(by_record_of, at, about=people.proof(by_record_of, at, person=mae))
    by_address_of = people.account("fourth", at)
    EmailAddress.objects.create(user_id=by_address_of.user_id, email="SAM@example.org", added_at=at)
    by_address = people.case(by_address_of, at)
    for case in (own, by_phone, by_record, by_address):
        with pytest.raises(errors.Forbidden) as refused:
            casework.take(number=case.number, by=sam, at=at)
        assert refused.value.message == permissions.OWN_CASE
        assert selectors.case_page(sam, case.number, at).work_why_not == permissions.OWN_CASE


def test_a_decision_for_the_own_record_is_refused_though_the_case_named_nobody(case, sam, at):
    mae = people.mae()
    access.grant_claim(user_id=sam.user_id, person_id=mae.pk, by=people.BY, at=at)
    casework.take(number=case.number, by=sam, at=at)
    with pytest.raises(errors.Forbidden, match="about your own account"):
        decide(case, sam, at, Outcome.GRANTED, ["DOCUMENT_SEEN"], person_id=mae.pk)


def test_what_somebody_held_goes_back_when_the_role_ends(case, sam, tess, person, at):
    second = people.case(people.account("other", at), at)
    for each in (case, second):
        casework.take(number=each.number, by=sam, at=at)
    casework.ask_person(number=case.number, message="Which papers?", by=sam, at=at)
    assert casework.release(user_id=sam.user_id, by=tess, at=at) == 2
    states = dict(Case.objects.values_list("number", "state"))
    assert states == {case.number: State.WAITING, second.number: State.OPEN}
    answered = casework.answer(number=case.number, message="A passport.", by=person, at=at)
    assert (answered.state, answered.owner_id) == (State.WORKING, None)
    assert casework.take(number=case.number, by=tess, at=at).owner_id == tess.user_id


def test_a_case_with_nothing_left_to_decide_is_closed_without_a_decision(case, sam, person, at):
    casework.take(number=case.number, by=sam, at=at)
    with pytest.raises(errors.Refusal, match="still something to decide"):
        casework.close(number=case.number, by=sam, at=at)
    people.proof(person, at)
    for _ in range(2):
        assert casework.close(number=case.number, by=sam, at=at).outcome == Outcome.SETTLED


def test_an_account_is_opened_to_its_password_by_an_event(sam, person, at):
    casework.unlock(user_id=person.user_id, by=sam, at=at)
    assert Event.objects.get(tag="case:account:unlocked").subject == person.label
    with pytest.raises(errors.Forbidden):
        casework.unlock(user_id=sam.user_id, by=sam, at=at)
    with pytest.raises(errors.NotFound):
        casework.unlock(user_id=10**6, by=sam, at=at)


@pytest.mark.parametrize("before", State)
@pytest.mark.parametrize("after", State)
def test_the_database_holds_to_the_table_of_states(case, at, before, after):
    path = {State.OPEN: [], State.WORKING: [State.WORKING], State.CLOSED: [State.CLOSED]}
    for step in path.get(before, [State.WORKING, before]):
        _move(case, step, at)
    if before == after or (before, after) in TRANSITIONS:
        _move(case, after, at)
    else:
        with pytest.raises(DatabaseError), transaction.atomic():
            _move(case, after, at)


def _move(case, state, at):
    closed = state == State.CLOSED
    Case.objects.filter(pk=case.pk).update(
        state=state,
        outcome=Outcome.SETTLED if closed else "",
        closed_at=at if closed else None,
        closed_by="account:1" if closed else None,
    )


def test_history_is_only_added_to(case):
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.update(note="another")
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.all().delete()
