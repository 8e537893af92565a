"""Reading a record as of a date."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from finpro.kernel import errors
from finpro.kernel.actor import ANONYMOUS, Actor, Hat
from finpro.registry import models, presenters
from finpro.registry import selectors as registry
from tests.registry import record_factory as make

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
STAFF = Actor(Hat.STAFF, "account:9", 9, entitlements=frozenset({"record.view"}))


def own(person: models.Person) -> Actor:
    return Actor(Hat.PERSON, "account:1", 1, person_id=person.pk)


def test_a_value_is_in_force_on_its_first_and_its_last_day() -> None:
    person = make.person()
    make.add(person, models.Designation, code="CFP", starts_on=date(2020, 5, 1), ends_on=date(2022, 5, 1))
    for day, seen, in_force in (
        (date(2020, 4, 30), 0, None),
        (date(2020, 5, 1), 1, True),
        (date(2022, 5, 1), 1, True),
        (date(2022, 5, 2), 1, False),
    ):
        rows = registry.get_record(own(person), day).designations
        assert len(rows) == seen
        assert [row.in_force for row in rows] == ([in_force] if seen else [])


def test_a_completion_that_lies_ahead_is_not_told() -> None:
    person = make.person()
    make.add(
        person,
        models.RegulatoryElement,
        year=2024,
        category="GS",
        due_on=date(2024, 12, 31),
        completed_on=date(2024, 9, 1),
        starts_on=date(2024, 1, 1),
    )
    for day, completed in ((date(2024, 8, 31), None), (date(2024, 9, 1), date(2024, 9, 1))):
        (row,) = registry.get_record(own(person), day).regulatory_elements
        assert row.completed_on == completed


def test_between_two_legal_names_the_latest_one_stands() -> None:
    person = make.person()
    models.PersonName.objects.filter(person=person).update(starts_on=date(2000, 1, 1), ends_on=date(2010, 12, 31))
    make.add(
        person,
        models.PersonName,
        kind="LEGAL",
        first="ALDER",
        last="BIRCH",
        starts_on=date(2011, 1, 1),
        ends_on=date(2015, 12, 31),
    )
    assert registry.get_record(own(person), date(2020, 1, 1)).legal_name == "ALDER BIRCH"


def test_an_end_that_lies_ahead_is_not_told() -> None:
    person = make.person()
    make.add(
        person, models.Designation, code="CFA", starts_on=date(2020, 1, 1), ends_on=date(2025, 1, 1), end_observed=True
    )
    (row,) = registry.get_record(own(person), date(2024, 1, 1)).designations
    assert (row.until, row.end_observed) == (None, False)


def test_names_and_statuses_are_those_of_the_day() -> None:
    person = make.person()
    models.PersonName.objects.filter(person=person).update(ends_on=date(2021, 6, 30))
    make.add(person, models.PersonName, kind="LEGAL", first="ALDER", last="BIRCH", starts_on=date(2021, 7, 1))
    firm = make.firm(100, "OLD NAME LLC", person)
    models.FirmName.objects.filter(firm=firm).update(ends_on=date(2022, 12, 31))
    models.FirmName.objects.create(
        firm=firm, name="NEW NAME LLC", source=person.source, first_seen_on=make.SEEN, starts_on=date(2023, 1, 1)
    )
    make.registration(
        person,
        "CA",
        "RA",
        ("APPROVED", date(2020, 1, 1), date(2023, 6, 30)),
        ("APP_PEND_IARCE", date(2023, 7, 1), None),
        firm=firm,
        starts_on=date(2020, 1, 1),
    )
    before = registry.get_record(own(person), date(2021, 6, 30))
    after = registry.get_record(own(person), date(2023, 7, 1))
    assert (before.legal_name, after.legal_name) == ("ALDER QUILL", "ALDER BIRCH")
    assert [row.firm_name for row in (*before.registrations, *after.registrations)] == ["OLD NAME LLC", "NEW NAME LLC"]
    assert [row.status and row.status.code for row in (*before.registrations, *after.registrations)] == [
        "APPROVED",
        "APP_PEND_IARCE",
    ]
    assert [status.code for status in after.registrations[0].statuses] == ["APP_PEND_IARCE", "APPROVED"]


@given(st.lists(st.tuples(st.integers(0, 400), st.sampled_from(["APPROVED", "CE_INACTIVE", "SUSPENDED"])), min_size=1))
def test_the_record_as_of_a_day_is_the_one_made_of_the_events_up_to_it(events: list[tuple[int, str]]) -> None:
    """Both ways of asking: later rows left out by the selector, or never written."""
    first = date(2024, 1, 1)
    changes = sorted(dict(events).items())
    asked = first + timedelta(days=changes[len(changes) // 2][0])
    with transaction.atomic():
        records = []
        for crd, known in (
            (1, changes),
            (2, [(offset, code) for offset, code in changes if first + timedelta(offset) <= asked]),
        ):
            person = make.person(crd)
            days = [first + timedelta(days=offset) for offset, _ in known]
            ends = [*(day - timedelta(days=1) for day in days[1:]), None]
            statuses = [(code, day, end) for (_, code), day, end in zip(known, days, ends, strict=True)]
            make.registration(person, "TX", "AG", *statuses, starts_on=days[0])
            record = registry.get_record(own(person), asked)
            records.append([(s.code, s.since, s.until) for row in record.registrations for s in row.statuses])
        transaction.set_rollback(True)
    assert records[0] == records[1]
    assert records[0]


def test_unknown_firm_and_category_are_shown_as_unknown_and_count_as_a_value() -> None:
    person = make.person()
    make.registration(person, "NY", "", ("APPROVED", date(2020, 1, 1), None), starts_on=date(2020, 1, 1))
    (row,) = registry.get_record(own(person), TODAY).registrations
    assert (row.firm_crd, row.firm_name, row.category) == (None, None, "")
    with pytest.raises(IntegrityError), transaction.atomic():
        make.registration(person, "NY", "", starts_on=date(2021, 1, 1))


def test_a_registration_that_ended_can_come_again() -> None:
    person = make.person()
    make.registration(person, "NY", "AG", starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31))
    make.registration(person, "NY", "AG", starts_on=date(2021, 1, 1))
    rows = registry.get_record(own(person), TODAY).registrations
    assert [row.in_force for row in rows] == [True, False]


def test_every_value_names_its_source() -> None:
    person = make.person()
    make.add(person, models.ExamResult, code="S65", starts_on=date(2018, 6, 5), pointer="/stateExamCategory/0")
    (exam,) = registry.get_record(own(person), TODAY).exams
    assert exam.origin is not None
    assert (exam.origin.file, exam.origin.captured_on, exam.pointer) == (
        "captures/1000001.json",
        make.SEEN,
        "/stateExamCategory/0",
    )
    data = presenters.as_json(registry.get_record(own(person), TODAY))
    assert data["exams"][0]["origin"]["file"] == "captures/1000001.json"
    assert data["exams"][0]["pointer"] == "/stateExamCategory/0"
    assert "person_id" not in data


def test_a_record_costs_one_query_whatever_its_size() -> None:
    person = make.person()
    for count in (1, 100):
        for number in range(count):
            code = f"S{count}{number}"
            make.add(person, models.ExamResult, code=code, starts_on=date(2018, 6, 5))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            registry.get_record(own(person), TODAY)
        assert len(queries) == 1


def test_the_person_the_firm_of_the_day_and_staff_may_see_a_record() -> None:
    person, other = make.person(1), make.person(2)
    firm, stranger = make.firm(100, "ACORN LLC", person), make.firm(200, "BEECH LLC", person)
    make.add(person, models.Association, firm=firm, starts_on=date(2020, 1, 1), ends_on=date(2023, 12, 31))
    roster = frozenset({"roster.view"})
    at_firm = Actor(Hat.FIRM, "account:3", 3, firm_id=firm.pk, entitlements=roster)
    assert registry.get_record(own(person), TODAY).crd == 1
    assert registry.get_record(STAFF, TODAY, 1).crd == 1
    assert registry.get_record(at_firm, date(2023, 12, 31), 1).crd == 1
    for viewer, on in (
        (at_firm, date(2024, 1, 1)),
        (Actor(Hat.FIRM, "account:3", 3, firm_id=firm.pk), date(2023, 1, 1)),
        (Actor(Hat.FIRM, "account:4", 4, firm_id=stranger.pk, entitlements=roster), date(2023, 1, 1)),
        (own(other), TODAY),
        (Actor(Hat.STAFF, "account:5", 5), TODAY),
        (ANONYMOUS, TODAY),
    ):
        with pytest.raises(errors.NotFound):
            registry.get_record(viewer, on, 1)
    with pytest.raises(errors.NotFound):
        registry.get_record(STAFF, TODAY, 999)


def test_the_words_of_a_refusal_do_not_tell_who_is_on_the_record() -> None:
    firm = make.firm(100, "ACORN LLC", make.person(1))
    viewer = Actor(Hat.FIRM, "account:3", 3, firm_id=firm.pk, entitlements=frozenset({"roster.view"}))
    with pytest.raises(errors.NotFound) as hidden:
        registry.get_record(viewer, TODAY, 1)
    with pytest.raises(errors.NotFound) as absent:
        registry.get_record(viewer, TODAY, 999)
    assert hidden.value.message == absent.value.message
