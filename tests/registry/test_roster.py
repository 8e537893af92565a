"""A firm's people: who is listed when, in which order, found by what, and at which price."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from finpro.kernel import errors
from finpro.kernel.actor import Actor, Hat
from finpro.registry.models import Association, PersonName, RosterLine
from finpro.registry.selectors import roster, roster_page
from finpro.registry.selectors.roster import Filters
from tests.registry import small_world as world

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
STAFF = Actor(Hat.STAFF, "tests", 1, entitlements=frozenset({"record.view"}))


@pytest.fixture
def alder():
    return world.firm(501, "Alder Securities LLC")


def listed(**asked):
    return [line.name for line in roster_page(STAFF, 501, Filters(**{"on": TODAY, **asked})).lines]


def test_people_are_listed_by_last_name_and_only_while_associated(alder):
    for crd, (first, last, ends) in enumerate(
        [("Mae", "Quill", None), ("Ann", "Birch", None), ("Ned", "Quill", None), ("Old", "Timer", date(2023, 5, 31))], 1
    ):
        world.associate(world.person(crd, first, last), alder, ends_on=ends)
    assert listed() == ["Birch, Ann", "Quill, Mae", "Quill, Ned"]
    assert listed(sort="-name") == ["Quill, Ned", "Quill, Mae", "Birch, Ann"]
    assert listed(sort="-crd") == ["Quill, Ned", "Birch, Ann", "Quill, Mae"]
    assert "Timer, Old" in listed(on=date(2023, 5, 31))
    assert "Timer, Old" not in listed(on=date(2023, 6, 1))
    assert listed(on=date(2020, 1, 5)) == []


def test_sorted_by_since_with_unknown_starts_first(alder):
    world.associate(world.person(1, "A", "Known"), alder, starts_on=date(2021, 1, 1))
    world.associate(world.person(2, "B", "Unknown"), alder, starts_on=None)
    assert listed(sort="since") == ["Unknown, B", "Known, A"]
    assert listed(sort="-since") == ["Known, A", "Unknown, B"]


def test_the_name_shown_is_that_of_the_date(alder):
    row = world.person(1, "Ida", "Maiden")
    PersonName.objects.filter(person=row).update(ends_on=date(2023, 6, 30))
    world.name(row, "LEGAL", "Ida", "Wedded", starts_on=date(2023, 7, 1))
    world.associate(row, alder)
    assert listed() == ["Wedded, Ida"]
    assert listed(on=date(2022, 1, 1)) == ["Maiden, Ida"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"query": "qui"}, ["Quill, Mae"]),
        ({"query": "mae QUILL"}, ["Quill, Mae"]),
        ({"query": "Quill, Mae"}, ["Quill, Mae"]),
        ({"query": "lark"}, ["Quill, Mae"]),
        ({"query": "li"}, ["Li, Wei"]),
        ({"query": "2"}, ["Li, Wei"]),
        ({"query": "%"}, []),
        ({"query": "_u"}, []),
        ({"query": "'; DROP TABLE x --"}, []),
        ({"query": "99999999999999999999999"}, []),
        ({"category": "GS"}, ["Linden, Bo", "Quill, Mae"]),
        ({"category": "GS", "state": "NY"}, ["Quill, Mae"]),
        ({"category": "RA", "state": "NY"}, []),
        ({"category": "RA", "state": "TX"}, ["Quill, Mae"]),
        ({"state": "TX"}, ["Quill, Mae"]),
        ({"status": roster.ACTION}, ["Linden, Bo"]),
        ({"status": "CE_INACTIVE"}, ["Linden, Bo"]),
        ({"status": "CE_INACTIVE", "category": "RA"}, []),
        ({"office": "100"}, ["Li, Wei", "Linden, Bo", "Quill, Mae"]),
        ({"office": "sal"}, ["Li, Wei", "Linden, Bo", "Quill, Mae"]),
        ({"office": "s%m"}, []),
        ({"work": "contractor"}, ["Quill, Mae"]),
        ({"work": "employee"}, ["Linden, Bo"]),
        ({"work": "unstated"}, ["Li, Wei"]),
    ],
)
def test_filters(alder, asked, found):
    mae = world.person(1, "Mae", "Quill", other="Mae Lark")
    wei = world.person(2, "Wei", "Li")
    linden = world.person(3, "Bo", "Linden")
    world.associate(mae, alder, contractor=True)
    world.associate(wei, alder)
    world.associate(linden, alder, contractor=False)
    world.register(mae, alder, "FINRA", "GS")
    world.register(mae, alder, "NY", "AG")
    world.register(mae, alder, "TX", "RA")
    world.register(linden, alder, "FINRA", "GS", "CE_INACTIVE")
    assert listed(**asked) == found


def test_a_line_counts_what_is_held_with_this_firm_or_with_an_unknown_one(alder):
    mae, other = world.person(1, "Mae", "Quill"), world.firm(502, "Birch Advisers")
    world.associate(mae, alder)
    world.associate(mae, other)
    world.register(mae, alder, "FINRA", "GS")
    world.register(mae, None, "NY", "AG", "APP_PEND_IARCE")
    world.register(mae, other, "TX", "RA")
    (line,) = roster_page(STAFF, 501, Filters(on=TODAY)).lines
    assert line.categories == ("AG", "GS")
    assert line.jurisdictions == 1
    assert line.asks == (("APP_PEND_IARCE", ("NY",)),)
    assert (line.office, line.since, line.contractor) == ("Salem, OR", world.START, None)


def test_pages_from_either_end_hold_everybody_once(alder, monkeypatch):
    monkeypatch.setattr(roster, "PAGE", 3)
    for crd in range(1, 12):
        world.associate(world.person(crd, "A", f"Same{crd % 3}"), alder)
    names = []
    for page in range(1, 5):
        shown = roster_page(STAFF, 501, Filters(on=TODAY, page=page))
        assert (shown.total, shown.page, shown.pages) == (11, page, 4)
        names += [(line.name, line.crd) for line in shown.lines]
    assert names == sorted(names)
    assert len(set(names)) == 11
    assert roster_page(STAFF, 501, Filters(on=TODAY, page=999999)).page == 4
    assert roster_page(STAFF, 501, Filters(on=TODAY, page=-1)).page == 1


@pytest.mark.parametrize("people", [1, 3])
def test_two_queries_whatever_the_number_of_people(alder, people):
    for crd in range(people):
        row = world.person(crd + 1, "A", "Quill")
        world.associate(row, alder)
        world.register(row, alder, "FINRA", "GS")
    with CaptureQueriesContext(connection) as queries:
        assert len(listed()) == people
    assert len(queries) == 2


def test_a_firm_sees_its_own_people_and_nobody_elses(alder):
    world.firm(502, "Birch Advisers")
    member = Actor(Hat.FIRM, "tests", 2, firm_id=alder.pk, entitlements=frozenset({"roster.view"}))
    assert roster_page(member, 501, Filters(on=TODAY)).total == 0
    for viewer, crd in [
        (member, 502),
        (member, 999),
        (Actor(Hat.FIRM, "tests", 2, firm_id=alder.pk), 501),
        (Actor(Hat.PERSON, "tests", 3, person_id=1), 501),
        (Actor(Hat.STAFF, "tests", 1), 501),
    ]:
        with pytest.raises(errors.NotFound):
            roster_page(viewer, crd, Filters(on=TODAY))


def test_the_order_follows_names_and_associations_whatever_writes_them(alder):
    """The read model's triggers: names before and after, changed, removed; associations changed and removed."""
    row = world.person(1, "Ida", "Zorn")
    made = world.associate(row, alder)
    line = RosterLine.objects.get(association=made)
    assert (line.name_key, line.crd, line.firm_id, line.starts_on) == ("ZORN, IDA", 1, alder.pk, world.START)

    PersonName.objects.filter(person=row).update(ends_on=date(2024, 1, 31))
    world.name(row, "LEGAL", "Ida", "Abel", starts_on=date(2024, 2, 1))
    world.name(row, "OTHER", "Ida", "Other")
    line.refresh_from_db()
    assert line.name_key == "ABEL, IDA"

    PersonName.objects.filter(person=row, last="Abel").delete()
    line.refresh_from_db()
    assert line.name_key == "ZORN, IDA"

    Association.objects.filter(pk=made.pk).update(ends_on=date(2025, 1, 31), contractor=True)
    line.refresh_from_db()
    assert (line.ends_on, line.contractor) == (date(2025, 1, 31), True)

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM registry_association WHERE id = %s", [made.pk])
    assert not RosterLine.objects.filter(person=row).exists()
