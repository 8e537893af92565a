"""The registry's queue of the record, and the page of one request."""

import re
from datetime import timedelta

import pytest

from finpro.casework.models import Assignment, Step, Tick
from finpro.registry.models import RegistrationRequest
from tests.casework import waiting
from tests.portals.signed_in import counted, text, visitor
from tests.registry import small_world as world

pytestmark = pytest.mark.django_db

REGISTRAR = ["registrations.view", "registrations.decide", "disclosure.review", "record.view"]
QUEUE = "/registry/registrations"


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
def request_(mae, alder):
    return waiting.request(mae, alder)


def page_of(row):
    return f"{QUEUE}/{row.pk}"


def act(client, row, what, **sent):
    return client.post(f"/registry/work/request:{row.pk}/{what}", sent)


def test_an_empty_queue_says_what_comes_here(sam):
    words = text(sam.get(QUEUE))
    assert "Nothing to decide" in words
    assert "0 pieces of work" in words


def test_the_queue_shows_requests_reports_and_differences_the_oldest_first(sam, mae, alder, request_):
    birch = world.firm(502, "Birch Advisers LLC")
    tess = world.person(7002, "Tess", "Nunn")
    source = waiting.filing(tess, birch, number=3, receipt="OLD22222")
    old = waiting.request(tess, birch, "OR", "RA", at=waiting.AT - timedelta(days=9), source=source)
    waiting.report(mae, alder)
    event = waiting.occurrence(mae, "REG")
    waiting.report(mae, alder, "REG", page={"docket": "1"}, event=event)
    waiting.report(mae, birch, "REG", page={"docket": "2"}, event=event)
    words = text(sam.get(QUEUE))
    assert words.index("Oregon RA") < words.index("GS")
    firms = ("Alder Securities LLC (CRD 501)", "CRD 501 and CRD 502")
    for part in (*firms, "Quill, Mae (CRD 7001)", "Unmatched", "firms differ"):
        assert part in words
    assert "Requests to decide 2 Deficient 0 Letters answered 0 Reports to match 1 Firms differ 1 Yours 0" in words
    assert page_of(old) in sam.get(QUEUE).content.decode()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("kind=MATCH", []),
        ("kind=REQUEST", ["GS", "RA"]),
        ("state=DEFICIENT", ["RA"]),
        ("state=PENDING", ["GS"]),
        ("firm=501", ["GS"]),
        ("firm=999", []),
        ("regulator=OR", ["RA"]),
        ("receipt=old22222", ["RA"]),
        ("age=week", ["RA"]),
        ("owner=mine", ["GS"]),
        ("owner=nobody", ["RA"]),
        ("owner=others", []),
        ("state=NONSENSE&firm=x&age=century&page=0", ["GS", "RA"]),
    ],
)
def test_filters(sam, mae, alder, request_, asked, found):
    tess, birch = world.person(7002, "Tess", "Nunn"), world.firm(502, "Birch Advisers LLC")
    source = waiting.filing(tess, birch, number=3, receipt="OLD22222")
    waiting.request(tess, birch, "OR", "RA", state="DEFICIENT", at=waiting.AT - timedelta(days=9), source=source)
    act(sam, request_, "take")
    words = text(sam.get(f"{QUEUE}?{asked}"))
    shown = [category for category in ("GS", "RA") if re.search(rf"(FINRA|Authority|Oregon)\S* {category}\b", words)]
    assert shown == found
    assert ("No match" in words) is (not found)


def test_closed_requests_are_not_work(sam, mae, alder):
    waiting.request(mae, alder, state="APPROVED")
    assert "Nothing to decide" in text(sam.get(QUEUE))


def test_the_page_of_a_request_tells_what_is_known(sam, mae, alder, request_):
    waiting.missing(request_)
    waiting.answer(mae)
    waiting.report(mae, alder)
    waiting.fee(mae, alder)
    other = waiting.request(mae, alder, "OR", "AG", state="APPROVED")
    words = text(sam.get(page_of(request_)))
    for part in (
        "Quill, Mae",
        "Alder Securities LLC",
        "7KQ2M9XB",
        "Exam needed",
        "The exam is passed, or credit for it is given.",
        "14I(1)(a)",
        "Not matched yet",
        "USD 125.00",
        "Every request counts as funded until accounts of firms come.",
        "What is missing",
        "The request is dropped",
        "Answers and reports",
    ):
        assert part in words
    assert "Series 63" not in words
    assert page_of(other) in sam.get(page_of(request_)).content.decode()
    assert "Series 63" in text(sam.get(page_of(waiting.request(mae, alder, "WA", "AG"))))


def test_no_such_request(sam):
    assert sam.get(f"{QUEUE}/999").status_code == 404


def test_taken_noted_ticked_and_given_back(sam, request_):
    assert act(sam, request_, "take").headers["Location"] == f"{page_of(request_)}?done=taken"
    assert "Owner You" in text(sam.get(page_of(request_)))
    assert act(sam, request_, "note", message="Called the firm.").status_code == 302
    assert act(sam, request_, "note", message="  ").status_code == 422
    assert act(sam, request_, "tick", point="IDENTITY", done="1").status_code == 302
    assert act(sam, request_, "tick", point="IDENTITY", done="1").status_code == 302
    words = text(sam.get(page_of(request_)))
    for part in ("Called the firm.", "1 of 6 points are ticked", "Ticked by sam", "Ticked: The person"):
        assert part in words
    act(sam, request_, "tick", point="IDENTITY", done="0")
    assert not Tick.objects.exists()
    assert act(sam, request_, "tick", point="NONSENSE", done="1").status_code == 422
    act(sam, request_, "give-back")
    assert not Assignment.objects.exists()
    assert list(Step.objects.order_by("id").values_list("what", flat=True)) == [
        "taken",
        "noted",
        "ticked",
        "unticked",
        "given_back",
    ]


def test_of_two_the_second_reads_who_has_it(sam, request_):
    tess = visitor("tess", staff=REGISTRAR)
    act(sam, request_, "take")
    refused = act(tess, request_, "take")
    assert refused.status_code == 409
    assert "sam has had this for" in text(refused)
    owner = Assignment.objects.get().owner_id
    assert act(tess, request_, "take", instead_of=owner).status_code == 302
    assert act(sam, request_, "give-back").status_code == 409


def test_who_may_only_look_changes_nothing(request_):
    helper = visitor("helper", staff=["registrations.view"])
    words = text(helper.get(page_of(request_)))
    assert "needs an entitlement that you do not have" in words
    assert "Take this" not in words
    for what in ("take", "give-back", "note", "tick"):
        assert act(helper, request_, what, message="x").status_code == 403


def test_nobody_works_on_the_own_request_or_the_own_firms(mae, alder, request_):
    own = visitor("mae", person=mae, staff=REGISTRAR)
    assert "This is about yourself" in text(own.get(page_of(request_)))
    assert act(own, request_, "take").status_code == 403
    filer = visitor("filer", firms=[alder], staff=REGISTRAR)
    assert "You act for this firm yourself" in text(filer.get(page_of(request_)))
    assert act(filer, request_, "take").status_code == 403


def test_the_navigation_counts_what_waits(sam, mae, alder, request_):
    waiting.report(mae, alder)
    html = sam.get("/registry/").content.decode()
    assert re.search(r'href="/registry/registrations"[^>]*>\s*Registrations.*?2', html, re.S)


def test_as_many_queries_for_three_as_for_one(sam, mae, alder, request_):
    def more(number):
        person = world.person(7100 + number, "Ann", f"Other{number}")
        firm = world.firm(600 + number, f"Firm {number}")
        waiting.request(person, firm, source=waiting.filing(person, firm, number=100 + number, receipt=f"R{number}"))
        waiting.report(mae, alder)
        waiting.request(mae, alder, "OR", f"A{number}")
        waiting.missing(request_, about=f"S{number}")
        waiting.fee(mae, alder, code=f"fee{number}")

    more(1)
    one = {page: counted(sam, page) for page in (QUEUE, page_of(request_))}
    for number in (2, 3):
        more(number)
    assert {page: counted(sam, page) for page in one} == one
    assert RegistrationRequest.objects.count() == 7
