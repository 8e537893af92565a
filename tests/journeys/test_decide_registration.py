"""The registry decides requests: by whom, after what, with which reasons; letters are asked, answered, accepted."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from finpro.access import services as access
from finpro.audit.models import Event
from finpro.casework.enums import Decision
from finpro.casework.models import Assignment, Letter, LetterAnswer, Step
from finpro.casework.policies import decisions
from finpro.casework.selectors.request import request_page
from finpro.casework.services import Said, Written
from finpro.journeys import apply_filing, match_disclosure, review_requests
from finpro.journeys import decide_registration as deciding
from finpro.kernel import errors
from finpro.notices.models import Notice
from finpro.registry.enums import RequestState
from finpro.registry.models import Deficiency, RegistrationStatus
from tests import waiting_jobs
from tests.casework import people, waiting
from tests.registry import small_world as world

pytestmark = pytest.mark.django_db

REGISTRAR = ["registrations.view", "registrations.decide", "disclosure.review", "record.view"]
TEXT = "Please tell us when the exam is taken."


@pytest.fixture
def sam(at):
    return people.staff("sam", at, REGISTRAR)


@pytest.fixture
def tess(at):
    return people.staff("tess", at, REGISTRAR)


@pytest.fixture
def alder():
    return world.firm(501, "Alder Securities LLC")


@pytest.fixture
def mae():
    return world.person(7001, "Mae", "Quill")


@pytest.fixture
def filer(alder, at):
    return people.member("fay", alder, at, ("roster.view", "u4.draft", "u4.submit"))


@pytest.fixture
def owner(mae, at):
    who = people.account("mae", at)
    access.grant_claim(user_id=who.user_id, person_id=mae.pk, by=people.BY, at=at)
    return who


@pytest.fixture
def asked(mae, alder):
    """A request for which nothing is open any more."""
    return waiting.settle(waiting.request(mae, alder))


def take(row, by, at):
    review_requests.take(subject=f"request:{row.pk}", instead_of=None, by=by, at=at)


def tick_all(row, by, at):
    for point in request_page(by, row.pk, at).points:
        review_requests.tick(subject=f"request:{row.pk}", point=point.code, done=True, by=by, at=at)


def decide(row, decision, by, at, *reasons, **words):
    said = Said(list(reasons), **words)
    return deciding.decide(request_id=row.pk, decision=decision, said=said, by=by, at=at)


def ask(row, by, at, *, template="OTHER", reason="OTHER", about="", text=TEXT):
    written = Written(template, text)
    return deciding.ask(request_id=row.pk, written=written, reason=reason, about=about, by=by, at=at)


def state(row):
    row.refresh_from_db()
    return row.state


def mails(tag):
    return sorted(Notice.objects.filter(tag=tag).values_list("recipient", flat=True))


def test_an_approval_needs_the_request_in_hand_and_every_point_looked_at(asked, sam, tess, filer, owner, at):
    with pytest.raises(errors.Refusal, match="Nobody has this request"):
        decide(asked, Decision.APPROVE, sam, at, "NOTHING_OPEN")
    take(asked, sam, at)
    with pytest.raises(errors.Refusal, match=r"Sam has had this for"):
        decide(asked, Decision.APPROVE, tess, at, "NOTHING_OPEN")
    with pytest.raises(errors.Refusal, match=r"Nobody has ticked: The person; .*Look at each point first"):
        decide(asked, Decision.APPROVE, sam, at, "NOTHING_OPEN")
    tick_all(asked, sam, at)
    with pytest.raises(errors.Invalid, match="at least one reason that fits"):
        decide(asked, Decision.APPROVE, sam, at, "DISQUALIFIED")
    with pytest.raises(errors.Invalid, match="at least one reason that fits"):
        decide(asked, Decision.APPROVE, sam, at)
    assert state(asked) == "PENDING"
    to = decide(asked, Decision.APPROVE, sam, at, "NOTHING_OPEN", message="Welcome.", note="Easy.")
    assert (to, state(asked), asked.decided_by) == (RequestState.APPROVED, "APPROVED", sam.label)
    assert RegistrationStatus.objects.filter(registration=asked.registration, ends_on=None).get().status == "APPROVED"
    last = Step.objects.order_by("-id").first()
    assert (last.what, last.reasons, last.message, last.note) == ("approve", ["NOTHING_OPEN"], "Welcome.", "Easy.")
    assert not Assignment.objects.exists()
    event = Event.objects.get(tag="work:request:decided")
    assert event.data == {"work": f"request:{asked.pk}", "decision": "APPROVE", "reasons": ["NOTHING_OPEN"]}
    assert "Welcome" not in str(list(Event.objects.values_list("data", "reason")))
    assert mails("work:request:decided") == sorted([filer.label, owner.label])
    for again in (Decision.APPROVE, Decision.DENY):
        with pytest.raises(errors.Refusal):
            decide(asked, again, sam, at, "NOTHING_OPEN")


@pytest.mark.parametrize(
    ("decision", "reason", "after"),
    [
        (Decision.RESTRICT, "LIMITED_BUSINESS", "APPROVED_RES"),
        (Decision.TEMPORARY, "TRANSFER", "TEMPREG"),
        (Decision.RETURN, "WRONG_REQUEST", "REJECTED"),
        (Decision.WITHDRAW, "FIRM_ASKED", "WITHDRAWN"),
        (Decision.ABANDON, "NEVER_CAME", "ABANDONED"),
        (Decision.DENY, "DISQUALIFIED", "DENIED"),
    ],
)
def test_every_decision_leads_to_its_state(asked, sam, at, decision, reason, after):
    take(asked, sam, at)
    tick_all(asked, sam, at)
    decide(asked, decision, sam, at, reason)
    assert state(asked) == after


def test_what_is_missing_stops_an_approval_but_not_a_refusal(asked, sam, at):
    waiting.missing(asked)
    take(asked, sam, at)
    tick_all(asked, sam, at)
    with pytest.raises(errors.Refusal, match="Something is still missing: Exam needed"):
        decide(asked, Decision.APPROVE, sam, at, "NOTHING_OPEN")
    decide(asked, Decision.DENY, sam, at, "FALSE_ANSWER")
    assert state(asked) == "DENIED"


def test_prints_alone_approve_pending_prints(asked, sam, at):
    waiting.missing(asked, "PRINTS", "")
    take(asked, sam, at)
    tick_all(asked, sam, at)
    assert decide(asked, Decision.APPROVE, sam, at, "NOTHING_OPEN") == RequestState.APPRNT
    assert state(asked) == "APPRNT"


def test_a_temporary_registration_is_decided_again(asked, sam, at):
    take(asked, sam, at)
    tick_all(asked, sam, at)
    decide(asked, Decision.TEMPORARY, sam, at, "TRANSFER")
    take(asked, sam, at)
    with pytest.raises(errors.Refusal, match="cannot be decided so"):
        decide(asked, Decision.RETURN, sam, at, "WRONG_REQUEST")
    decide(asked, Decision.APPROVE, sam, at, "NOTHING_OPEN")
    assert state(asked) == "APPROVED"


def test_decisions_are_those_that_the_table_of_states_holds():
    for before in RequestState:
        offered = decisions.offered(before, [])
        assert bool(offered) == (before in {"PENDING", "DEFICIENT", "TEMPREG"})
    assert decisions.offered(RequestState.TEMPREG, []) == [Decision.APPROVE, Decision.DENY]


@pytest.mark.parametrize("entitlements", [["registrations.view"], ["registrations.view", "disclosure.review"]])
def test_without_the_entitlement_nothing_is_decided(asked, at, entitlements):
    helper = people.staff("helper", at, entitlements)
    with pytest.raises(errors.Forbidden):
        decide(asked, Decision.APPROVE, helper, at, "NOTHING_OPEN")
    with pytest.raises(errors.Forbidden):
        ask(asked, helper, at)
    assert state(asked) == "PENDING"
    assert not waiting.fresh().exists()


def test_nobody_decides_the_own_request(asked, mae, at):
    own = people.staff("own", at, REGISTRAR)
    access.grant_claim(user_id=own.user_id, person_id=mae.pk, by=people.BY, at=at)
    for verb in (lambda: decide(asked, Decision.DENY, own, at, "DISQUALIFIED"), lambda: ask(asked, own, at)):
        with pytest.raises(errors.Forbidden, match="about yourself"):
            verb()
    with pytest.raises(errors.Forbidden, match="about yourself"):
        deciding.review(request_id=asked.pk, note="", by=own, at=at)


def test_something_missing_is_closed_with_a_reason(asked, sam, at):
    one, two = waiting.missing(asked), waiting.missing(asked, "DUAL_REGISTRATION", "")
    with pytest.raises(errors.Refusal, match="Nobody has this request"):
        deciding.cure(deficiency_id=one.pk, said=Said(["SEEN"]), by=sam, at=at)
    take(asked, sam, at)
    with pytest.raises(errors.Invalid, match="Choose why"):
        deciding.cure(deficiency_id=one.pk, said=Said(["NOTHING_OPEN"]), by=sam, at=at)
    assert deciding.cure(deficiency_id=one.pk, said=Said(["SEEN"], note="By mail."), by=sam, at=at) == asked.pk
    with pytest.raises(errors.Refusal, match="closed already"):
        deciding.cure(deficiency_id=one.pk, said=Said(["SEEN"]), by=sam, at=at)
    deciding.cure(deficiency_id=two.pk, said=Said(["NOT_NEEDED"]), by=sam, at=at)
    assert not Deficiency.objects.filter(cured_at=None).exists()
    assert state(asked) == "PENDING"
    with pytest.raises(errors.NotFound):
        deciding.cure(deficiency_id=999, said=Said(["SEEN"]), by=sam, at=at)


def test_one_review_is_enough_unless_two_are_wanted(asked, sam, tess, at, settings):
    waiting.missing(asked, "DISCLOSURE", "")
    settings.FINPRO = settings.FINPRO | {"disclosure_reviewers": 2}
    take(asked, sam, at)
    key = waiting.fresh().get().pk
    with pytest.raises(errors.Refusal, match="closed by reviewing"):
        deciding.cure(deficiency_id=key, said=Said(["REVIEWED"]), by=sam, at=at)
    for _ in range(2):
        assert deciding.review(request_id=asked.pk, note="Fine.", by=sam, at=at) is False
    assert waiting.fresh().get().cured_at is None
    assert deciding.review(request_id=asked.pk, note="", by=tess, at=at) is True
    assert waiting.fresh().get().cured_at == at
    assert Event.objects.filter(tag="work:disclosure:reviewed").count() == 2
    settings.FINPRO = settings.FINPRO | {"disclosure_reviewers": 1}
    other = waiting.request(world.person(7002, "Tess", "Nunn"), world.firm(502, "Birch"), "OR", "RA")
    waiting.missing(other, "DISCLOSURE", "")
    assert deciding.review(request_id=other.pk, note="", by=sam, at=at) is True


def test_the_second_pair_of_eyes_is_another_human(asked, at, settings):
    settings.FINPRO = settings.FINPRO | {"disclosure_reviewers": 2}
    one = people.staff("one", at, REGISTRAR, phone="+15035550101")
    same = people.staff("same", at, REGISTRAR, phone="+15035550101")
    assert deciding.review(request_id=asked.pk, note="", by=one, at=at) is False
    with pytest.raises(errors.Forbidden, match="Another review comes from somebody else"):
        deciding.review(request_id=asked.pk, note="", by=same, at=at)


def test_a_letter_makes_the_request_deficient_and_its_answer_cures_it(asked, sam, filer, owner, at):
    number = ask(asked, sam, at)
    letter = Letter.objects.get(number=number)
    assert (state(asked), letter.deficiency.reason, letter.deficiency.about) == ("DEFICIENT", "OTHER", "OTHER")
    assert (letter.heading, letter.text, (letter.answer_by - at.date()).days) == ("Something else", TEXT, 30)
    assert mails("work:letter:sent") == sorted([filer.label, owner.label])
    assert ask(asked, sam, at) == number
    with pytest.raises(errors.Refusal, match=f"Letter {number} about the same waits"):
        ask(asked, sam, at, text="Another text.")
    with pytest.raises(errors.Refusal, match="has not answered"):
        deciding.accept(number=number, by=sam, at=at)
    with pytest.raises(errors.Invalid, match="Write your answer"):
        deciding.answer(number=number, text="  ", by=filer, at=at)
    deciding.answer(number=number, text="On Friday.\r\n", by=filer, at=at)
    assert LetterAnswer.objects.get().text == "On Friday."
    assert "Friday" not in str(list(Event.objects.values_list("data", "reason")))
    deciding.accept(number=number, by=sam, at=at)
    letter.refresh_from_db()
    assert (state(asked), letter.outcome) == ("PENDING", "ACCEPTED")
    with pytest.raises(errors.Refusal, match="closed already"):
        deciding.accept(number=number, by=sam, at=at + timedelta(minutes=1))
    with pytest.raises(errors.Refusal, match="This letter is closed"):
        deciding.answer(number=number, text="Late.", by=filer, at=at)
    assert Step.objects.filter(what__startswith="letter").count() == 2


def test_a_letter_stands_as_it_was_sent(asked, sam, at):
    number = ask(asked, sam, at)
    with pytest.raises(DatabaseError), transaction.atomic():
        Letter.objects.filter(number=number).update(text="Something else.")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE casework_letter SET heading = 'x'")
    assert Letter.objects.get().text == TEXT


@pytest.mark.parametrize("outcome", ["", "TAKEN_BACK"])
def test_the_database_closes_a_letter_once(asked, sam, at, outcome):
    number = ask(asked, sam, at)
    Letter.objects.filter(number=number).update(closed_at=at, closed_by="account:1", outcome="ACCEPTED")
    closed = {"closed_at": at, "closed_by": "account:1"} if outcome else {"closed_at": None, "closed_by": None}
    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        Letter.objects.filter(number=number).update(outcome=outcome, **closed)


def test_a_letter_taken_back_closes_what_it_was_about(asked, sam, at):
    number = ask(asked, sam, at)
    deciding.take_back(number=number, by=sam, at=at)
    assert state(asked) == "PENDING"
    assert Letter.objects.get().outcome == "TAKEN_BACK"


@pytest.mark.parametrize(
    ("text", "says"), [("", "Write the letter"), ("Dear {what}", r"Fill in \{what\}"), ("x" * 6001, "6,000")]
)
def test_a_letter_must_be_one(asked, sam, at, text, says):
    with pytest.raises(errors.Invalid, match=says):
        ask(asked, sam, at, text=text)
    with pytest.raises(errors.Invalid, match="Choose a letter"):
        ask(asked, sam, at, template="NONSENSE")
    assert state(asked) == "PENDING"
    assert not waiting.fresh().exists()


def test_another_firms_letter_is_not_there(asked, sam, at):
    number = ask(asked, sam, at)
    other = people.member("other", world.firm(502, "Birch Advisers LLC"), at, ("roster.view", "u4.draft"))
    with pytest.raises(errors.NotFound):
        deciding.answer(number=number, text="Ours!", by=other, at=at)
    with pytest.raises(errors.NotFound):
        deciding.answer(number="NOLETTER", text="Ours!", by=other, at=at)


def test_the_firm_withdraws_its_own_request(asked, sam, filer, alder, at):
    take(asked, sam, at)
    viewer = people.member("viewer", alder, at, ("roster.view",))
    with pytest.raises(errors.Forbidden):
        deciding.withdraw(request_id=asked.pk, by=viewer, at=at)
    other = people.member("other", world.firm(502, "Birch Advisers LLC"), at, ("u4.submit",))
    with pytest.raises(errors.NotFound):
        deciding.withdraw(request_id=asked.pk, by=other, at=at)
    for moment in (at, at + timedelta(seconds=2)):
        deciding.withdraw(request_id=asked.pk, by=filer, at=moment)
    assert state(asked) == "WITHDRAWN"
    assert not Assignment.objects.exists()
    assert Event.objects.filter(tag="work:request:withdrawn").count() == 1


def test_a_letter_about_an_exam_leaves_the_exam_missing(asked, sam, filer, at):
    number = ask(asked, sam, at, template="EXAM", reason="EXAM", about="S7")
    deciding.answer(number=number, text="On Friday.", by=filer, at=at)
    deciding.accept(number=number, by=sam, at=at)
    assert Letter.objects.get().outcome == "ACCEPTED"
    assert (state(asked), waiting.fresh().get().cured_at) == ("DEFICIENT", None)


def test_an_approval_by_hand_waits_for_what_the_rules_name_now(mae, alder, sam, at):
    row = waiting.request(mae, alder)
    take(row, sam, at)
    tick_all(row, sam, at)
    with pytest.raises(errors.Refusal, match="Something is still missing: Exam needed; Firm not registered there"):
        decide(row, Decision.APPROVE, sam, at, "NOTHING_OPEN")
    waiting.settle(row)
    waiting.answer(mae)
    tick_all(row, sam, at)
    with pytest.raises(errors.Refusal, match="Something is still missing: Disclosure to review"):
        decide(row, Decision.APPROVE, sam, at, "NOTHING_OPEN")


def test_what_staff_settled_is_not_asked_for_again_but_what_is_new_is(mae, alder, sam, filer, owner, at):
    asked = waiting.request(mae, alder)
    waiting.answer(mae)
    apply_filing.decide_request(request_id=asked.pk)
    opened = set(Deficiency.objects.values_list("reason", flat=True))
    assert {"DISCLOSURE", "EXAM", "FIRM_NOT_REGISTERED"} <= opened
    assert mails("work:request:decided") == sorted([filer.label, owner.label])
    take(asked, sam, at)
    for row in Deficiency.objects.exclude(reason__in=["DISCLOSURE", "PRINTS"]).order_by("id"):
        deciding.cure(deficiency_id=row.pk, said=Said(["SEEN"]), by=sam, at=at)
    assert deciding.review(request_id=asked.pk, note="", by=sam, at=at)
    apply_filing.decide_request(request_id=asked.pk)
    assert set(Deficiency.objects.filter(cured_at=None).values_list("reason", flat=True)) <= {"PRINTS"}
    assert state(asked) == "PENDING"
    tick_all(asked, sam, at)
    assert decide(asked, Decision.APPROVE, sam, at, "CURED") == RequestState.APPRNT
    again = waiting.request(mae, asked.firm, "OR", "AG")
    assert deciding.review(request_id=again.pk, note="", by=sam, at=at)
    waiting.answer(mae, "14A(1)(b)")
    apply_filing.decide_request(request_id=again.pk)
    assert Deficiency.objects.filter(request=again, reason="DISCLOSURE", cured_at=None).exists()
    assert deciding.review(request_id=again.pk, note="Both.", by=sam, at=at)
    assert not Deficiency.objects.filter(request=again, reason="DISCLOSURE", cured_at=None).exists()
    assert Step.objects.filter(subject=f"request:{again.pk}", what="reviewed").count() == 2


def test_a_match_has_what_waits_decided_anew(asked, mae, alder, sam, at):
    birch = world.firm(502, "Birch Advisers LLC")
    event = waiting.occurrence(mae, "REG")
    waiting.report(mae, birch, "REG", page={"docket": "2"}, event=event)
    report = waiting.report(mae, alder, "REG", page={"docket": "1"})
    match_disclosure.match(report_id=report.pk, occurrence=event.pk, note="", by=sam, at=at)
    waiting_jobs.do()
    (found,) = Deficiency.objects.filter(reason="MATERIAL_DIFFERENCE")
    assert (found.about, state(asked)) == (f"report:{report.pk}", "DEFICIENT")
    match_disclosure.undo(report_id=report.pk, reason="OTHER_EVENT", note="", by=sam, at=at)
    waiting_jobs.do()
    found.refresh_from_db()
    assert found.cured_at is not None
