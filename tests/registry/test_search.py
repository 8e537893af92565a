"""Finding people and firms, by name, number or Social Security number, and reading how a record came to be."""

from datetime import date

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from finpro.audit.models import Event
from finpro.journeys import see_ssn
from finpro.kernel import errors, vault
from finpro.kernel.actor import Actor, Hat
from finpro.registry.models import ImportReject, ImportRun, Person, PersonName
from finpro.registry.policies import ssn, wording
from finpro.registry.selectors import (
    find,
    firm_figures,
    firm_page,
    full_ssn,
    get_record,
    get_run,
    get_trail,
    last_four,
    list_runs,
    numbers,
    search,
)
from tests.registry import small_world as world

TODAY = date(2026, 11, 23)
STAFF = Actor(
    Hat.STAFF,
    "tests",
    1,
    entitlements=frozenset({"record.search", "record.view", "imports.view", "ssn.view"}),
)
MEMBER = Actor(Hat.FIRM, "tests", 2, firm_id=1, entitlements=frozenset({"roster.view", "ssn.view"}))


@pytest.fixture
def people(db):
    alder = world.firm(501, "Alder Securities LLC", former="Aldergrove Partners")
    mae = world.person(7001, "Mae", "Quill", other="Mae Lark", number="900123456")
    world.associate(mae, alder)
    world.person(7002, "Quillon", "Reyes")
    world.person(7003, "O'Hara", "St. Clair")
    old = world.person(7004, "Ida", "Quill")
    PersonName.objects.filter(person=old).update(ends_on=date(2023, 6, 30))
    world.name(old, "LEGAL", "Ida", "Wedded", starts_on=date(2023, 7, 1))
    return mae


def found(query, page=1):
    return [(person.crd, person.matched) for person in find(STAFF, query, TODAY, page).people]


@pytest.mark.parametrize(
    ("query", "crds"),
    [
        ("quill mae", [(7001, "")]),
        ("Quill, Mae", [(7001, "")]),
        ("lark", [(7001, "MAE LARK")]),
        ("o'hara", [(7003, "")]),
        ("wedded", [(7004, "")]),
        ("7002", [(7002, "")]),
        ("CRD 7002", [(7002, "")]),
        ("crd# 7002", [(7002, "")]),
        ("nobody", []),
        ("99999999999999999999999", []),
        ("qu%ll", []),
        ("q_ill", []),
        ("x" * 10_000, []),
    ],
)
def test_people_are_found(people, query, crds):
    assert found(query) == crds


def test_a_former_name_is_told_and_legal_names_come_by_the_alphabet(people):
    assert found("quill") == [(7004, "IDA QUILL"), (7001, ""), (7002, "")]
    quill = find(STAFF, "quill", TODAY).people[0]
    assert (quill.name, quill.matched_is) == ("Wedded, Ida", "LEGAL")
    assert find(STAFF, "quill", TODAY).people[1].firms == ((501, "Alder Securities LLC"),)


def test_an_exact_name_comes_first(people):
    world.person(7010, "Ann", "Quill-Abbott")
    world.person(7011, "Ann", "Quill")
    assert [crd for crd, _ in found("ann quill")] == [7011, 7010]


def test_firms_are_found_by_any_name(people):
    (firm,) = find(STAFF, "aldergrove", TODAY).firms
    assert (firm.crd, firm.name, firm.matched, firm.people) == (
        501,
        "Alder Securities LLC",
        "Aldergrove Partners",
        1,
    )
    assert find(STAFF, "501", TODAY).firms[0].crd == 501


@pytest.mark.parametrize("query", ["", "q", "% _", "-", "123-45-6789", "123 45 6789"])
def test_what_cannot_be_searched_says_what_to_type(people, query):
    answer = find(STAFF, query, TODAY)
    assert answer.why_not
    assert answer.people == answer.firms == ()


def test_pages_of_a_search(people, monkeypatch):
    monkeypatch.setattr(search, "PAGE", 2)
    for crd in range(5):
        world.person(8000 + crd, "Pat", f"Same{crd}")
    pages = [found("pat", page) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert len({crd for page in pages for crd, _ in page}) == 5
    last = find(STAFF, "pat", TODAY, 99)
    assert (last.page, last.pages, last.total) == (1, 3, 5)


def test_only_staff_search(people):
    for viewer in (MEMBER, Actor(Hat.STAFF, "tests", 3, entitlements=frozenset({"record.view"}))):
        with pytest.raises(errors.Forbidden):
            find(viewer, "quill", TODAY)
        with pytest.raises(errors.Forbidden):
            numbers.crd_by_ssn(viewer, "900-12-3456")


def test_the_name_index_serves_the_search(people):
    word = wording.words("quill")[0]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT 1 FROM registry_personname n WHERE n.full LIKE %s OR n.full LIKE %s", list(word.patterns)
        )
        plan = " ".join(row[0] for row in cursor.fetchall())
    assert "person_name_trgm" in plan


def test_a_number_is_found_exactly_and_every_search_is_an_event(people, at):
    assert see_ssn.find(typed=" 900-12-3456 ", by=STAFF, at=at) == 7001
    assert see_ssn.find(typed="900123457", by=STAFF, at=at) is None
    with pytest.raises(errors.Invalid):
        see_ssn.find(typed="90012345", by=STAFF, at=at)
    events = list(Event.objects.filter(tag="record:ssn:searched").order_by("id").values_list("subject", "data"))
    assert events == [("crd:7001", {"found": 1}), ("", {"found": 0})]
    assert "900123456" not in str(list(Event.objects.values()))


def test_the_whole_number_needs_the_entitlement_and_leaves_an_event(people, at):
    record, number = see_ssn.show(crd=7001, on=TODAY, by=STAFF, at=at)
    assert (record.crd, number) == (7001, "900-12-3456")
    assert Event.objects.get(tag="record:ssn:seen").subject == "crd:7001"
    plain = Actor(Hat.STAFF, "tests", 4, entitlements=frozenset({"record.view"}))
    record = get_record(plain, TODAY, 7001)
    assert last_four(record) == "•••-••-3456"
    with pytest.raises(errors.Forbidden):
        full_ssn(plain, record)
    with pytest.raises(errors.NotFound):
        see_ssn.show(crd=1, on=TODAY, by=STAFF, at=at)
    assert Event.objects.filter(tag="record:ssn:seen").count() == 1


def test_absent_and_unopened_numbers_are_said_in_words(people, settings):
    assert last_four(get_record(STAFF, TODAY, 7002)) == "Not on record"
    settings.FINPRO = settings.FINPRO | {"seal_keys": "", "ssn_lookup_key": ""}
    record = get_record(STAFF, TODAY, 7001)
    assert "no key" in last_four(record)
    with pytest.raises(errors.Refusal, match="FINPRO_SEAL_KEYS"):
        full_ssn(STAFF, record)


def test_the_trail_tells_captures_and_changes_without_the_number(people):
    PersonName.objects.filter(person=people, kind="OTHER").update(last="Larkin")
    people.associations.all().delete()
    Person.objects.filter(pk=people.pk).update(ssn_sealed=ssn.seal("900123456", numbers.keys()))
    world.source(7001, service="BC_FIRM")
    trail = get_trail(STAFF, 7001)
    assert [capture.file for capture in trail.captures] == ["invented.json"]
    (gone,) = [change for change in trail.changes if change.verb == "delete"]
    was = {column: before for column, before, _ in gone.values}
    assert (gone.what, was["starts_on"], was["firm_crd"]) == ("association", "2020-01-06", "501")
    changed = [(change.what, change.values) for change in trail.changes if change.verb == "update"]
    assert ("personname", (("last", "Lark", "Larkin"),)) in changed
    ((column, before, after),) = dict(changed)["person"]
    assert (column, len(before), len(after)) == ("ssn", 6, 6)
    assert "ssn_sealed" not in str(trail)
    assert trail.total == len(trail.changes)
    assert (get_trail(STAFF, 7001, 99).page, get_trail(STAFF, 7002).total) == (1, 2)


def test_only_staff_see_the_trail(people):
    with pytest.raises(errors.Forbidden):
        get_trail(MEMBER, 7001)
    with pytest.raises(errors.NotFound):
        get_trail(STAFF, 1)


def test_a_firms_page_and_figures(people):
    world.register(people, None, "NY", "AG", "CE_INACTIVE")
    shown = firm_page(STAFF, 501, TODAY, 99)
    assert [(name.name, name.until) for name in shown.names] == [
        ("Alder Securities LLC", None),
        ("Aldergrove Partners", date(2021, 12, 31)),
    ]
    assert shown.addresses[0].lines == ("1 Elm Way", "Salem", "OR")
    assert [(branch.code, branch.people) for branch in shown.branches] == [("100", 1)]
    assert (shown.people, shown.page, shown.pages) == (1, 1, 1)
    assert firm_page(STAFF, 501, date(2021, 1, 1)).firm.name == "Aldergrove Partners"

    figures = firm_figures(STAFF, 501, TODAY)
    assert (figures.people, figures.joined, figures.left) == (1, 0, 0)
    assert (figures.by_category, figures.asks) == ((("AG", 1),), (("CE_INACTIVE", 1),))
    assert firm_figures(STAFF, 501, date(2020, 1, 20)).joined == 1
    for read in (firm_page, firm_figures):
        with pytest.raises(errors.NotFound):
            read(STAFF, 999, TODAY)
        with pytest.raises(errors.NotFound):
            read(Actor(Hat.FIRM, "tests", 2, firm_id=-1, entitlements=frozenset({"roster.view"})), 501, TODAY)


def test_runs_and_rejects(db, at):
    run = ImportRun.objects.create(kind="brokercheck", fingerprint="f", state="RUNNING", started_at=at, cursor=7)
    ImportReject.objects.create(run=run, position=3, file="a.json", pointer="/x", crd=5, reason="No name.")
    ImportReject.objects.create(run=run, position=2, file="a.json", pointer="", crd=None, reason="Not JSON.")
    shown = get_run(STAFF, run.pk, 99)
    assert [reject.position for reject in shown.rejects] == [2, 3]
    assert (shown.run.done, shown.run.rejects, shown.page) == (7, 2, 1)
    assert [item.id for item in list_runs(STAFF).runs] == [run.pk]
    for missing in (run.pk + 1, 10**30):
        with pytest.raises(errors.NotFound):
            get_run(STAFF, missing)
    with pytest.raises(errors.Forbidden):
        list_runs(MEMBER)


KEYS = ssn.Keys({"new": b"n" * 32, "old": b"o" * 32}, b"l" * 32)


@given(st.from_regex(r"\A[0-9]{9}\Z"))
def test_a_number_opens_under_its_ring_and_under_no_other(digits):
    sealed = ssn.seal(digits, KEYS)
    assert ssn.unseal(sealed, KEYS) == digits
    assert vault.sealed_by(sealed) == "new"
    assert ssn.seal(digits, KEYS) != sealed
    assert ssn.unseal(ssn.seal(digits, ssn.Keys({"old": b"o" * 32}, b"l" * 32)), KEYS) == digits
    with pytest.raises(errors.Refusal):
        ssn.unseal(sealed, ssn.Keys({"old": b"o" * 32}, b"l" * 32))
    with pytest.raises(errors.Refusal):
        ssn.unseal(sealed, ssn.Keys({"new": b"x" * 32}, b"l" * 32))
    with pytest.raises(errors.Refusal):
        ssn.unseal(sealed[:-1], KEYS)


@pytest.mark.parametrize("stored", [b"", b"\x01", b"\x02\x01k" + b"0" * 30, b"\x01\xffk"])
def test_bytes_that_are_no_sealed_number_are_refused(stored):
    with pytest.raises(errors.Refusal):
        ssn.unseal(stored, KEYS)


@pytest.mark.parametrize(("ring", "lookup"), [("", ""), ("k1:AAAA", ""), ("k1", "x"), (":" + "A" * 44, "A" * 44)])
def test_keys_that_cannot_be_used_name_their_variable(ring, lookup):
    with pytest.raises(errors.Refusal, match=r"FINPRO_(SEAL_KEYS|SSN_LOOKUP_KEY)"):
        ssn.keys(ring, lookup)


@given(st.text(max_size=300))
def test_any_text_makes_at_most_six_words_of_literal_patterns(text):
    words = wording.words(text)
    assert len(words) <= wording.MOST_WORDS
    assert all(word.text == word.text.upper() or not word.text.isascii() for word in words)
    assert all("%" not in wording.literal(word.text).replace("\\%", "") for word in words)
