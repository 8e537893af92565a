"""Proving who one is, page by page: every answer of the bureau, every bad input, every second window."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from finpro.access import selectors as access
from finpro.access import services as access_services
from finpro.identity.enums import State
from finpro.identity.jobs import send_passcode
from finpro.identity.models import Proof, SealedStep
from finpro.integrations import identity_bureau, sms
from finpro.kernel.models import Code
from finpro.registry.selectors import matching
from tests.identity.bureau import STREET, in_place
from tests.identity.people import BY, SSN, account, person
from tests.portals.signed_in import AT, enter, text

pytestmark = pytest.mark.django_db
GIVEN = {
    "number": "ssn",
    "ssn": "900-12-3456",
    "born-month": "5",
    "born-day": "6",
    "born-year": "1984",
    "agreed": "on",
}


@pytest.fixture
def bureau(monkeypatch):
    return in_place(monkeypatch)


@pytest.fixture
def sent(monkeypatch):
    """Texts and calls, instead of sending them."""
    messages = []

    class Provider:
        def send(self, message):
            messages.append(message)

    monkeypatch.setattr(sms, "adapter", Provider)
    return messages


@pytest.fixture
def record(settings):
    settings.FINPRO = settings.FINPRO | {"demo": True}  # numbers that begin with 9 stand for invented people
    return person()


@pytest.fixture
def mae(record, bureau):
    """Somebody signed in whose record is there."""
    user, _ = account(AT)
    client = Client()
    enter(client, user)
    client.user = user
    return client


def passcode(sent):
    """Do the job that sends; the digits of the message."""
    row = Code.objects.latest("id")
    send_passcode(code_id=row.pk, proof_id=row.subject.removeprefix("proof:"), channel="text")
    return re.search(r"code is (\d{6})", sent[-1].body).group(1)


def test_by_passcode_to_the_own_record(mae, record, sent):
    assert mae.get("/identity/")["Location"] == "/identity/who"
    assert mae.post("/identity/who", GIVEN)["Location"] == "/identity/"
    page = text(mae.get("/identity/"))
    assert page.index("Passcode to your telephone") < page.index("Questions about your past")
    assert "••••••••0003" in page
    assert "+12025550003" not in mae.get("/identity/").content.decode()
    assert mae.post("/identity/passcode/send", {"channel": "text"})["Location"] == "/identity/passcode"
    digits = passcode(sent)
    assert sent[-1].to == "+12025550003"
    assert mae.post("/identity/passcode", {"code": digits})["Location"] == "/identity/"
    assert mae.get("/identity/")["Location"] == "/me/"
    assert mae.get("/me/").status_code == 200
    assert access.person_of(mae.user.pk) == record.pk
    assert mae.post("/identity/passcode", {"code": digits})["Location"] == "/identity/"
    assert mae.post("/identity/who", GIVEN)["Location"] == "/me/"


def test_by_questions_to_the_own_record(mae, bureau):
    bureau.channels = ()
    mae.post("/identity/who", GIVEN)
    page = text(mae.get("/identity/"))
    assert "the bureau cannot confirm that the number" in page
    assert mae.post("/identity/questions/ask")["Location"] == "/identity/questions"
    shown = mae.get("/identity/questions")
    assert STREET in text(shown)
    assert "None of the above" in text(shown)
    assert "nothing at your firm or your bank" in text(shown)
    assert mae.post("/identity/questions", {"question-1": "2"})["Location"] == "/identity/"
    assert bureau.asked[-1] == ("a-word-of-the-bureau", {"q1": "2"})
    assert mae.get("/identity/")["Location"] == "/me/"
    assert not SealedStep.objects.exists()


def test_neither_way_names_whom_to_call_and_the_case(mae, bureau, settings, time_machine):
    time_machine.move_to(AT, tick=False)
    settings.FINPRO = settings.FINPRO | {"identity_bureau_phone": "+1 800 555 0199"}
    bureau.channels, bureau.questions_offered = (), False
    mae.post("/identity/who", GIVEN)
    page = text(mae.get("/identity/"))
    number = Proof.objects.get().case_number
    assert number in page
    assert "+1 800 555 0100" in page
    assert "Open now until" in page
    assert "cannot confirm that the telephone ••••••••0003 is yours" in page
    assert "Ask your firm to vouch for you" in page
    assert "Try again" in page


def test_without_a_telephone_the_other_reason_is_given(bureau, record):
    user, _ = account(AT, phone="")
    client = Client()
    enter(client, user)
    bureau.channels = ()
    assert "Mobile telephone (optional)" in text(client.get("/identity/who"))
    client.post("/identity/who", GIVEN)
    assert "your account holds no telephone number" in text(client.get("/identity/"))


def test_a_telephone_given_here_is_kept_with_the_account(bureau, record):
    user, _ = account(AT, phone="")
    client = Client()
    enter(client, user)
    client.post("/identity/who", GIVEN | {"phone": "(202) 555-0003"})
    user.refresh_from_db()
    assert user.phone == "+12025550003"
    assert bureau.asked[0].phone == "+12025550003"
    assert "Mobile telephone" not in text(client.get("/identity/who"))


def test_the_bureau_is_away_and_comes_back(mae, bureau):
    bureau.away = True
    mae.post("/identity/who", GIVEN)
    page = text(mae.get("/identity/"))
    assert "did not answer" in page
    assert "Nothing was decided" in page
    bureau.away = False
    mae.post("/identity/who", GIVEN)
    assert "Send it by text" in text(mae.get("/identity/"))


def test_the_bureau_is_away_when_it_is_to_ask(mae, bureau):
    mae.post("/identity/who", GIVEN)
    bureau.away = True
    page = mae.post("/identity/questions/ask")
    assert page.status_code == 409
    assert "does not answer at the moment" in text(page)
    bureau.away = False
    assert mae.post("/identity/questions/ask").status_code == 302


def test_the_bureau_is_asked_while_no_transaction_is_open(mae, bureau):
    depth, seen = len(connection.savepoint_ids), []
    bureau.during = lambda: seen.append(len(connection.savepoint_ids) - depth)
    mae.post("/identity/who", GIVEN)
    mae.post("/identity/questions/ask")
    mae.post("/identity/questions", {"question-1": "1"})
    assert seen == [0, 0, 0]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"number": ""}, "Say which number you have"),
        ({"number": "both"}, "Say which number you have"),
        ({"ssn": ""}, "Enter your Social Security number"),
        ({"ssn": "000-12-3456"}, "not a number that is ever issued"),
        ({"ssn": "666-12-3456"}, "not a number that is ever issued"),
        ({"ssn": "123-00-3456"}, "not a number that is ever issued"),
        ({"ssn": "123-45-0000"}, "not a number that is ever issued"),
        ({"ssn": "12345678"}, "Enter nine digits"),
        ({"ssn": "\u0661\u0662\u0663456789"}, "Enter nine digits"),
        ({"ssn": "1" * 41}, "Enter nine digits"),
        ({"number": "crd", "crd": ""}, "Enter your CRD number"),
        ({"number": "crd", "crd": "12a"}, "Enter your CRD number"),
        ({"number": "crd", "crd": "1" * 10}, "Enter your CRD number"),
        ({"number": "crd", "crd": "\u0661"}, "Enter your CRD number"),
        ({"born-year": "2090"}, "Date of birth must be in the past"),
        ({"born-year": "1899"}, "Date of birth must be after 1900"),
        ({"born-day": "31", "born-month": "2"}, "a day that exists"),
        ({"born-day": ""}, "must include a day"),
        ({"agreed": ""}, "Agree that the bureau is asked"),
    ],
)
def test_what_cannot_be_used_is_said_at_its_field(mae, changed, words):
    page = mae.post("/identity/who", GIVEN | changed)
    assert page.status_code == 422
    assert words in text(page)
    assert re.search(r'name="ssn"[^>]* value=', page.content.decode()) is None, "a number is never drawn again"
    assert not Proof.objects.exists()


def test_outside_a_demo_numbers_that_begin_with_9_are_nobodys(mae, settings):
    settings.FINPRO = settings.FINPRO | {"demo": False}
    assert mae.post("/identity/who", GIVEN).status_code == 422


def test_an_odd_telephone_is_said_at_its_field(bureau, record):
    user, _ = account(AT, phone="")
    client = Client()
    enter(client, user)
    page = client.post("/identity/who", GIVEN | {"phone": "12"})
    assert page.status_code == 422
    assert "Enter a telephone number" in text(page)


def unmatched(record, name):
    """What somebody sees whose details lead to no record of his or her own."""
    if name == "claimed":
        access_services.grant_claim(user_id=account(AT, "owner")[0].pk, person_id=record.pk, by=BY, at=AT)
    changed = {
        "nobody": {"ssn": "900-99-9999"},
        "another date of birth": {"born-year": "1985"},
        "claimed": {},
        "claimed and another date": {"born-year": "1985"},
        "a public number": {"number": "crd", "crd": "7001"},
    }[name]
    user, _ = account(AT, f"asks{len(name)}")
    client = Client()
    enter(client, user)
    answer = client.post("/identity/who", GIVEN | changed)
    page = client.get("/identity/")
    number = Proof.objects.get(user=user).case_number
    title, main = (re.search(f"<{part}.*?</{part}>", page.content.decode(), re.S).group() for part in ("title", "main"))
    return answer.status_code, answer["Location"], page.status_code, title, main.replace(number, "#")


def test_whoever_has_no_record_of_the_own_sees_one_and_the_same_page(bureau, record):
    names = ("nobody", "another date of birth", "a public number", "claimed", "claimed and another date")
    seen = {unmatched(record, name) for name in names}
    assert len(seen) == 1
    assert bureau.asked == []


def test_tries_end_and_the_page_says_from_when_they_begin_again(mae, time_machine):
    time_machine.move_to(AT, tick=False)
    wrong = GIVEN | {"ssn": "900-99-9999"}
    assert [mae.post("/identity/who", wrong).status_code for _ in range(6)] == [302] * 5 + [429]
    assert "24 November 2026" in text(mae.get("/identity/"))
    assert mae.post("/identity/who", GIVEN).status_code == 429
    time_machine.move_to(AT + timedelta(days=1), tick=False)
    assert mae.post("/identity/who", GIVEN).status_code == 302


def test_the_old_case_settles_when_somebody_begins_again(mae):
    mae.post("/identity/who", GIVEN | {"ssn": "900-99-9999"})
    first = Proof.objects.get()
    mae.post("/identity/who", GIVEN)
    first.refresh_from_db()
    assert first.state == State.REPLACED
    assert "Show that it is you" in text(mae.get("/identity/"))


def test_wrong_passcodes_use_the_way_up_and_leave_the_other(mae, sent):
    mae.post("/identity/who", GIVEN)
    for _ in range(3):
        mae.post("/identity/passcode/send", {"channel": "text"})
        right = passcode(sent)
        wrong = "000000" if right != "000000" else "000001"
        answers = [mae.post("/identity/passcode", {"code": wrong}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 302]
    page = text(mae.get("/identity/"))
    assert "typed wrongly too often" in page
    assert "Ask me the questions" in page
    assert mae.post("/identity/passcode/send", {"channel": "text"}).status_code == 409
    mae.post("/identity/questions/ask")
    mae.post("/identity/questions", {"question-1": "1"})
    assert mae.get("/identity/")["Location"] == "/me/"


def test_wrong_passcodes_without_another_way_end_it(mae, bureau, sent):
    bureau.questions_offered = False
    mae.post("/identity/who", GIVEN)
    for _ in range(3):
        mae.post("/identity/passcode/send", {"channel": "call"})
        right = passcode(sent)
        for _ in range(5):
            mae.post("/identity/passcode", {"code": "000000" if right != "000000" else "000001"})
    page = text(mae.get("/identity/"))
    assert "We could not confirm that it is you" in page
    assert "The passcode was typed wrongly too often" in page
    assert Proof.objects.get().case_number in page


def test_wrong_answers_end_the_questions_and_name_the_bureaus_number(mae, bureau, settings):
    settings.FINPRO = settings.FINPRO | {"identity_bureau_phone": "+1 800 555 0199"}
    bureau.channels, bureau.result = (), identity_bureau.Score(passed=False, reason="SCORE_LOW")
    mae.post("/identity/who", GIVEN)
    mae.post("/identity/questions/ask")
    assert "+1 800 555 0199" in text(mae.get("/identity/questions"))
    mae.post("/identity/questions", {"question-1": "1"})
    page = text(mae.get("/identity/"))
    assert "Too many answers did not fit" in page
    assert "+1 800 555 0199" in page
    assert Proof.objects.get().state == State.FAILED
    assert mae.get("/me/").status_code == 403


def test_wrong_answers_leave_the_passcode(mae, bureau):
    bureau.result = identity_bureau.Score(passed=False, reason="SCORE_LOW")
    mae.post("/identity/who", GIVEN)
    mae.post("/identity/questions/ask")
    mae.post("/identity/questions", {"question-1": "1"})
    page = text(mae.get("/identity/"))
    assert "the passcode still can be sent" in page
    assert "Send it by text" in page
    assert mae.post("/identity/questions/ask").status_code == 409


@pytest.mark.parametrize(("reason", "words"), [("EXPIRED", "ran out"), ("AWAY", "did not answer")])
def test_answers_that_were_not_judged_say_nothing_against_anybody(mae, bureau, reason, words):
    bureau.channels, bureau.result = (), identity_bureau.Score(passed=False, reason="EXPIRED")
    mae.post("/identity/who", GIVEN)
    mae.post("/identity/questions/ask")
    bureau.away = reason == "AWAY"
    mae.post("/identity/questions", {"question-1": "1"})
    assert words in text(mae.get("/identity/"))
    assert Proof.objects.get().state == State.UNAVAILABLE


def test_an_answer_left_out_is_asked_for_and_the_questions_stay(mae):
    mae.post("/identity/who", GIVEN)
    mae.post("/identity/questions/ask")
    page = mae.post("/identity/questions", {"question-1": "nine"})
    assert page.status_code == 422
    assert mae.post("/identity/questions", {}).status_code == 422
    assert "Choose an answer to question 1" in text(mae.post("/identity/questions", {}))
    assert SealedStep.objects.count() == 1


def test_answers_sent_from_two_windows_are_judged_once(mae, bureau):
    mae.post("/identity/who", GIVEN)
    mae.post("/identity/questions/ask")
    mae.post("/identity/questions/ask")
    mae.post("/identity/questions", {"question-1": "1"})
    assert mae.post("/identity/questions", {"question-1": "2"})["Location"] == "/identity/"
    assert sum(isinstance(asked, tuple) for asked in bureau.asked) == 1


def test_questions_end_with_the_bureaus_word(mae, bureau, time_machine):
    time_machine.move_to(AT, tick=False)
    bureau.channels = ()
    mae.post("/identity/who", GIVEN)
    mae.post("/identity/questions/ask")
    time_machine.move_to(AT + timedelta(minutes=15), tick=False)
    assert mae.get("/identity/questions")["Location"] == "/identity/"
    assert mae.post("/identity/questions", {"question-1": "1"})["Location"] == "/identity/"
    page = text(mae.get("/identity/"))
    assert "The time for this has run out" in page
    assert "Begin again" in page


def test_a_passcode_goes_only_to_the_number_that_the_bureau_was_asked_about(mae, sent):
    mae.post("/identity/who", GIVEN)
    mae.post("/identity/passcode/send", {"channel": "text"})
    mae.user.phone = "+12025550188"
    mae.user.save()
    row = Code.objects.latest("id")
    send_passcode(code_id=row.pk, proof_id=row.subject.removeprefix("proof:"), channel="text")
    assert sent == []
    assert "was changed since the bureau confirmed it" in text(mae.get("/identity/"))
    assert mae.post("/identity/passcode/send", {"channel": "text"}).status_code == 409


def test_a_way_that_is_not_offered_cannot_be_taken(mae, bureau):
    bureau.channels = ("call",)
    mae.post("/identity/who", GIVEN)
    assert mae.post("/identity/passcode/send", {"channel": "text"}).status_code == 409
    assert mae.post("/identity/passcode/send", {"channel": "pigeon"}).status_code == 409
    assert "Send it by text" not in text(mae.get("/identity/"))


def test_a_telephone_that_cannot_be_reached_ends_the_code(mae, monkeypatch):
    class Provider:
        def send(self, message):
            raise sms.Refused("SANDBOX_REFUSED")

    monkeypatch.setattr(sms, "adapter", Provider)
    mae.post("/identity/who", GIVEN)
    mae.post("/identity/passcode/send", {"channel": "text"})
    assert "You have 5 tries" in text(mae.get("/identity/passcode"))
    row = Code.objects.latest("id")
    send_passcode(code_id=row.pk, proof_id=row.subject.removeprefix("proof:"), channel="text")
    assert "could not be reached" in text(mae.get("/identity/passcode"))


def test_somebody_claims_the_record_while_the_passcode_is_typed(mae, record, sent):
    mae.post("/identity/who", GIVEN)
    mae.post("/identity/passcode/send", {"channel": "text"})
    digits = passcode(sent)
    access_services.grant_claim(user_id=account(AT, "owner")[0].pk, person_id=record.pk, by=BY, at=AT)
    mae.post("/identity/passcode", {"code": digits})
    page = text(mae.get("/identity/"))
    assert "We could not confirm that it is you" in page
    assert Proof.objects.get().state == State.FAILED
    assert access.person_of(mae.user.pk) is None


def test_going_on_from_another_device(mae):
    mae.post("/identity/who", GIVEN)
    elsewhere = Client()
    enter(elsewhere, mae.user)
    assert "Send it by text" in text(elsewhere.get("/identity/"))


def test_the_address_of_the_task_works(mae):
    assert mae.get("/identity")["Location"] == "/identity/"


def test_neither_number_is_a_way_on(mae):
    page = text(mae.get("/identity/who"))
    assert "A firm's first filing for you gives you a CRD number" in page
    assert SSN not in page


def test_two_people_whom_a_number_fits_look_like_none(mae, record, monkeypatch):
    """The database lets no number stand twice; should one ever, the registry decides."""
    twin = person(7003, number="")
    both = [matching.Pointed(one.pk, one.date_of_birth) for one in (record, twin)]
    monkeypatch.setattr(matching, "by_number", lambda **given: both)
    mae.post("/identity/who", GIVEN)
    assert Proof.objects.get().reasons == ["AMBIGUOUS"]
    assert "We could not find your record" in text(mae.get("/identity/"))


def test_a_provider_that_is_away_is_tried_again_while_the_code_lasts(mae, monkeypatch, time_machine):
    time_machine.move_to(AT, tick=False)

    class Provider:
        def send(self, message):
            raise sms.Unavailable("TIMEOUT")

    monkeypatch.setattr(sms, "adapter", Provider)
    mae.post("/identity/who", GIVEN)
    mae.post("/identity/passcode/send", {"channel": "text"})
    row = Code.objects.latest("id")
    given = {"code_id": row.pk, "proof_id": row.subject.removeprefix("proof:"), "channel": "text"}
    with pytest.raises(sms.Unavailable):
        send_passcode(**given)
    time_machine.move_to(AT + timedelta(minutes=10), tick=False)
    send_passcode(**given)
    assert Code.objects.get(pk=row.pk).tries == 0
