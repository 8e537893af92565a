"""Requests for registration and letters on the firm's and the person's side, and the task that they make."""

import pytest

from finpro.accounts.models import User
from finpro.casework.models import LetterAnswer, Step
from finpro.casework.services import Written
from finpro.journeys import decide_registration
from finpro.kernel.tasks import Ball
from finpro.worklist import selectors as worklist
from tests.casework import people, waiting
from tests.portals.signed_in import counted, text, visitor
from tests.registry import small_world as world

pytestmark = pytest.mark.django_db

REGISTRAR = ["registrations.view", "registrations.decide", "disclosure.review", "record.view"]
LIST = "/firm/501/registrations"


@pytest.fixture
def alder():
    return world.firm(501, "Alder Securities LLC")


@pytest.fixture
def mae():
    return world.person(7001, "Mae", "Quill")


@pytest.fixture
def asked(mae, alder):
    return waiting.request(mae, alder)


@pytest.fixture
def fay(alder):
    return visitor("fay", firms=[alder], entitlements=("roster.view", "u4.draft", "u4.submit"))


@pytest.fixture
def own(mae):
    return visitor("mae", person=mae)


@pytest.fixture
def sam(at):
    return people.staff("sam", at, REGISTRAR)


def write(row, by, at, *, about="S7"):
    written = Written("EXAM", "Please tell us when.")
    return decide_registration.ask(request_id=row.pk, written=written, reason="EXAM", about=about, by=by, at=at)


def test_the_firm_sees_its_requests_and_nobody_elses(fay, asked, mae, alder):
    waiting.missing(asked)
    waiting.fee(mae, alder)
    waiting.request(mae, alder, "OR", "AG", state="APPROVED")
    other = waiting.request(mae, world.firm(502, "Birch Advisers LLC"), "WA", "RA", source=waiting.filing(mae, alder))
    words = text(fay.get(LIST))
    for part in ("Quill, Mae", "FINRA GS", "Exam needed S7", "USD 125.00", "1 request"):
        assert part in words
    assert "OR AG" not in words
    assert "OR AG" in text(fay.get(f"{LIST}?state=APPROVED"))
    assert "2 requests" in text(fay.get(f"{LIST}?state="))
    assert fay.get(f"{LIST}?state=NONSENSE&page=x").status_code == 200
    assert fay.get(f"{LIST}/{other.pk}").status_code == 404
    assert fay.post(f"{LIST}/{other.pk}/withdraw").status_code == 404


def test_a_request_says_what_is_missing_and_what_cures_it(fay, asked):
    waiting.missing(asked)
    words = text(fay.get(f"{LIST}/{asked.pk}"))
    for part in ("Exam needed", "The exam is passed, or credit for it is given.", "Waiting for the firm", "7KQ2M9XB"):
        assert part in words


def test_a_letter_is_read_and_answered(fay, own, asked, sam, at):
    number = write(asked, sam, at)
    assert "Letters to answer 1" in text(fay.get(LIST))
    assert "Waiting for the firm" in text(fay.get("/firm/501/letters"))
    where = f"/firm/501/letters/{number}"
    assert "Please tell us when." in text(fay.get(where))
    empty = fay.post(where, {"text": " "})
    assert (empty.status_code, "Write your answer" in text(empty)) == (422, True)
    assert fay.post(where, {"text": "<i>Friday</i>"}).headers["Location"] == f"{where}?done=answered"
    assert "&lt;i&gt;Friday&lt;/i&gt;" in fay.get(where).content.decode()
    assert "Your answer was sent." in text(fay.get(f"{where}?done=answered"))
    assert "Letters to answer 0" in text(fay.get(LIST))
    mine = text(own.get(f"/me/letters/{number}"))
    for part in ("Please tell us when.", "Friday", "the firm"):
        assert part in mine
    assert "fay" not in mine
    decide_registration.accept(number=number, by=sam, at=at)
    assert "Send the answer" not in text(fay.get(where))
    assert fay.post(where, {"text": "More."}).status_code == 409
    assert LetterAnswer.objects.count() == 1


def test_a_letter_is_nobody_elses(asked, sam, at):
    number = write(asked, sam, at)
    birch = world.firm(502, "Birch Advisers LLC")
    other = visitor("other", firms=[birch], entitlements=("roster.view", "u4.draft"))
    assert other.get(f"/firm/502/letters/{number}").status_code == 404
    assert other.post(f"/firm/502/letters/{number}", {"text": "Ours"}).status_code == 404
    somebody = visitor("somebody", person=world.person(7009, "Ann", "Else"))
    assert somebody.get(f"/me/letters/{number}").status_code == 404


def test_who_may_not_answer_reads_why(asked, alder, sam, at):
    number = write(asked, sam, at)
    viewer = visitor("viewer", firms=[alder])
    page = viewer.get(f"/firm/501/letters/{number}")
    assert "needs the entitlement to draft Form U4" in text(page)
    assert viewer.post(f"/firm/501/letters/{number}", {"text": "x"}).status_code == 403
    assert "needs the entitlement to file Form U4" in text(viewer.get(f"{LIST}/{asked.pk}"))
    assert viewer.post(f"{LIST}/{asked.pk}/withdraw").status_code == 403


def test_the_firm_withdraws(fay, asked):
    done = fay.post(f"{LIST}/{asked.pk}/withdraw")
    assert done.headers["Location"] == f"{LIST}?done=withdrawn"
    asked.refresh_from_db()
    assert asked.state == "WITHDRAWN"
    assert "The firm withdrew the request." in text(fay.get(f"{LIST}/{asked.pk}"))
    asked2 = waiting.request(asked.person, asked.firm, "OR", "AG", state="DENIED")
    assert fay.post(f"{LIST}/{asked2.pk}/withdraw").status_code == 409


def test_the_person_reads_the_own_requests(own, asked, mae, alder):
    assert "No request" in text(visitor("other", person=world.person(7009, "Ann", "Else")).get("/me/registrations"))
    waiting.missing(asked)
    Step.objects.create(
        subject=f"request:{asked.pk}",
        at=waiting.AT,
        by="account:1",
        what="return",
        reasons=["WRONG_REQUEST"],
        note="Secret.",
        message="Ask again.",
    )
    words = text(own.get("/me/registrations"))
    held = ("General Securities Representative", "Alder Securities LLC", "Exam needed")
    for part in (*held, "Ask again.", "seems to be a mistake"):
        assert part in words
    assert "Secret." not in words
    assert own.get("/me/letters").headers["Location"] == "/me/registrations"


def test_what_is_missing_is_a_task_until_it_is_there(asked, mae, alder, at):
    world.associate(mae, alder)
    client = visitor("mae", person=mae)
    who = people.Actor(people.Hat.PERSON, "account:1", User.objects.get(name="mae").pk, mae.pk)

    def found():
        return [task for task in worklist.list_tasks(who, at) if task.key.startswith("registrations.")]

    assert found() == []
    waiting.missing(asked, "DISCLOSURE", "")
    assert found() == []
    waiting.missing(asked)
    (task,) = found()
    assert (task.title, task.ball) == ("Something is missing for your registration", Ball.ME)
    assert task.why == "With firm CRD 501: Exam needed."
    assert task.governs.on.isoformat() == "2027-05-19"
    assert "Something is missing for your registration" in text(client.get("/me/"))
    member = people.member("viewer", alder, at, ("roster.view",))
    (owed,) = worklist.list_firm_tasks(member, alder.pk, at)
    assert [task.key for task in owed.tasks if task.key.startswith("reg")] == ["registrations.missing:501"]
    asked.deficiencies.update(cured_at=at, cured_by="system:tests")
    assert found() == []


def test_as_many_queries_for_three_as_for_one(fay, own, asked, mae, alder, sam, at):
    def more(number):
        source = waiting.filing(mae, alder, number=50 + number, receipt=f"R{number}")
        row = waiting.request(mae, alder, "OR", f"A{number}", source=source)
        waiting.missing(row, about=f"S{number}")
        write(row, sam, at, about=f"T{number}")
        waiting.fee(mae, alder, number=50 + number)

    more(1)
    pages = ((fay, LIST), (fay, "/firm/501/letters"), (own, "/me/registrations"))
    one = [counted(client, page) for client, page in pages]
    for number in (2, 3):
        more(number)
    assert [counted(client, page) for client, page in pages] == one
