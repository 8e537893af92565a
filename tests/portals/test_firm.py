"""The firm's side: who may see whom, what the pages say, and that they withstand what is typed into addresses."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from finpro.audit.models import Event
from tests.portals.signed_in import around, text, visitor
from tests.registry import small_world as world

pytestmark = pytest.mark.django_db

MOST_QUERIES = 8


@pytest.fixture
def alder():
    return world.firm(501, "Alder Securities LLC")


@pytest.fixture
def mae(alder):
    row = world.person(7001, "Mae", "Quill", other="Mae Lark", number="900123456")
    world.associate(row, alder, ends_on=None)
    world.register(row, alder, "FINRA", "GS", "CE_INACTIVE")
    world.register(row, alder, "NY", "AG")
    return row


@pytest.fixture
def member(alder):
    return visitor("member", firms=[alder])


def test_a_date_of_birth_is_for_the_person_and_the_registry(member, mae):
    mae.date_of_birth = date(1980, 3, 31)
    mae.save()
    words = "Date of birth 31 March 1980"
    assert words in text(visitor("mae", person=mae).get("/me/record"))
    assert words in text(visitor("staff", staff=["record.view"]).get("/registry/people/7001"))
    seen_by_firm = text(member.get("/firm/501/people/7001"))
    assert "Quill" in seen_by_firm
    assert "birth" not in seen_by_firm


PAGES = ["/firm/501/", "/firm/501/people", "/firm/501/people/7001"]


@pytest.mark.parametrize("page", PAGES)
def test_who_gets_which_answer(alder, mae, page):
    birch = world.firm(502, "Birch Advisers")
    answers = {
        "signed out": (Client(), 302),
        "no hat": (visitor("plain"), 403),
        "the person": (visitor("mae", person=mae), 403),
        "member": (visitor("member", firms=[alder]), 200),
        "member of another firm": (visitor("other", firms=[birch]), 404),
        "member without the entitlement": (visitor("bare", firms=[alder], entitlements=["reports.finpro"]), 403),
        "staff": (visitor("staff", staff=["record.view"]), 403),
    }
    assert {who: client.get(page).status_code for who, (client, _) in answers.items()} == {
        who: status for who, (_, status) in answers.items()
    }


def test_home_counts_people_categories_and_what_needs_action(member, mae):
    words = text(member.get("/firm/501/"))
    assert "People now 1" in words
    assert "Inactive: continuing education: 1 person" in words
    assert "GS – General Securities Representative 1" in words


def test_an_empty_firm_says_so(member):
    assert "Nothing. No registration" in text(member.get("/firm/501/"))
    assert "names nobody who was associated" in text(member.get("/firm/501/people"))


def test_the_list_names_people_and_leads_to_them(member, mae):
    response = member.get("/firm/501/people")
    words = text(response)
    assert "1 person" in words
    assert "Quill, Mae 7001 AG , GS 1 Inactive: continuing education FINRA Salem, OR 6 January 2020" in words
    assert 'href="/firm/501/people/7001"' in response.content.decode()


def test_filters_show_as_chips_that_remove_one_filter(member, mae):
    html = member.get("/firm/501/people?category=GS&state=NY&as_of=2024-05-01").content.decode()
    assert 'href="?on=' not in html
    assert 'href="?as_of=2024-05-01&amp;state=NY"' in html
    assert 'href="?as_of=2024-05-01&amp;category=GS"' in html
    assert "Category: GS – General Securities Representative" in html
    assert 'href="/firm/501/people/7001?as_of=2024-05-01"' in html
    assert "Nobody matches all of these filters" in text(member.get("/firm/501/people?category=RA"))


def test_a_swap_of_the_list_equals_a_reload(member, alder):
    for crd in range(1, 40):
        world.associate(world.person(crd, "Pat", f"Same{crd:02}"), alder)
    plain = member.get("/firm/501/people")
    for query in ["?q=pat", "?page=2", "?sort=-name", "?as_of=2024-05-01", "?category=GS", "?as_of=x", "?q=zz"]:
        full = member.get(f"/firm/501/people{query}")
        swapped = member.get(f"/firm/501/people{query}", headers={"HX-Request": "true", "HX-Target": "people"})
        assert around(full, "people") == around(swapped, "people")
        assert around(full, "people")[0] == around(plain, "people")[0]
    assert around(plain, "people")[1].count("hx-boost") > 1


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?q=%25", 200),
        ("?q=_", 200),
        ("?q=%00", 422),
        ("?q=" + "q" * 10_000, 422),
        ("?office=" + "o" * 10_000, 422),
        ("?category=ZZ&state=ZZ&status=ZZ&work=ZZ", 422),
        ("?as_of=0000-00-00", 422),
        ("?as_of=2023-02-29", 422),
        ("?as_of=9999-12-31", 422),
        ("?as_of=%00", 422),
        ("?page=999999", 200),
        ("?page=-1", 200),
        ("?page=%C2%B2", 200),
        ("?page=" + "9" * 5_000, 200),
        ("?sort=l.crd;--", 200),
        ("?q='; DROP TABLE registry_person --", 200),
    ],
)
def test_whatever_is_typed_gets_a_page(member, mae, query, status):
    response = member.get(f"/firm/501/people{query}")
    assert response.status_code == status
    assert response.content.decode().count("<title>Error: ") == (status == 422)
    assert ("There is a problem" in text(response)) == (status == 422)


@pytest.mark.parametrize("address", ["/firm/501/people/abc", "/firm/abc/people", "/firm/501/people/" + "9" * 40])
def test_letters_and_endless_numbers_are_not_found(member, address):
    assert member.get(address).status_code == 404


@pytest.mark.parametrize("people", [1, 3])
@pytest.mark.parametrize("page", PAGES)
def test_the_number_of_queries_does_not_grow(member, mae, alder, people, page):
    for crd in range(people - 1):
        row = world.person(7100 + crd, "Pat", "Same")
        world.associate(row, alder)
        world.register(row, alder, "FINRA", "GS", "CE_INACTIVE")
        world.register(mae, alder, "TX", f"A{crd}")
    member.get(page)
    with CaptureQueriesContext(connection) as queries:
        assert member.get(page).status_code == 200
    written = [query for query in queries if "audit_event" in query["sql"] or "SAVEPOINT" in query["sql"]]
    read = [query for query in queries if query not in written]
    expected = {"/firm/501/": 5, "/firm/501/people": 5, "/firm/501/people/7001": 5}
    assert len([query for query in read if not query["sql"].startswith("SET")]) == expected[page] <= MOST_QUERIES


def test_a_person_is_shown_whole_and_the_sight_is_an_event(member, mae):
    words = text(member.get("/firm/501/people/7001"))
    for part in ("Mae Quill", "Mae Lark", "•••-••-3456", "Inactive: continuing education", "Alder Securities LLC"):
        assert part in words
    assert "Something wrong?" not in words
    assert "900-12-3456" not in words
    event = Event.objects.get(tag="record:person:seen")
    assert (event.subject, event.data) == ("crd:7001", {"what": "record", "firm": 501})


def test_as_of_shows_the_day_and_a_bad_date_shows_today(member, mae):
    past = member.get("/firm/501/people/7001?as_of=2021-05-01")
    assert "As of 1 May 2021" in text(past)
    wrong = member.get("/firm/501/people/7001?as_of=0000-00-00")
    assert wrong.status_code == 422
    assert "Enter a real date" in text(wrong)


def test_others_are_not_found_nor_is_anybody_on_a_day_with_another_firm(member, alder):
    gone = world.person(7002, "Gus", "Gone")
    world.associate(gone, alder, ends_on=date(2022, 12, 31))
    world.person(7003, "Never", "Here")
    assert member.get("/firm/501/people/7003").status_code == 404
    assert member.get("/firm/501/people/7002").status_code == 404
    assert member.get("/firm/501/people/7002?as_of=2022-12-31").status_code == 200
    assert member.get("/firm/501/people/7002?as_of=2023-01-01").status_code == 404
    assert not Event.objects.filter(tag="record:person:seen", subject="crd:7003").exists()


def test_the_whole_number_is_a_post_with_an_entitlement(alder, mae):
    plain, entitled = (
        visitor("plain", firms=[alder]),
        visitor("entitled", firms=[alder], entitlements=["roster.view", "ssn.view"]),
    )
    address = "/firm/501/people/7001/ssn"
    assert "You may see the last four digits only" in text(plain.get("/firm/501/people/7001"))
    assert plain.post(address).status_code == 403
    assert entitled.get(address).status_code == 405
    assert not Event.objects.filter(tag="record:ssn:seen").exists()
    shown = entitled.post(address)
    assert "900-12-3456" in text(shown)
    assert "no-store" in shown.headers["Cache-Control"]
    assert Event.objects.get(tag="record:ssn:seen").subject == "crd:7001"
    world.person(7003, "Never", "Here", number="900999999")
    assert entitled.post("/firm/501/people/7003/ssn").status_code == 404
    assert entitled.post(address, {"as_of": "0000-00-00"}).status_code == 422
