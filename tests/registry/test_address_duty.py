"""The duty to report a new home address after leaving, and who enters it here (LV-05, PRF-05 to PRF-07)."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finpro.kernel import errors
from finpro.registry.policies import address_duty
from finpro.registry.policies.address_duty import Tie
from finpro.rulebook import facts
from finpro.rulebook.facts import Facts, Registration

LEFT = date(2026, 6, 30)
DAY = timedelta(days=1)


def registered(begins, ends=None, *, regulator="FINRA", category="GS", status=""):
    return Registration(regulator, category, approved_on=begins, ended_on=ends, status=status)


def judged(as_of, *registrations):
    (decision,) = address_duty.decide(Facts(as_of=as_of, registrations=registrations), as_of).decisions
    return decision


def of(decision):
    """Outcome, end of the duty, and whether the address may be entered here."""
    return decision.outcome, decision.dates.get("duty_ends_on"), "may_edit" in decision.flags


@pytest.mark.parametrize(
    ("as_of", "outcome"),
    [
        pytest.param(date(2028, 6, 30), "duty", id="LV-a"),
        pytest.param(date(2028, 7, 1), "no_duty", id="LV-b"),
        pytest.param(date(2026, 7, 1), "duty", id="the day after leaving"),
    ],
)
def test_the_duty_runs_two_years_and_editing_stays_possible(as_of, outcome):
    decision = judged(as_of, registered(date(2024, 3, 1), LEFT))
    assert of(decision) == (outcome, date(2028, 6, 30), True)
    assert [(reason.rule, reason.holds) for reason in decision.reasons] == [
        ("LV-05", outcome == "duty"),
        ("PRF-06", True),
    ]
    assert "30 June 2028" in decision.reasons[0].text


def test_the_last_day_of_a_registration_belongs_to_the_firm():
    decision = judged(LEFT, registered(date(2024, 3, 1), LEFT))
    assert of(decision) == ("no_duty", None, False)
    assert [reason.rule for reason in decision.reasons] == ["LV-05", "PRF-05"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param((), ("no_duty", None, True), id="on no register ever"),
        pytest.param(
            (registered(date(2020, 1, 1), date(2026, 1, 31), regulator="TX", category="AG"),),
            ("no_duty", None, True),
            id="a state alone gives no duty",
        ),
        pytest.param(
            (registered(date(2020, 1, 1), LEFT), registered(date(2020, 1, 1), None, regulator="TX", category="RA")),
            ("duty", date(2028, 6, 30), False),
            id="owed, but told to the firm that goes on",
        ),
        pytest.param(
            (registered(date(2010, 1, 1), date(2015, 1, 31)), registered(date(2020, 1, 1), LEFT)),
            ("duty", date(2028, 6, 30), True),
            id="who left twice: the later end counts",
        ),
        pytest.param(
            (registered(date(2010, 1, 1), LEFT), registered(date(2026, 9, 1))),
            ("no_duty", None, False),
            id="who came back owes nothing here",
        ),
        pytest.param(
            (registered(date(2010, 1, 1), LEFT), registered(None, status="PENDING")),
            ("duty", date(2028, 6, 30), False),
            id="who is about to come back owes it through the firm",
        ),
        pytest.param(
            (registered(date(2010, 1, 1), LEFT), registered(None, date(2026, 10, 1), status="WITHDRAWN")),
            ("duty", date(2028, 6, 30), True),
            id="a request that was withdrawn was no registration",
        ),
        pytest.param(
            (registered(date(2010, 1, 1), status="REVOKED"),),
            ("duty", None, True),
            id="ended on a day that is not told",
        ),
        pytest.param((registered(None, LEFT),), ("duty", date(2028, 6, 30), True), id="a beginning that is not told"),
        pytest.param((registered(date(2027, 1, 1)),), ("no_duty", None, True), id="not yet, as of an earlier day"),
    ],
)
def test_what_the_rows_of_a_person_come_to(rows, expected):
    assert of(judged(date(2026, 11, 25), *rows)) == expected


def test_a_leap_day_is_owed_until_the_last_of_february():
    assert of(judged(date(2026, 2, 28), registered(date(2020, 1, 1), date(2024, 2, 29))))[:2] == (
        "duty",
        date(2026, 2, 28),
    )
    assert judged(date(2026, 3, 1), registered(date(2020, 1, 1), date(2024, 2, 29))).outcome == "no_duty"


@pytest.mark.parametrize("tie", list(Tie))
def test_with_a_firm_the_refusal_names_the_rule_and_whom_to_ask(tie):
    said = address_duty.may_change.why_not(tie)
    assert said is not None
    assert "LV-05" in said
    assert "Ask your firm" in said
    assert address_duty.may_change.ok(None)


def _leaving(as_of=date(2026, 11, 25), *more):
    return judged(as_of, registered(date(2024, 3, 1), LEFT), *more)


@pytest.mark.parametrize(
    ("duty", "known", "told_on", "asked"),
    [
        pytest.param(_leaving(), True, None, True, id="nothing told since leaving"),
        pytest.param(_leaving(), True, LEFT + DAY, False, id="told the day after"),
        pytest.param(_leaving(), True, date(2019, 1, 1), True, id="told after an earlier leaving"),
        pytest.param(_leaving(), False, LEFT + DAY, True, id="no address is known"),
        pytest.param(_leaving(date(2028, 7, 1)), False, None, False, id="the duty is over"),
        pytest.param(_leaving(LEFT), False, None, False, id="still registered"),
        pytest.param(
            _leaving(date(2026, 11, 25), registered(None, status="PENDING")), False, None, False, id="a firm to ask"
        ),
    ],
)
def test_who_left_is_asked_until_an_address_is_told(duty, known, told_on, asked):
    assert address_duty.to_check(duty, known=known, told_on=told_on, left_on=LEFT) is asked


@pytest.mark.parametrize(
    ("since", "known_from", "own", "fits"),
    [
        (date(2026, 11, 25), None, False, True),
        (date(2026, 11, 26), None, False, False),
        (date(2026, 6, 1), date(2026, 6, 1), False, False),
        (date(2026, 6, 1), date(2026, 6, 1), True, True),
        (date(2026, 5, 31), date(2026, 6, 1), True, False),
        (date(2026, 6, 2), date(2026, 6, 1), False, True),
    ],
)
def test_a_new_address_begins_after_the_last_one_and_not_ahead(since, known_from, own, fits):
    today = date(2026, 11, 25)
    if fits:
        address_duty.begins_on(since, today=today, known_from=known_from, own=own)
        return
    with pytest.raises(errors.Invalid) as refused:
        address_duty.begins_on(since, today=today, known_from=known_from, own=own)
    assert [finding.pointer for finding in refused.value.findings] == ["/since"]


FINRA_DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
SPANS = st.lists(st.tuples(FINRA_DAYS, st.integers(0, 9000)), min_size=1, max_size=6)


def _rows(spans):
    return tuple(registered(begins, begins + timedelta(days=length)) for begins, length in spans)


@given(SPANS, st.integers(1, 800))
def test_the_duty_ends_two_calendar_years_after_the_latest_end(spans, later):
    rows = _rows(spans)
    last = max(row.ended_on for row in rows)
    as_of = last + timedelta(days=later)
    decision = judged(as_of, *rows)
    ends = decision.dates["duty_ends_on"]
    assert (ends.year, ends.month) == (last.year + 2, last.month)
    assert ends.day == min(last.day, calendar.monthrange(ends.year, ends.month)[1])
    assert (decision.outcome == "duty") == (as_of <= ends)
    assert "may_edit" in decision.flags
    assert judged(ends, *rows).outcome == "duty"
    assert judged(ends + DAY, *rows).outcome == "no_duty"


@given(SPANS, FINRA_DAYS)
def test_nobody_is_registered_and_under_the_duty_and_order_does_not_matter(spans, as_of):
    rows = _rows(spans)
    decision = judged(as_of, *rows)
    live = any(row.approved_on <= as_of <= row.ended_on for row in rows)
    assert not (live and decision.outcome == "duty")
    assert ("may_edit" in decision.flags) == (not live)
    assert judged(as_of, *reversed(rows)) == decision


@given(SPANS, st.integers(1, 3000), st.integers(0, 3000))
def test_coming_back_suspends_the_duty_and_leaving_again_starts_it_anew(spans, pause, length):
    rows = _rows(spans)
    back = max(row.ended_on for row in rows) + timedelta(days=pause)
    again = back + timedelta(days=length)
    both = (*rows, registered(back, again))
    assert of(judged(back, *both)) == ("no_duty", None, False)
    assert of(judged(again, *both))[0] == "no_duty"
    after = judged(again + DAY, *both)
    assert after.outcome == "duty"
    assert after.dates["duty_ends_on"] >= judged(again + DAY, *rows).dates["duty_ends_on"]


def test_facts_as_json_are_answered_as_the_document_says():
    given_facts = facts.from_json(
        {
            "as_of": "2028-06-30",
            "registrations": [
                {"regulator": "FINRA", "category": "GS", "approved_on": "2024-03-01", "ended_on": "2026-06-30"}
            ],
        }
    )
    document = address_duty.decide(given_facts, date(2028, 6, 30)).to_json()
    (decision,) = document["decisions"]
    assert document["topic"] == "address-duty"
    assert (decision["subject"], decision["outcome"]) == ("person", "duty")
    assert decision["dates"] == {"duty_ends_on": "2028-06-30"}
    assert decision["flags"] == ["may_edit"]
