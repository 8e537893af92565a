"""The registry's pages that decide a request: decision, review, letter, what was missing."""

from datetime import timedelta

import pytest

from finpro.accounts.enums import Way
from finpro.accounts.models import User
from finpro.casework.models import Letter
from finpro.casework.policies import work
from finpro.journeys import decide_registration
from finpro.kernel import clock
from tests.casework import people, waiting
from tests.portals.signed_in import counted, enter, text, visitor
from tests.registry import small_world as world

pytestmark = pytest.mark.django_db

REGISTRAR = ["registrations.view", "registrations.decide", "disclosure.review", "record.view"]


@pytest.fixture
def sam():
    return visitor("sam", staff=REGISTRAR)


@pytest.fixture
def alder():
    return world.firm(501, "Alder Securities LLC")


@pytest.fixture
def mae():
    return world.person(7001, "Mae", "Quill")


@pytest.fixture
def asked(mae, alder):
    return waiting.settle(waiting.request(mae, alder))


def page_of(row):
    return f"/registry/registrations/{row.pk}"


def take(client, row):
    assert client.post(f"/registry/work/request:{row.pk}/take").status_code == 302


def tick_all(client, row):
    subject = f"request:{row.pk}"
    points = work.checklist(
        work.Asked(regulator=row.regulator, category=row.category, temporary=False, disclosure=True),
        clock.legal_date(row.requested_at),
    )
    for point in points:
        client.post(f"/registry/work/{subject}/tick", {"point": point.code, "done": "1"})


def test_approved_from_the_page(sam, asked):
    assert "Take it first" in text(sam.get(f"{page_of(asked)}/decide"))
    take(sam, asked)
    tick_all(sam, asked)
    empty = sam.post(f"{page_of(asked)}/decide", {"message": "kept words"})
    assert empty.status_code == 422
    assert "Choose what you decide" in text(empty)
    bare = sam.post(f"{page_of(asked)}/decide", {"decision": "APPROVE", "message": "kept words"})
    assert "Choose at least one reason" in text(bare)
    assert "kept words" in text(bare)
    sent = {"decision": "APPROVE", "approve": ["NOTHING_OPEN"], "message": "Welcome.", "note": "Easy."}
    assert sam.post(f"{page_of(asked)}/decide", sent).headers["Location"] == f"{page_of(asked)}?done=decided"
    words = text(sam.get(f"{page_of(asked)}?done=decided"))
    for part in ("Approved", "Decided: approve: Nothing is open", "Welcome.", "Easy."):
        assert part in words
    assert "What you can do" not in words
    assert "Nothing can be decided" in text(sam.get(f"{page_of(asked)}/decide"))


def test_what_stands_in_the_way_is_said_beside_the_button(sam, asked):
    take(sam, asked)
    waiting.missing(asked)
    assert "It cannot be approved yet. Something is still missing: Exam needed" in text(sam.get(page_of(asked)))
    sent = {"decision": "APPROVE", "approve": ["NOTHING_OPEN"], "message": "", "note": ""}
    refused = sam.post(f"{page_of(asked)}/decide", sent)
    assert refused.status_code == 409
    assert "Something is still missing" in text(refused)


def test_deciding_and_reviewing_ask_first_who_one_is(sam, asked):
    enter(sam, User.objects.get(name="sam"), Way.PASSWORD, Way.TOTP, at=clock.now() - timedelta(minutes=11))
    for what in ("decide", "review"):
        answer = sam.post(f"{page_of(asked)}/{what}", {})
        assert answer.headers["Location"].startswith("/account/confirm-it-is-you")


def test_a_letter_is_chosen_previewed_changed_and_sent(sam, asked):
    take(sam, asked)
    assert "Choose what is missing" in text(sam.get(f"{page_of(asked)}/ask?template=&about="))
    odd = sam.get(f"{page_of(asked)}/ask?template=EXAM&about=Mae<b>")
    assert (odd.status_code, "letters, figures" in text(odd)) == (422, True)
    chosen = sam.get(f"{page_of(asked)}/ask?template=EXAM&about=S7")
    assert chosen.headers["Location"] == f"{page_of(asked)}/letter?template=EXAM&about=S7"
    begun = text(sam.get(chosen.headers["Location"]))
    for part in (
        "Alder Securities LLC (CRD 501)",
        "Quill, Mae (CRD 7001)",
        "General Securities Representative",
    ):
        assert part in begun
    sent = {"template": "OTHER", "about": "", "text": "Please say {what}."}
    assert "Fill in {what}" in text(sam.post(f"{page_of(asked)}/letter", sent))
    sent["text"] = "<b>Please</b> say why."
    preview = sam.post(f"{page_of(asked)}/letter", sent)
    assert "Preview" in text(preview)
    assert "&lt;b&gt;Please&lt;/b&gt; say why." in preview.content.decode()
    assert not Letter.objects.exists()
    done = sam.post(f"{page_of(asked)}/letter", sent | {"send": "1"})
    assert done.headers["Location"] == f"{page_of(asked)}?done=letter"
    letter = Letter.objects.get()
    words = text(sam.get(page_of(asked)))
    for part in (letter.number, "Waiting for the firm", "Deficient", "What the letter asks for is done."):
        assert part in words
    shown = text(sam.get(f"/registry/letters/{letter.number}"))
    assert "has not answered yet" in shown
    assert "Take the letter back" in shown
    assert sam.get(f"{page_of(asked)}/letter?template=NONSENSE").status_code == 404


def test_an_answer_is_accepted(sam, asked, alder, at):
    take(sam, asked)
    sam.post(f"{page_of(asked)}/letter", {"template": "OTHER", "about": "", "text": "Why?", "send": "1"})
    letter = Letter.objects.get()
    early = sam.post(f"/registry/letters/{letter.number}/close", {"outcome": "ACCEPTED"})
    assert (early.status_code, "has not answered" in text(early)) == (409, True)
    filer = people.member("fay", alder, at, ("roster.view", "u4.draft"))
    decide_registration.answer(number=letter.number, text="Because.", by=filer, at=clock.now())
    assert "Letters answered 1" in text(sam.get("/registry/registrations"))
    assert "Letter answered" in text(sam.get("/registry/registrations?state=ANSWERED"))
    assert "Because." in text(sam.get(f"/registry/letters/{letter.number}"))
    closed = sam.post(f"/registry/letters/{letter.number}/close", {"outcome": "ACCEPTED"})
    assert closed.headers["Location"] == f"/registry/letters/{letter.number}?done=closed"
    assert "The letter is closed" in text(sam.get(closed.headers["Location"]))
    asked.refresh_from_db()
    assert asked.state == "PENDING"


def test_what_was_missing_is_closed_from_the_page(sam, asked):
    one = waiting.missing(asked)
    take(sam, asked)
    where = f"{page_of(asked)}/missing/{one.pk}"
    assert where in sam.get(page_of(asked)).content.decode()
    assert "Choose why it is closed" in text(sam.post(where, {}))
    assert sam.post(where, {"reason": "SEEN", "note": ""}).headers["Location"] == f"{page_of(asked)}?done=cured"
    assert waiting.fresh().get().cured_at is not None
    assert sam.get(where).status_code == 404
    assert "What was missing and is cured (5)" in text(sam.get(page_of(asked)))


def test_the_disclosure_is_reviewed_by_two_where_it_is_set_up_so(sam, asked, mae, settings):
    settings.FINPRO = settings.FINPRO | {"disclosure_reviewers": 2}
    waiting.missing(asked, "DISCLOSURE", "")
    waiting.answer(mae)
    take(sam, asked)
    assert "Review the disclosure" in text(sam.get(page_of(asked)))
    assert "Reviews so far: 0 of 2" in text(sam.get(f"{page_of(asked)}/review"))
    assert "Tick the statement" in text(sam.post(f"{page_of(asked)}/review", {}))
    once = sam.post(f"{page_of(asked)}/review", {"statement": "on", "note": ""})
    assert once.headers["Location"] == f"{page_of(asked)}?done=reviewed-once"
    tess = visitor("tess", staff=REGISTRAR)
    assert "Reviews so far: 1 of 2: sam" in text(tess.get(f"{page_of(asked)}/review"))
    assert (
        tess.post(f"{page_of(asked)}/review", {"statement": "on", "note": ""}).headers["Location"].endswith("=reviewed")
    )
    assert "Nothing is missing" in text(sam.get(page_of(asked)))


def test_who_may_only_look_decides_nothing(asked):
    helper = visitor("helper", staff=["registrations.view"])
    for what in ("decide", "review", "ask", "letter"):
        assert helper.get(f"{page_of(asked)}/{what}").status_code == 403
        assert helper.post(f"{page_of(asked)}/{what}", {}).status_code == 403


def test_as_many_queries_for_three_letters_as_for_one(sam, asked):
    take(sam, asked)

    def more(number):
        sent = {"template": "EXAM", "about": f"S{number}", "text": "When?", "send": "1"}
        sam.post(f"{page_of(asked)}/letter", sent)

    more(1)
    one = counted(sam, page_of(asked))
    for number in (2, 3):
        more(number)
    assert counted(sam, page_of(asked)) == one
