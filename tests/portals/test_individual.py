"""The individual's own side: dashboard and record, as of any date, on screen, as JSON and as PDF."""

import json
import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from finpro.audit.models import Event
from finpro.journeys import import_brokercheck, print_record
from finpro.kernel import clock
from finpro.registry import models
from tests.browser import captures
from tests.portals.signed_in import text, visitor
from tests.registry import record_factory as factory

pytestmark = pytest.mark.django_db

# Most queries, session and user included; the dashboard asks for the tasks of every domain in one.
DASHBOARD, RECORD = 6, 8
SECTIONS = (
    "personal",
    "registrations",
    "qualifications",
    "education",
    "employment",
    "disclosures",
    "residential",
    "sources",
)


@pytest.fixture
def imported(tmp_path):
    """The people of two captures, by CRD number."""
    captures.write(tmp_path / "in")
    import_brokercheck.import_brokercheck([tmp_path / "in"])
    return {person.crd: person for person in models.Person.objects.all()}


@pytest.fixture
def client(imported):
    """Somebody in the industry, signed in."""
    return visitor("odette", person=imported[captures.ACTIVE])


def _queries(client, path):
    client.get(path)  # the first visit notes last access and asks what is remembered afterwards
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_the_dashboard_says_what_the_record_asks_for(client):
    words = text(client.get("/me/"))
    assert "Approved, IAR CE overdue" in words
    assert "California" in words
    assert "What to do: Complete the overdue" in words
    assert "EXAMPLE SECURITIES, LLC" in words
    assert "Registrations 4" in words
    assert "Exams passed 3" in words
    assert "Disclosures 1" in words


def test_who_left_is_told_so_and_nothing_is_asked(imported):
    words = text(visitor("perpetua", person=imported[captures.LEFT]).get("/me/"))
    assert "Nothing. No status on your record asks for action today." in words
    assert "You are with no firm. The last was EXAMPLE SECURITIES, LLC, until 31 December 2024" in words


def test_every_section_stands_on_the_page_and_every_source_is_named(client):
    html = client.get("/me/record").content.decode()
    for section in SECTIONS:
        assert f'id="{section}"' in html, section
        assert f'href="#{section}"' in html, section
    asked = set(re.findall(r'href="#(source-\d+)"', html))
    assert asked
    assert asked == set(re.findall(r'id="(source-\d+)"', html))
    assert html.count("Something wrong?") >= 6


def test_each_section_says_how_it_is_corrected_with_a_firm_and_without(client, imported):
    assert "Ask your firm to file a Form U4 amendment" in text(client.get("/me/record"))
    without = text(visitor("perpetua", person=imported[captures.LEFT]).get("/me/record"))
    assert "Ask your firm" not in without
    assert "Something wrong?" in without


def test_an_earlier_date_shows_the_record_of_that_date(client):
    now, then = text(client.get("/me/record")), text(client.get("/me/record?as_of=2024-12-31"))
    assert "ODETTE Q Merriweather-Vandermeer III" in now
    assert "Texas" in now
    assert "Merriweather" not in then
    assert "Texas" not in then
    assert "As of 31 December 2024" in then
    assert text(client.get("/me/record?as_of=1950-01-01")).count("The record holds no") >= 2


@pytest.mark.parametrize(
    "typed",
    ["yesterday", "2024-02-30", "2024-2-3", "0000-00-00", "9999-12-31", "%00", "20240101", "2024-01-01T00", "9" * 5000],
)
def test_a_date_that_is_none_is_an_error_in_the_page_and_the_record_stays(client, typed):
    answer = client.get(f"/me/record?as_of={typed}")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error: My record" in html
    assert 'class="govuk-error-summary"' in html
    assert 'href="#as-of"' in html
    assert 'aria-describedby="as-of-error"' in html
    assert "Enter a real date" in text(answer)
    assert "Merriweather" in text(answer)
    assert client.get(f"/me/record.json?as_of={typed}").status_code == 422


def test_json_names_source_and_pointer_of_each_value(client):
    answer = client.get("/me/record.json")
    data = json.loads(answer.content)
    assert answer["Content-Disposition"].startswith(f'attachment; filename="record-{captures.ACTIVE}-')
    assert data["crd"] == captures.ACTIVE
    facts = list(_facts(data))
    assert len(facts) > 25
    for fact in facts:
        assert fact["origin"]["captured_on"] in {captures.FIRST_CAPTURE, captures.SECOND_CAPTURE}, fact
        assert fact["origin"]["file"].endswith(".json")
        assert fact["pointer"].startswith("/"), fact
        assert {"since", "until", "first_seen_on", "end_observed"} <= fact.keys()
    assert not _keys(data) & {"id", "person_id", "firm_id", "registration_id", "disclosure_id"}


def _facts(value):
    """Every value of the record: what says where it comes from."""
    if isinstance(value, dict):
        if "pointer" in value:
            yield value
        for inner in value.values():
            yield from _facts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _facts(inner)


def _keys(value):
    if isinstance(value, dict):
        return set(value).union(*map(_keys, value.values())) - set(value.get("detail", {}))
    return set().union(*map(_keys, value)) if isinstance(value, list) else set()


def test_json_follows_the_date(client):
    data = json.loads(client.get("/me/record.json?as_of=2024-12-31").content)
    assert data["on"] == "2024-12-31"
    assert [name["last"] for name in data["names"] if name["kind"] == "LEGAL"] == ["Vandermeer"]
    assert {row["regulator"] for row in data["registrations"]} == {"FINRA", "DC", "CA"}


def test_one_row_and_a_hundred_take_the_same_few_queries():
    counts = {}
    for rows in (1, 100):
        person = factory.person(1_000_000 + rows)
        firm = factory.firm(500 + rows, "Alder Securities", person)
        for number in range(rows):
            since = date(1950, 1, 1).replace(year=1900 + number)
            factory.add(person, models.ExamResult, code="SIE", name="SIE", starts_on=since, ordinal=number)
            until = date(1900 + number, 12, 31)
            factory.registration(
                person, "NY", "AG", ("APPROVED", since, until), starts_on=since, ends_on=until, firm=firm
            )
            factory.add(person, models.Disclosure, type="CUSTOMER_DISPUTE", ordinal=number)
        client = visitor(f"rows{rows}", person=person)
        counts[rows] = (_queries(client, "/me/"), _queries(client, "/me/record"), _queries(client, "/me/record.json"))
        assert text(client.get("/me/record")).count("New York") >= rows
    assert counts[1] == counts[100]
    assert counts[1][0] <= DASHBOARD
    assert counts[1][1] <= RECORD


def test_what_the_source_calls_may_not_run_in_the_page():
    person = factory.person(1_000_007, last="<script>alert(1)</script>")
    factory.add(person, models.OtherBusiness, text='<img src=x onerror="alert(2)">')
    html = visitor("hostile", person=person).get("/me/record").content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


@pytest.mark.parametrize("path", ["/me/", "/me/record", "/me/record.json", f"/me/documents/{uuid4()}"])
def test_nobody_signed_in_is_led_to_sign_in_and_back(path):
    answer = Client().get(path)
    assert answer.status_code == 302
    assert answer["Location"] == f"/sign-in?next={path.replace('/', '%2F')}"


@pytest.mark.parametrize("path", ["/me/", "/me/record", "/me/record.json"])
def test_an_account_without_a_record_reads_why(path):
    answer = visitor("unbound").get(path)
    assert answer.status_code == 403
    assert "your account is not connected to a record yet" in text(answer)


def test_pages_of_the_record_are_never_stored(client):
    for path in ("/me/", "/me/record", "/me/record.json"):
        assert "no-store" in client.get(path)["Cache-Control"], path


def test_a_number_is_shown_by_post_alone_and_leaves_an_event():
    person = factory.person(1_000_008)
    client = visitor("numbered", person=person)
    assert "Not on record" in text(client.get("/me/record"))
    assert client.get("/me/record/ssn").status_code == 405


def test_a_document_is_asked_for_made_and_fetched_by_its_owner_alone(client, imported, monkeypatch):
    monkeypatch.setattr(print_record.typesetting, "typeset", lambda template, paper: b"%PDF-made")
    answer = client.post("/me/record.pdf", {"as_of": "2024-12-31"})
    assert answer.status_code == 302
    address = answer["Location"]
    key = address.rpartition("/")[2]
    waiting = client.get(address)
    assert "is being made" in text(waiting)
    assert 'hx-trigger="every 2s"' in waiting.content.decode()
    assert client.get(f"{address}/file").status_code == 409
    print_record.make(document_id=key)
    ready = client.get(address)
    assert "hx-trigger" not in ready.content.decode()
    assert f"record-{captures.ACTIVE}-2024-12-31.pdf" in text(ready)
    file = client.get(f"{address}/file")
    assert (file.content, file["Content-Type"]) == (b"%PDF-made", "application/pdf")
    stranger = visitor("perpetua", person=imported[captures.LEFT])
    assert stranger.get(address).status_code == 404
    assert stranger.get(f"{address}/file").status_code == 404
    assert client.get(f"/me/documents/{uuid4()}").status_code == 404
    tags = Event.objects.filter(subject=f"document:{key}").order_by("pk").values_list("tag", flat=True)
    assert list(tags) == ["document:file:asked", "document:file:made"]


def test_a_document_that_takes_long_says_so_and_stops_asking(client, imported):
    key = client.post("/me/record.pdf").url.rpartition("/")[2]
    assert 'hx-trigger="every 2s"' in client.get(f"/me/documents/{key}").content.decode()
    with time_machine.travel(clock.now() + timedelta(minutes=3), tick=False):
        page = client.get(f"/me/documents/{key}").content.decode()
    assert "This takes longer than usual." in page
    assert "hx-trigger" not in page


def test_a_document_of_no_date_is_refused(client):
    assert client.get("/me/record.pdf").status_code == 405
    assert client.post("/me/record.pdf", {"as_of": "never"}).status_code == 422
    assert not Event.objects.filter(tag="document:file:asked").exists()
