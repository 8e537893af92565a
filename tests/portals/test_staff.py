"""The registry's side: search, full records, history, firms and imports, for staff alone."""

import pytest
from django.test import Client

from finpro.audit.models import Event
from finpro.registry.models import ImportReject, ImportRun
from tests.portals.signed_in import AT, around, counted, text, visitor
from tests.registry import small_world as world

pytestmark = pytest.mark.django_db

ALL = ["record.search", "record.view", "imports.view", "ssn.view"]
MOST_QUERIES = 8


@pytest.fixture
def alder():
    return world.firm(501, "Alder Securities LLC", former="Aldergrove Partners")


@pytest.fixture
def run():
    made = ImportRun.objects.create(
        kind="brokercheck", fingerprint="f", state="RUNNING", started_at=AT, cursor=9, counters={"people": 8}
    )
    ImportReject.objects.create(run=made, position=4, file="a.json", pointer="/exams", crd=5, reason="No exam code.")
    return made


@pytest.fixture
def mae(alder, run):
    row = world.person(7001, "Mae", "Quill", other="Mae Lark", number="900123456")
    world.source(7001, service="IA", run=run)
    world.associate(row, alder)
    world.register(row, alder, "FINRA", "GS", "CE_INACTIVE")
    return row


@pytest.fixture
def staff(alder):
    return visitor("staff", staff=ALL)


def pages(run):
    return {
        "/registry/": "",
        "/registry/search": "record.search",
        "/registry/search?q=quill": "record.search",
        "/registry/people/7001": "record.view",
        "/registry/people/7001/history": "record.view",
        "/registry/firms/501": "record.view",
        "/registry/firms/501/people": "record.view",
        "/registry/imports": "imports.view",
        f"/registry/imports/{run.pk}": "imports.view",
    }


def test_who_gets_which_answer(alder, mae, run):
    needs = pages(run)
    others = {
        "signed out": (Client(), 302),
        "no hat": (visitor("plain"), 403),
        "the person": (visitor("mae", person=mae), 403),
        "a firm's member": (visitor("member", firms=[alder]), 403),
    }
    for page, needed in needs.items():
        for who, (client, status) in others.items():
            assert (who, page, client.get(page).status_code) == (who, page, status)
        assert (page, visitor(f"all{page}", staff=ALL).get(page).status_code) == (page, 200)
        without = [name for name in ALL if name != needed]
        expected = 403 if needed else 200
        assert (page, visitor(f"less{page}", staff=without).get(page).status_code) == (page, expected)


def test_home_offers_what_the_account_may_do(alder):
    assert "Find a person or a firm" in text(visitor("a", staff=ALL).get("/registry/"))
    bare = text(visitor("b", staff=[]).get("/registry/"))
    assert "no entitlement on this side" in bare
    assert "Search" not in bare


def test_a_search_says_why_somebody_matched(staff, mae):
    words = text(staff.get("/registry/search?q=lark"))
    assert "1 person and 0 firms found for “lark”" in words
    assert "Quill, Mae CRD 7001 Other name: MAE LARK Alder Securities LLC" in words
    firms = text(staff.get("/registry/search?q=aldergrove"))
    assert "Alder Securities LLC CRD 501 Other name: Aldergrove Partners 1 person today" in firms
    assert "Nobody has a name with all of these words" in firms


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?q=", 200),
        ("?q=%25", 422),
        ("?q=%25%25%25", 422),
        ("?q=___", 422),
        ("?q=q%25l", 200),
        ("?q=%00", 422),
        ("?q=" + "q" * 10_000, 422),
        ("?q=123-45-6789", 422),
        ("?q=" + "9" * 90, 200),
        ("?q=quill&page=999999", 200),
        ("?q=quill&page=x", 200),
        ("?q=%3Cscript%3Ealert(1)%3C/script%3E", 200),
    ],
)
def test_whatever_is_typed_gets_a_page(staff, mae, query, status):
    response = staff.get(f"/registry/search{query}")
    assert response.status_code == status
    assert ("There is a problem" in text(response)) == (status == 422)
    assert b"<script>alert" not in response.content
    assert "123-45-6789" not in response.content.decode()


def test_a_number_finds_the_person_and_stands_nowhere(staff, mae):
    found = staff.post("/registry/search/ssn", {"ssn": "900-12-3456"})
    assert (found.status_code, found.headers["Location"]) == (302, "/registry/people/7001")
    absent = staff.post("/registry/search/ssn", {"ssn": "900123457"})
    assert "Nobody on the record has this number" in text(absent)
    assert "900123457" not in absent.content.decode()
    for wrong in ("", "12", "9" * 10_000, "90012345\x00", "９００１２３４５６"):
        refused = staff.post("/registry/search/ssn", {"ssn": wrong})
        assert refused.status_code == 422
        assert "Enter nine digits" in text(refused)
    assert staff.get("/registry/search/ssn").status_code == 405
    assert Event.objects.filter(tag="record:ssn:searched").count() == 2


def test_the_full_record_with_its_sight(staff, mae):
    words = text(staff.get("/registry/people/7001"))
    for part in ("Mae Quill", "Mae Lark", "•••-••-3456", "With Alder Securities LLC", "History and captures"):
        assert part in words
    assert "Something wrong?" not in words
    assert Event.objects.get(tag="record:person:seen").subject == "crd:7001"
    assert staff.get("/registry/people/7001?as_of=x").status_code == 422
    assert staff.get("/registry/people/1").status_code == 404
    assert staff.get("/registry/people/abc").status_code == 404


def test_the_whole_number_is_a_post_and_an_event(staff, mae):
    shown = staff.post("/registry/people/7001/ssn")
    assert "900-12-3456" in text(shown)
    assert "no-store" in shown.headers["Cache-Control"]
    assert Event.objects.get(tag="record:ssn:seen").subject == "crd:7001"
    plain = visitor("plain", staff=["record.view"])
    assert plain.post("/registry/people/7001/ssn").status_code == 403
    assert "You may see the last four digits only" in text(plain.get("/registry/people/7001"))


def test_history_names_captures_and_changes(staff, mae, run):
    mae.names.filter(kind="OTHER").update(last="Larkin")
    response = staff.get("/registry/people/7001/history")
    words = text(response)
    assert f"Import {run.pk} invented.json" in words
    assert "Name changed" in words
    assert "last Lark → became Larkin" in words
    assert "Registration added" in words
    assert f'href="/registry/imports/{run.pk}"' in response.content.decode()
    assert Event.objects.get(tag="record:person:seen").data == {"what": "record history"}
    assert staff.get("/registry/people/7001/history?page=999999").status_code == 200
    assert staff.get("/registry/people/1/history").status_code == 404


def test_a_firm_with_names_addresses_branches_and_people(staff, mae):
    words = text(staff.get("/registry/firms/501"))
    for part in (
        "Alder Securities LLC",
        "Aldergrove Partners",
        "1 Elm Way, Salem, OR",
        "BrokerCheck capture, 1 March 2024",
        "100 Salem, OR 1",
        "People 1",
    ):
        assert part in words
    past = staff.get("/registry/firms/501?as_of=2021-01-01")
    assert "As of 1 January 2021" in text(past)
    assert 'href="/registry/firms/501/people?as_of=2021-01-01"' in past.content.decode()
    assert staff.get("/registry/firms/501?as_of=0000-00-00").status_code == 422
    assert staff.get("/registry/firms/999").status_code == 404
    people = staff.get("/registry/firms/501/people?q=quill")
    assert 'href="/registry/people/7001"' in people.content.decode()
    swapped = staff.get("/registry/firms/501/people?q=quill", headers={"HX-Request": "true"})
    assert around(people, "people") == around(swapped, "people")
    assert around(people, "people")[0] == around(staff.get("/registry/firms/501/people"), "people")[0]


def test_imports_and_their_rejects(staff, run):
    listed = text(staff.get("/registry/imports"))
    assert f"BrokerCheck {run.pk} Running or interrupted" in listed
    shown = text(staff.get(f"/registry/imports/{run.pk}"))
    assert "4 5 No exam code. a.json, /exams" in shown
    assert "People 8" in shown
    for missing in (run.pk + 1, "9" * 30, "abc"):
        assert staff.get(f"/registry/imports/{missing}").status_code == 404
    assert staff.get(f"/registry/imports/{run.pk}?page=999999").status_code == 200


def test_no_import_yet(staff):
    assert "Nothing was imported yet" in text(staff.get("/registry/imports"))


def test_the_number_of_queries_does_not_grow(staff, alder, mae, run):
    few = {page: counted(staff, page) for page in pages(run)}
    for crd in range(7100, 7103):
        row = world.person(crd, "Pat", "Quill")
        world.associate(row, alder)
        world.register(row, alder, "FINRA", "GS", "CE_INACTIVE")
        world.register(mae, alder, "TX", f"A{crd % 10}")
        ImportRun.objects.create(kind="iapd", fingerprint=str(crd), state="RUNNING", started_at=AT)
        ImportReject.objects.create(run=run, position=crd, file="a.json", pointer="", crd=None, reason="Not JSON.")
    assert {page: counted(staff, page) for page in pages(run)} == few
    assert max(few.values()) <= MOST_QUERIES
