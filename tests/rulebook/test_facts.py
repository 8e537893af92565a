"""Facts are read whole or refused with a pointer to each fault; decisions are written as the document says."""

import copy
import json
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finpro.kernel import clock, errors
from finpro.rulebook import facts

WHOLE: dict[str, Any] = {
    "as_of": "2026-11-22",
    "person": {"date_of_birth": "1990-01-01", "designations": ["CFP", "ChFC"]},
    "registrations": [
        {
            "id": "r1",
            "regulator": "FINRA",
            "category": "GS",
            "firm": 100,
            "approved_on": "2024-03-01",
            "ended_on": "2026-06-30",
            "status": "APPROVED",
        },
        {"regulator": "MD", "category": "RA", "firm": 100, "approved_on": "2022-02-01"},
    ],
    "exams": [{"code": "S7", "on": "2026-05-01", "result": "PASS"}],
    "regulatory_element": [{"year": 2025, "category": "GS", "completed_on": "2025-10-01"}],
    "extensions": [{"program": "RE", "year": 2025, "until": "2026-02-28"}],
    "iar_ce": [
        {
            "provider": "P1",
            "course": "C1",
            "component": "PP",
            "credits": 6,
            "completed_on": "2026-03-01",
            "reported_on": "2026-03-03",
        }
    ],
    "disqualifications": [{"kind": "felony_conviction", "from": "2018-05-01", "until": None}],
    "enrolments": [{"program": "MQP", "categories": ["GS"], "elected_on": "2027-02-10", "paid_years": [2027]}],
    "mqp_plans": [{"year": 2027, "category": "GS", "completed_on": "2027-08-01"}],
    "acknowledgements": ["EVEP_RISK"],
    "firms": [
        {
            "firm": 100,
            "ce_due_on": "2026-11-30",
            "reminder_days": [90, 60, 30, 10],
            "pays_iar_ce_fee": True,
            "flex_balance": "65.00",
        }
    ],
    "request": {
        "year": 2026,
        "accept_risk": True,
        "jurisdiction": "TX",
        "category": "AG",
        "on": "2029-05-01",
        "requests": [{"regulator": "FINRA", "category": "GS"}],
        "exam": "S24",
        "processed_on": "2026-09-01",
        "flex_deficient": False,
        "appointment_on": "2026-12-08",
        "changed_at": "2026-11-22T23:59:59",
        "statutory_disqualification": False,
    },
}


def refused(document: object) -> list[tuple[str, str]]:
    with pytest.raises(errors.Invalid) as caught:
        facts.from_json(document)
    return [(finding.pointer, finding.message) for finding in caught.value.findings]


def test_an_empty_case_is_a_case() -> None:
    assert facts.from_json({}) == facts.Facts()


def test_a_whole_case() -> None:
    case = facts.from_json(WHOLE)
    assert case.as_of == date(2026, 11, 22)
    assert case.person.designations == ("CFP", "ChFC")
    assert case.registrations[0].ended_on == date(2026, 6, 30)
    assert case.registrations[1] == facts.Registration("MD", "RA", firm=100, approved_on=date(2022, 2, 1))
    assert case.exams == (facts.ExamResult("S7", date(2026, 5, 1), "PASS"),)
    assert case.extensions == (facts.Extension("RE", 2025, date(2026, 2, 28)),)
    assert case.iar_ce[0].credits == Decimal(6)
    assert case.disqualifications == (facts.Disqualification("felony_conviction", date(2018, 5, 1)),)
    assert case.enrolments[0].paid_years == (2027,)
    assert case.firms[0].flex_balance == Decimal("65.00")
    assert case.firms[0].reminder_days == (90, 60, 30, 10)
    assert case.request.requests == (facts.RegistrationRequest("FINRA", "GS"),)
    assert case.request.changed_at == datetime(2026, 11, 22, 23, 59, 59, tzinfo=clock.EASTERN)


@pytest.mark.parametrize(
    ("path", "value", "pointer", "message"),
    [
        (["as_of"], "2026-02-30", "/as_of", "is no day of the calendar"),
        (["as_of"], "22.11.2026", "/as_of", "must be a date like 2026-01-31"),
        (["as_of"], 20261122, "/as_of", "must be a date like 2026-01-31"),
        (["colour"], 1, "/colour", "unknown key"),
        (["a/b~c"], 1, "/a~1b~0c", "unknown key"),
        (["person", "name"], "X", "/person/name", "unknown key"),
        (["person"], [], "/person", "must be an object"),
        (["person", "designations", 1], "CPA", "/person/designations/1", "is no code of designations that"),
        (["registrations"], {}, "/registrations", "must be a list"),
        (["registrations", 1, "regulator"], "XX", "/registrations/1/regulator", "is no code of a regulator"),
        (["registrations", 1, "regulator"], ["MD"], "/registrations/1/regulator", "is no code of a regulator"),
        (["registrations", 0, "category"], "ZZ", "/registrations/0/category", "is no code of categories"),
        (["registrations", 0, "category"], None, "/registrations/0/category", "is missing"),
        (["registrations", 0, "status"], "GOOD", "/registrations/0/status", "is no code of statuses"),
        (["registrations", 0, "firm"], -1, "/registrations/0/firm", "must be a whole number"),
        (["registrations", 0, "firm"], True, "/registrations/0/firm", "must be a whole number"),
        (["registrations", 0, "id"], " ", "/registrations/0/id", "must be text"),
        (["registrations", 0, "ended_on"], "2024-02-29", "/registrations/0/ended_on", "lies before the day"),
        (["exams", 0, "code"], "S777", "/exams/0/code", "is no code of exams"),
        (["exams", 0, "result"], "GREAT", "/exams/0/result", "is no code of exam results"),
        (["exams", 0, "on"], None, "/exams/0/on", "is missing"),
        (["exams", 0], "S7", "/exams/0", "must be an object"),
        (["regulatory_element", 0, "year"], "2025", "/regulatory_element/0/year", "must be a whole number"),
        (["iar_ce", 0, "component"], "XX", "/iar_ce/0/component", "is no code of credit components"),
        (["iar_ce", 0, "credits"], "six", "/iar_ce/0/credits", "must be a number"),
        (["iar_ce", 0, "credits"], float("inf"), "/iar_ce/0/credits", "must be a number"),
        (["iar_ce", 0, "provider"], 7, "/iar_ce/0/provider", "must be text"),
        (["disqualifications", 0, "kind"], "theft", "/disqualifications/0/kind", "is no code of disq"),
        (["disqualifications", 0, "until"], "2000-01-01", "/disqualifications/0/until", "lies before"),
        (["enrolments", 0, "paid_years", 0], "2027", "/enrolments/0/paid_years/0", "must be a whole number"),
        (["firms", 0, "flex_balance"], 65.0, "/firms/0/flex_balance", "must be an amount"),
        (["firms", 0, "flex_balance"], "1e99999", "/firms/0/flex_balance", "must be an amount"),
        (["firms", 0, "flex_balance"], "NaN", "/firms/0/flex_balance", "must be an amount"),
        (["firms", 0, "pays_iar_ce_fee"], "yes", "/firms/0/pays_iar_ce_fee", "must be true or false"),
        (["request", "changed_at"], "2026-11-22", "/request/changed_at", "must be a moment"),
        (["request", "changed_at"], "2026-13-22T00:00:00", "/request/changed_at", "must be a moment"),
        (["request", "requests", 0, "category"], "", "/request/requests/0/category", "is no code of categories"),
    ],
)
def test_a_fault_is_pointed_at(path: list[str | int], value: object, pointer: str, message: str) -> None:
    document = copy.deepcopy(WHOLE)
    place: Any = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    (found,) = refused(document)
    assert found[0] == pointer
    assert found[1].startswith(message)


def test_every_fault_is_listed_at_once() -> None:
    assert [pointer for pointer, _ in refused({"as_of": "x", "exams": [{}], "zzz": 1})] == [
        "/as_of",
        "/exams/0/code",
        "/exams/0/on",
        "/exams/0/result",
        "/zzz",
    ]


@pytest.mark.parametrize("word", ["AG_EVEP", "AG-EVEP", "AG EVEP"])
def test_a_program_may_be_spelt_as_people_spell_it(word: str) -> None:
    case = facts.from_json({"enrolments": [{"program": word, "elected_on": "2026-08-01"}]})
    assert case.enrolments[0].program == "AG_EVEP"


@pytest.mark.parametrize("document", [None, [], "text", 7])
def test_a_document_that_is_no_object(document: object) -> None:
    assert refused(document) == [("", "must be an object")]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates().map(str),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.sampled_from(sorted(WHOLE)) | st.text(), part),
    max_leaves=12,
)


@given(document=st.dictionaries(st.sampled_from(sorted(WHOLE)), anything, max_size=4))
def test_whatever_comes_in_is_read_or_refused(document: dict[str, Any]) -> None:
    findings: Sequence[errors.Finding] = ()
    case: facts.Facts | None = None
    try:
        case = facts.from_json(document)
    except errors.Invalid as invalid:
        findings = invalid.findings
    assert (case is None) == bool(findings)
    assert all(finding.pointer.startswith("/") and finding.message for finding in findings)


def test_decisions_as_json() -> None:
    decision = facts.Decision(
        subject="GS",
        outcome="eligible",
        dates={"elect_by": date(2028, 6, 30), "plan_due_on": (date(2026, 12, 31), date(2027, 12, 31))},
        amounts={"fee": Decimal(100)},
        numbers={"credits": Decimal("1.5"), "deficit": 6, "left": Decimal("2.0")},
        flags=("past_firm_date",),
        reasons=(facts.Reason("MQ-02", True, "Registered as GS for 2 years and 4 months before it ended."),),
    )
    document = facts.Decisions("mqp", date(2026, 11, 22), (decision,)).to_json()
    assert json.loads(json.dumps(document)) == {
        "topic": "mqp",
        "as_of": "2026-11-22",
        "decisions": [
            {
                "subject": "GS",
                "outcome": "eligible",
                "dates": {"elect_by": "2028-06-30", "plan_due_on": ["2026-12-31", "2027-12-31"]},
                "amounts": {"fee": "100.00"},
                "numbers": {"credits": 1.5, "deficit": 6, "left": 2},
                "flags": ["past_firm_date"],
                "reasons": [
                    {
                        "rule": "MQ-02",
                        "holds": True,
                        "text": "Registered as GS for 2 years and 4 months before it ended.",
                    }
                ],
            }
        ],
    }
