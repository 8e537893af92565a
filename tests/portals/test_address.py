"""The home address that somebody with no firm tells: form, check, record, and what the dashboard asks."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from finpro.access.selectors import actor, list_grants
from finpro.accounts.models import User
from finpro.audit import presenters as audit_words
from finpro.audit.models import Event
from finpro.filings import services as filings
from finpro.filings.enums import FilingType
from finpro.journeys import change_address
from finpro.kernel import errors
from finpro.kernel.actor import Actor, Hat
from finpro.registry import models
from finpro.registry import selectors as record
from tests.at_once import many
from tests.filings import desk
from tests.portals.signed_in import counted, enter, text, visitor
from tests.registry import small_world as world

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
TODAY, LEFT = date(2026, 11, 23), date(2026, 6, 30)
TYPED = {
    "street1": "12  Juniper Court",
    "street2": "Apt 4B",
    "city": "Bend",
    "country": "USA",
    "state": "OR",
    "province": "",
    "postal": "97701",
    "since-month": "8",
    "since-day": "15",
    "since-year": "2026",
}
ADDRESS = {key: TYPED[key] for key in ("street1", "street2", "city", "country", "state", "postal")}
SINCE = date(2026, 8, 15)


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(AT, tick=False):
        yield


def home_of(person, *, starts_on=date(2019, 5, 1), ends_on=None, country="USA"):
    return models.Residence.objects.create(
        person=person,
        street1="1 Elm Way",
        city="Salem",
        state="OR",
        country=country,
        postal="97301",
        starts_on=starts_on,
        ends_on=ends_on,
        first_seen_on=world.SEEN,
        source=world.source(person.crd),
    )


def left(crd=7001, *, at=None, until=LEFT):
    """Somebody who was registered with FINRA and has left, living where a filing once said."""
    firm = at or world.firm(501, "Alder Securities LLC")
    person = world.person(crd, "Rowan", "Alder")
    world.associate(person, firm, ends_on=until)
    world.register(person, firm, "FINRA", "GS", ends_on=until)
    home_of(person)
    return person


@pytest.fixture
def person():
    return left()


@pytest.fixture
def client(person):
    return visitor("rowan", person=person)


def seen(person):
    return record.leaver_of(person.pk, TODAY).home.row


def homes(person):
    rows = models.Residence.objects.filter(person=person).order_by("starts_on", "id")
    return [(row.street1, row.starts_on, row.ends_on) for row in rows]


def me(person, name="own"):
    own = desk.human(name, person, AT)
    assert own.hat is Hat.PERSON
    return own


def tell(person, by, *, since=SINCE, shown=None, **changed):
    return change_address.change(address=ADDRESS | changed, since=since, seen=shown or seen(person), by=by, at=AT)


def tags(person):
    return list(Event.objects.filter(subject=f"crd:{person.crd}").order_by("id").values_list("tag", flat=True))


# --- the pages


def test_a_move_is_entered_checked_and_stands_on_the_record_with_the_address_before(client, person):
    page = client.get("/me/address")
    assert "1 Elm Way, Salem, OR, 97301" in text(page)
    assert "until 30 June 2028" in text(page)
    sent = TYPED | {"seen": str(seen(person))}
    check = client.post("/me/address", sent)
    assert check.status_code == 200
    assert "12 Juniper Court, Apt 4B, Bend, OR, 97701" in text(check)
    assert "15 August 2026" in text(check)
    assert homes(person) == [("1 Elm Way", date(2019, 5, 1), None)]
    answer = client.post("/me/address/change", sent)
    assert (answer.status_code, answer["Location"]) == (302, "/me/address/done")
    done = text(client.get("/me/address/done"))
    assert "12 Juniper Court" in done
    assert "What happens next" in done
    assert homes(person) == [
        ("1 Elm Way", date(2019, 5, 1), date(2026, 8, 14)),
        ("12 Juniper Court", SINCE, None),
    ]
    shown = text(client.get("/me/record"))
    assert "15 August 2026" in shown
    assert "Told by the person, of 23 November 2026" in shown
    assert "1 Elm Way" in shown


def test_going_back_from_the_check_keeps_what_was_typed(client, person):
    back = client.post("/me/address", TYPED | {"seen": str(seen(person)), "step": "edit"})
    html = back.content.decode()
    assert back.status_code == 200
    assert 'value="Bend"' in html
    assert 'name="since-day"' in html
    assert 'value="15"' in html
    assert "govuk-error-summary" not in html


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"street1": ""}, "street1", "missing"),
        ({"street1": "P.O. Box 12"}, "street1", "post office box"),
        ({"street2": "PMB 9"}, "street2", "post office box"),
        ({"street1": "x" * 51}, "street1", "50 characters"),
        ({"city": " "}, "city", "missing"),
        ({"country": ""}, "country", "missing"),
        ({"country": "XXX"}, "country", "Choose one of the options"),
        ({"state": ""}, "state", "Choose its state"),
        ({"postal": "977"}, "postal", "five or nine digits"),
        ({"since-day": "24", "since-month": "11"}, "since-month", "future"),
        ({"since-day": "31", "since-month": "6"}, "since-month", "a day that exists"),
        ({"since-year": ""}, "since-month", "year"),
        ({"since-year": "2019", "since-month": "5", "since-day": "1"}, "since-month", "Enter a later day"),
    ],
)
def test_what_form_u4_would_not_take_is_said_at_its_field_and_nothing_changes(client, person, changed, field, words):
    before = homes(person)
    sent = TYPED | {"seen": str(seen(person))} | changed
    for path in ("/me/address", "/me/address/change"):
        answer = client.post(path, sent)
        html = answer.content.decode()
        assert answer.status_code == 422, path
        assert f'href="#id_{field}"' in html, path
        assert words in text(answer), path
    assert homes(person) == before
    assert tags(person) == []


def test_abroad_no_state_is_kept_and_a_province_of_canada_is(client, person):
    sent = TYPED | {
        "seen": str(seen(person)),
        "country": "CAN",
        "state": "",
        "province": "Ontario",
        "postal": "K1A 0B1",
    }
    assert client.post("/me/address/change", sent).status_code == 302
    row = models.Residence.objects.get(person=person, ends_on=None)
    assert (row.country, row.state, row.postal) == ("CAN", "Ontario", "K1A 0B1")
    sent |= {"seen": str(row.pk), "country": "FRA", "state": "OR", "province": "", "since-month": "9", "postal": ""}
    assert client.post("/me/address/change", sent).status_code == 302
    assert models.Residence.objects.get(person=person, ends_on=None).state == ""


@pytest.mark.parametrize("when", [None, date(2026, 11, 23)], ids=["goes on", "its last day"])
def test_with_a_firm_the_page_says_whom_to_ask_and_takes_nothing(when):
    firm = world.firm(501, "Alder Securities LLC")
    person = world.person(7001, "Rowan", "Alder")
    world.associate(person, firm, ends_on=when)
    home_of(person, country="United States")
    client = visitor("rowan", person=person)
    page = client.get("/me/address")
    assert page.status_code == 200
    assert "rule LV-05" in text(page)
    assert "Ask your firm" in text(page)
    assert "1 Elm Way, Salem, OR, 97301 Since" in text(page)
    assert "<button" not in page.content.decode().partition("<main")[2].partition("</main>")[0]
    for path in ("/me/address", "/me/address/change", "/me/address/confirm"):
        answer = client.post(path, TYPED | {"seen": str(seen(person))})
        assert answer.status_code == 409, path
        assert "Ask your firm" in text(answer), path
    assert homes(person) == [("1 Elm Way", date(2019, 5, 1), None)]


def test_a_form_that_a_firm_prepares_makes_the_address_the_firms(client, person):
    firm = models.Firm.objects.get(crd=501)
    filer = desk.member("Finn", firm, AT)
    filings.create(
        person_id=person.pk, kind=FilingType.RELICENSE, version=desk.VERSION, base=desk.BASE, by=filer, at=AT
    )
    assert "A firm is preparing a Form U4" in text(client.get("/me/address"))
    assert client.post("/me/address/change", TYPED | {"seen": str(seen(person))}).status_code == 409
    dashboard = text(client.get("/me/"))
    assert "Check your home address" not in dashboard
    assert "Report each move until 30 June 2028" in dashboard


@pytest.mark.parametrize("with_firm", [False, True])
def test_the_last_page_is_for_who_has_told_an_address_today(with_firm):
    person = world.person(7004, "Elder", "Sorrel")
    home_of(person)
    if with_firm:
        world.associate(person, world.firm(501, "Alder Securities LLC"))
    answer = visitor("elder", person=person).get("/me/address/done")
    assert (answer.status_code, answer["Location"]) == (302, "/me/address")


# --- the journey


def test_the_event_names_no_address_and_has_its_sentence(person):
    tell(person, me(person))
    event = Event.objects.get(subject=f"crd:{person.crd}", tag="record:address:changed")
    assert set(event.data) == {"source"}
    written = json.dumps(event.data) + event.reason + event.actor
    assert not any(word in written for word in ("Juniper", "Bend", "97701"))
    assert "home address" in audit_words.sentence(event.tag, event.data)


def test_a_second_click_changes_nothing_more(person):
    by, shown = me(person), seen(person)
    first = tell(person, by, shown=shown)
    second = tell(person, by, shown=shown)
    assert (first.fresh, second.fresh, first.row) == (True, False, second.row)
    assert tags(person).count("record:address:changed") == 1
    assert models.Source.objects.filter(crd=person.crd, kind="PERSON").count() == 1


def test_who_was_shown_an_older_address_is_told_so(person):
    by, shown = me(person), seen(person)
    tell(person, by, shown=shown)
    with pytest.raises(errors.Refusal, match="has changed since this page was opened"):
        tell(person, by, shown=shown, street1="99 Other Road", since=TODAY)
    assert len(homes(person)) == 2


def test_a_slip_is_mended_on_the_same_day_and_the_history_keeps_it(person):
    by = me(person)
    tell(person, by)
    tell(person, by, street1="12 Juniper Street")
    assert homes(person)[-1] == ("12 Juniper Street", SINCE, None)
    assert len(homes(person)) == 2
    history = models.Residence.pgh_event_model.objects.filter(street1="12 Juniper Court")
    assert {row.pgh_label for row in history} == {"insert", "delete"}


def test_an_address_may_reach_back_but_not_before_the_last_one_began(person):
    by = me(person)
    tell(person, by)
    with pytest.raises(errors.Invalid):
        tell(person, by, street1="3 Later Lane", since=SINCE - timedelta(days=1))
    tell(person, by, street1="3 Later Lane", since=SINCE + timedelta(days=1))
    assert homes(person)[1:] == [("12 Juniper Court", SINCE, SINCE), ("3 Later Lane", date(2026, 8, 16), None)]


def test_whoever_has_no_address_on_record_tells_the_first():
    person = world.person(7002, "Hazel", "Birch")
    by = me(person)
    change_address.change(address=ADDRESS, since=SINCE, seen=None, by=by, at=AT)
    assert homes(person) == [("12 Juniper Court", SINCE, None)]


@pytest.mark.parametrize("hat", [Hat.FIRM, Hat.STAFF])
def test_nobody_but_the_person_tells_it(person, hat):
    firm = models.Firm.objects.get(crd=501)
    other = desk.member("Finn", firm, AT)
    assert other.hat is Hat.FIRM
    with pytest.raises(errors.Forbidden):
        change_address.confirm(seen=seen(person), by=other, at=AT)


# --- task and banner


def test_who_left_is_asked_once_and_a_confirmation_is_enough(client, person):
    dashboard = client.get("/me/")
    assert "Check your home address" in text(dashboard)
    assert "Report each move until 30 June 2028" in text(dashboard)
    assert '/rules/LV-05"' in dashboard.content.decode()
    answer = client.post("/me/address/confirm", {"seen": str(seen(person))})
    assert (answer.status_code, answer["Location"]) == (302, "/me/address/done")
    client.post("/me/address/confirm", {"seen": str(seen(person))})
    assert tags(person).count("record:address:confirmed") == 1
    dashboard = text(client.get("/me/"))
    assert "Check your home address" not in dashboard
    assert "Report each move until 30 June 2028" in dashboard
    assert homes(person) == [("1 Elm Way", date(2019, 5, 1), None)]


def test_who_left_again_is_asked_again(client, person):
    client.post("/me/address/confirm", {"seen": str(seen(person))})
    firm = models.Firm.objects.get(crd=501)
    world.associate(person, firm, starts_on=date(2026, 12, 1), ends_on=date(2027, 3, 31))
    world.register(person, firm, "FINRA", "GS", starts_on=date(2026, 12, 1), ends_on=date(2027, 3, 31))
    with time_machine.travel(datetime(2027, 4, 1, 16, 0, tzinfo=UTC), tick=False):
        enter(client, User.objects.get())
        dashboard = text(client.get("/me/"))
    assert "Check your home address" in dashboard
    assert "Report each move until 31 March 2029" in dashboard


@pytest.mark.parametrize(
    ("at", "banner"),
    [
        (datetime(2028, 7, 1, 3, 59, tzinfo=UTC), True),  # 30 June in New York
        (datetime(2028, 7, 1, 4, 0, tzinfo=UTC), False),
    ],
    ids=["LV-a", "LV-b"],
)
def test_the_banner_goes_at_midnight_eastern_and_editing_stays(person, at, banner):
    with time_machine.travel(at, tick=False):
        client = visitor("rowan", person=person)
        for path in ("/me/", "/me/record"):
            assert ("Report each move until 30 June 2028" in text(client.get(path))) is banner, path
        assert ("Check your home address" in text(client.get("/me/"))) is banner
        sent = TYPED | {"seen": str(seen(person))}
        assert client.post("/me/address/change", sent).status_code == 302


def test_a_record_of_another_day_shows_no_banner_of_today(client):
    assert "Report each move" not in text(client.get("/me/record?as_of=2026-10-01"))


def test_more_people_and_addresses_ask_no_more_queries(client, person):
    one = counted(client, "/me/address")
    for month in range(1, 9):
        home_of(person, starts_on=date(2010, month, 1), ends_on=date(2010, month, 20))
    assert counted(client, "/me/address") == one


def test_a_task_that_is_done_asks_nothing_any_more(client, person):
    asked = counted(client, "/me/")
    client.post("/me/address/confirm", {"seen": str(seen(person))})
    assert counted(client, "/me/") < asked


# --- who sees it


def test_the_registry_sees_it_with_who_told_it(person):
    tell(person, me(person), since=date(2026, 6, 1))
    staff = Actor(Hat.STAFF, "account:0", 0, entitlements=frozenset({"record.view"}))
    found = record.get_record(staff, date(2026, 6, 20), person.crd).residences
    assert [(row.street1, row.origin.kind) for row in found] == [
        ("12 Juniper Court", "PERSON"),
        ("1 Elm Way", "IMPORT"),
    ]


def test_a_firm_that_was_left_does_not_see_a_move_that_reaches_back(person):
    by = me(person)
    tell(person, by, since=date(2026, 6, 1))
    firm = models.Firm.objects.get(crd=501)
    member = desk.member("Finn", firm, AT)
    then = record.get_record(member, date(2026, 6, 20), person.crd)
    assert [(row.street1, row.in_force) for row in then.residences] == [("1 Elm Way", True)]
    with pytest.raises(errors.NotFound):
        record.get_record(member, TODAY, person.crd)
    own = record.get_record(by, date(2026, 6, 20))
    assert [row.street1 for row in own.residences] == ["12 Juniper Court", "1 Elm Way"]


def test_the_next_firm_sees_it_once_the_person_is_with_it(person):
    tell(person, me(person))
    birch = world.firm(502, "Birch Capital LLC")
    world.associate(person, birch, starts_on=TODAY)
    found = record.get_record(desk.member("Bea", birch, AT), TODAY, person.crd)
    assert found.residences[0].street1 == "12 Juniper Court"


@pytest.mark.django_db(transaction=True)
def test_two_windows_at_once_write_one_address(person):
    by, shown = me(person), seen(person)
    found = many(2, lambda number: tell(person, by, shown=shown))
    assert sorted(told.fresh for told in found) == [False, True]
    assert len(homes(person)) == 2


def test_an_account_acts_for_its_own_record_alone(person):
    other = left(7003, at=models.Firm.objects.get(crd=501))
    by = me(other, "other")
    assert actor(by.user_id, list_grants(by.user_id), Hat.PERSON).person_id == other.pk
    with pytest.raises(errors.Refusal):
        tell(person, by)
    assert homes(person) == [("1 Elm Way", date(2019, 5, 1), None)]
