"""The record as the fold of captures: examples by hand, and what must hold whatever the captures say."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from finpro.registry.policies import captures as policy
from finpro.registry.policies import kinds
from finpro.registry.policies.as_of import as_of
from finpro.registry.policies.associations import associations
from finpro.registry.policies.captures import Capture
from finpro.registry.policies.fold import fold
from finpro.registry.policies.rows import Row
from tests.registry.captures import (
    any_capture,
    capture,
    day,
    designation,
    disclosure,
    exam,
    flag,
    legal_name,
    registration,
    sighting,
    spell,
)


def rows(found: list[Row], kind: str) -> list[tuple[object, ...]]:
    """Value, start and end of the rows of a kind, oldest first."""
    chosen = [row for row in found if row.kind == kind]
    chosen.sort(key=lambda row: row.starts_on or date.min)
    return [(row.key + row.value, row.starts_on, row.ends_on) for row in chosen]


def governing(captures: list[Capture]) -> list[Capture]:
    return sorted(captures, key=lambda c: policy.order(c, policy.digest(c, policy.encode(c))))


def test_a_name_of_the_first_capture_has_no_known_start_and_a_later_one_starts_when_first_seen():
    found = fold([capture(0, legal_name("OAKES")), capture(10, legal_name("ELMS"))])
    assert rows(found, kinds.LEGAL_NAME) == [
        (("ADA", "", "OAKES", "", "ADA OAKES"), None, day(9)),
        (("ADA", "", "ELMS", "", "ADA ELMS"), day(10), None),
    ]
    old, new = (row for row in found if row.kind == kinds.LEGAL_NAME)
    assert (old.end_observed, new.end_observed, new.first_seen_on) == (True, False, day(10))


def test_another_spelling_of_the_same_name_is_no_change():
    first, second = capture(0, legal_name("OAKES")), capture(10, legal_name("Oakes"), service="IA")
    assert len(rows(fold([first, second]), kinds.LEGAL_NAME)) == 1


def test_a_designation_that_goes_and_comes_back_is_two_rows():
    found = fold([capture(0, designation("CFP")), capture(10), capture(20, designation("CFP"))])
    assert rows(found, kinds.DESIGNATION) == [(("CFP", "CFP"), None, day(9)), (("CFP", "CFP"), day(20), None)]


def test_what_one_service_lists_does_not_end_because_another_does_not_list_it():
    found = fold([capture(0, spell(101, day(-50), side="IA"), service="IA"), capture(10, service="BC")])
    assert rows(found, kinds.SPELL)[0][1:] == (day(-50), None)


def test_a_spell_ends_as_its_source_says_and_keeps_its_start():
    found = fold([capture(0, spell(101, day(-50))), capture(10, spell(101, day(-50), day(5)))])
    assert rows(found, kinds.SPELL) == [((101, "BC", 0, "OAK LLC", False, "TROY", "MI", ""), day(-50), day(5))]
    assert not found[0].end_observed


def test_a_spell_that_is_listed_no_more_ends_the_day_before():
    (row,) = (r for r in fold([capture(0, spell(101, day(-50))), capture(10)]) if r.kind == kinds.SPELL)
    assert (row.ends_on, row.end_observed) == (day(9), True)


def test_approved_holds_from_the_date_of_the_registration():
    found = fold([capture(0, registration("CA", "RA", "APPROVED", day(-300)))])
    assert rows(found, kinds.REGISTRATION) == [((None, "CA", "RA"), day(-300), None)]
    assert rows(found, kinds.STATUS) == [(("APPROVED",), day(-300), None)]


def test_another_status_holds_from_when_it_was_first_seen_and_before_that_the_record_cannot_tell():
    found = fold([capture(0, registration("TX", "RA", "APPROVED_RES", day(-300)))])
    assert rows(found, kinds.STATUS) == [(("",), day(-300), day(-1)), (("APPROVED_RES",), day(0), None)]


def test_a_status_changes_on_the_day_of_the_capture_that_says_so():
    found = fold(
        [
            capture(0, registration("CA", "RA", "APPROVED", day(-300)), service="IA"),
            capture(10, registration("CA", "RA", "APP_PEND_IARCE", day(-300)), service="BC"),
        ]
    )
    assert rows(found, kinds.STATUS) == [(("APPROVED",), day(-300), day(9)), (("APP_PEND_IARCE",), day(10), None)]
    assert len(rows(found, kinds.REGISTRATION)) == 1


def test_a_registration_that_is_listed_no_more_has_ended_and_the_source_does_not_say_how():
    found = fold([capture(0, registration("CA", "RA", "APPROVED", day(-300))), capture(10)])
    assert rows(found, kinds.REGISTRATION) == [((None, "CA", "RA"), day(-300), day(9))]
    assert rows(found, kinds.STATUS) == [(("APPROVED",), day(-300), day(9)), (("ENDED_UNSTATED",), day(10), None)]


def test_a_later_date_is_a_new_registration_and_an_earlier_one_a_correction():
    first = capture(0, registration("CA", "RA", "APPROVED", day(-300)))
    again = capture(10, registration("CA", "RA", "APPROVED", day(4)))
    corrected = capture(10, registration("CA", "RA", "APPROVED", day(-310)))
    assert rows(fold([first, again]), kinds.REGISTRATION) == [
        ((None, "CA", "RA"), day(-300), day(3)),
        ((None, "CA", "RA"), day(4), None),
    ]
    assert rows(fold([first, corrected]), kinds.REGISTRATION) == [((None, "CA", "RA"), day(-310), None)]
    assert rows(fold([first, corrected]), kinds.STATUS) == [(("APPROVED",), day(-310), None)]


def test_one_that_was_missing_once_goes_on_with_a_gap_in_its_statuses():
    fact = registration("CA", "RA", "APPROVED", day(-300))
    found = fold([capture(0, fact), capture(10), capture(20, fact)])
    assert rows(found, kinds.REGISTRATION) == [((None, "CA", "RA"), day(-300), None)]
    assert rows(found, kinds.STATUS) == [
        (("APPROVED",), day(-300), day(9)),
        (("",), day(10), day(19)),
        (("APPROVED",), day(20), None),
    ]


def test_categories_told_later_take_the_place_of_an_unknown_one():
    unknown = capture(0, registration("FINRA", "", "APPROVED", None))
    told = capture(10, registration("FINRA", "GS", "APPROVED", None), registration("FINRA", "OP", "APPROVED", None))
    found = fold([unknown, told, capture(20, registration("FINRA", "", "APPROVED", None))])
    assert rows(found, kinds.REGISTRATION) == [
        ((None, "FINRA", ""), None, day(9)),
        ((None, "FINRA", "GS"), day(10), None),
        ((None, "FINRA", "OP"), day(10), None),
    ]


def test_a_source_that_knows_the_firm_and_one_that_does_not_speak_of_one_registration():
    known = capture(0, registration("CA", "RA", "APPROVED", day(-300), firm=101), service=kinds.FEED)
    unknown = capture(10, registration("CA", "RA", "APP_PEND_IARCE", day(-300)))
    found = fold([known, unknown])
    assert rows(found, kinds.REGISTRATION) == [((101, "CA", "RA"), day(-300), None)]
    assert rows(found, kinds.STATUS)[-1] == (("APP_PEND_IARCE",), day(10), None)


def test_the_feed_does_not_end_what_it_never_lists():
    agent = capture(0, registration("CA", "AG", "APPROVED", day(-300)))
    assert rows(fold([agent, capture(10, service=kinds.FEED)]), kinds.REGISTRATION)[0][2] is None


def test_a_search_row_adds_only_what_no_document_tells():
    document, search = capture(0, spell(101, day(-50))), capture(0, sighting(101), sighting(102), service="BC_SEARCH")
    found = rows(fold([document, search]), kinds.SPELL)
    assert [(value[0], start) for value, start, _ in found] == [(102, None), (101, day(-50))]


def test_a_sighting_ends_where_a_dated_spell_begins():
    found = rows(fold([capture(0, sighting(101), service="IA_SEARCH"), capture(20, spell(101, day(12)))]), kinds.SPELL)
    assert [(start, end) for _, start, end in found] == [(None, day(11)), (day(12), None)]


def test_a_disclosure_keeps_what_was_said_of_it_before():
    found = fold(
        [capture(0, disclosure("CUST", day(-90), "PENDING")), capture(10, disclosure("CUST", day(-90), "FINAL"))]
    )
    assert rows(found, kinds.DISCLOSURE) == [(("CUST", "", 0), day(-90), None)]
    assert rows(found, kinds.VERSION) == [(("PENDING", "{}"), None, day(9)), (("FINAL", "{}"), day(10), None)]


def test_a_flag_adds_nothing_where_the_event_itself_is_told():
    event, flags = (
        capture(0, disclosure("CUST", day(-90), "FINAL")),
        capture(5, flag("CUST"), flag("CRIM"), service=kinds.FEED),
    )
    assert [value[0] for value, _, _ in rows(fold([event, flags]), kinds.DISCLOSURE)] == ["CRIM", "CUST"]


def test_exams_of_two_services_are_one_result_and_the_fuller_telling_stands():
    feed = capture(0, exam("S65", day(-900))._replace(value=("", "PASS", "")), service=kinds.FEED)
    (only,) = rows(fold([capture(0, exam("S65", day(-900))), feed]), kinds.EXAM)
    assert only[0] == ("S65", 0, "S65", "PASS", "state")


def test_overlapping_and_adjacent_spells_are_one_association():
    found = fold(
        [capture(0, spell(101, day(-90), day(-50)), spell(101, day(-49), side="IA"), spell(102, day(-90), day(-80)))]
    )
    assert rows(found, kinds.ASSOCIATION) == [((101,), day(-90), None), ((102,), day(-90), day(-80))]


def _overlaps(found: list[Row], by) -> list[tuple[Row, Row]]:
    groups = defaultdict(list)
    for row in found:
        groups[by(row)].append(row)
    clashes = []
    for group in groups.values():
        group.sort(key=lambda row: row.starts_on or date.min)
        clashes += [(a, b) for a, b in pairwise(group) if a.ends_on is None or (b.starts_on or date.min) <= a.ends_on]
    return clashes


@given(st.lists(any_capture(), min_size=1, max_size=5))
def test_whatever_captures_say_the_record_never_contradicts_itself(captures):
    found = fold(governing(captures))
    assert all(r.starts_on is None or r.ends_on is None or r.starts_on <= r.ends_on for r in found)
    one_at_a_time = {kinds.LEGAL_NAME, kinds.REGISTRATION, kinds.STATUS, kinds.ASSOCIATION, kinds.VERSION}
    assert not _overlaps(
        [r for r in found if r.kind in one_at_a_time], lambda r: (r.kind, r.key, id(r.parent) if r.parent else 0)
    )
    keys = [(r.kind, r.key, id(r.parent) if r.parent else 0, r.starts_on) for r in found]
    assert len(keys) == len(set(keys))
    assert all(row.parent in found for row in found if row.parent is not None)


def _shape(found: list[Row]) -> set[tuple[object, ...]]:
    def one(row: Row) -> tuple[object, ...]:
        return row.kind, row.key, row.value, row.starts_on, row.ends_on, row.first_seen_on, row.end_observed

    return {(*one(row), one(row.parent) if row.parent else None) for row in found}


@given(st.lists(any_capture(), min_size=2, max_size=5, unique_by=policy.encode), st.randoms())
def test_the_order_of_arrival_does_not_matter(captures, random):
    expected = _shape(fold(governing(captures)))
    random.shuffle(captures)
    stored = [policy.decode(policy.pack(policy.encode(c))) for c in captures]
    again = [
        Capture(c.crd, c.service, c.captured_on, c.exact, facts, counts)
        for c, (facts, counts) in zip(captures, stored, strict=True)
    ]
    assert _shape(fold(governing(again))) == expected


@given(
    st.lists(
        st.builds(
            spell, st.just(101), st.integers(0, 40).map(day) | st.none(), st.integers(40, 60).map(day) | st.none()
        ),
        min_size=1,
        max_size=6,
    )
)
def test_an_association_holds_exactly_on_the_days_of_its_spells(spells):
    spells = [Row(f.kind, f.key, f.value, f.starts_on, f.ends_on, day(0), False, 0, "") for f in spells]
    derived = associations(spells)
    for number in range(-2, 65):
        on = day(number)
        assert bool(as_of(spells, on)) == bool(as_of(derived, on))


_CHANGES = st.lists(
    st.tuples(
        st.integers(1, 20),
        st.sampled_from(["name", "designation", "state", "status", "leave", "join", "exam"]),
        st.integers(0, 2),
    ),
    max_size=8,
)


def _life(changes) -> list[Capture]:
    """A career, captured on every day on which something changes."""
    names, places, statuses = (
        ["OAKES", "ELMS", "ASH"],
        ["CA", "TX", "NY"],
        ["APPROVED", "APPROVED_RES", "APP_PEND_IARCE"],
    )
    name, held, regs, jobs, exams = "OAKES", set(), {}, {101: (day(-9), None)}, {}
    number = 0
    captures = []
    for gap, what, which in [(1, "none", 0), *changes]:
        number += gap
        today = day(number)
        if what == "name":
            name = names[which]
        elif what == "designation":
            held ^= {("CFP", "CFA", "CIC")[which]}
        elif what == "state":
            if places[which] in regs:
                del regs[places[which]]
            else:
                regs[places[which]] = (today, "APPROVED")
        elif what == "status" and places[which] in regs:
            regs[places[which]] = (regs[places[which]][0], statuses[which])
        elif what == "leave" and jobs.get(101, (0, 1))[1] is None:
            jobs[101] = (jobs[101][0], today)
        elif what == "join" and (102 + which) not in jobs:
            jobs[102 + which] = (today, None)
        elif what == "exam":
            exams.setdefault(("S65", "S7TO", "S24")[which], today)
        facts = [legal_name(name), *map(designation, sorted(held))]
        facts += [registration(place, "RA", status, start) for place, (start, status) in regs.items()]
        facts += [spell(firm, start, end) for firm, (start, end) in jobs.items()]
        facts += [exam(code, taken) for code, taken in exams.items()]
        captures.append(capture(today, *facts))
    return captures


@given(_CHANGES, st.integers(1, 170))
def test_the_record_as_of_a_day_is_the_one_built_from_what_happened_until_then(changes, number):
    captures, on = _life(changes), day(number)
    until = [c for c in captures if c.captured_on <= on]

    def seen(found: list[Row]) -> set[tuple[object, ...]]:
        return {(r.kind, r.key, r.value, r.parent.key if r.parent else None) for r in as_of(found, on)}

    assert seen(fold(until)) == seen(fold(captures))


def test_a_capture_is_known_again_whatever_bound_its_date_was_given():
    early, late = capture(0, legal_name("OAKES"), exact=False), capture(30, legal_name("OAKES"), exact=False)
    assert policy.digest(early, policy.encode(early)) == policy.digest(late, policy.encode(late))
    sure = capture(30, legal_name("OAKES"))
    assert policy.digest(sure, policy.encode(sure)) != policy.digest(late, policy.encode(late))
    assert timedelta(0) < late.captured_on - early.captured_on
