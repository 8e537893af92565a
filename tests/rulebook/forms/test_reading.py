"""What people read for answers, what may be chosen, and what differs between two documents."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from finpro.rulebook.forms import loader, reading
from finpro.rulebook.forms.schema import Question
from tests.forms import documents as whole

U4 = loader.get("u4", "2009-05")
DAY = date(2026, 11, 22)


def question(path: str) -> Question:
    first, *keys = path.split("/")
    found: Sequence[Question] = U4.page(first).questions if first.isupper() else U4.section(first).questions
    for key in keys[:-1]:
        found = next(question for question in found if question.key == key).questions
    return next(question for question in found if question.key == keys[-1])


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("general/independent_contractor", True, "Yes"),
        ("general/independent_contractor", False, "No"),
        ("general/employment_date", "2026-12-31", "31 December 2026"),
        ("general/employment_date", "soon", "soon"),
        ("general/ssn", "078051120", "XXX-XX-1120"),
        ("general/ssn", "XXX-XX-1120", "XXX-XX-1120"),
        ("general/ssn", "12", "XXX-XX-XXXX"),
        ("general/suffix", "JR", "Jr."),
        ("general/suffix", "ESQ", "ESQ"),
        ("general/firm_crd", 990100, "990100"),
        ("residences/from", "2021-03", "March 2021"),
        ("residences/to", "PRESENT", "Present"),
        ("residences/country", "CAN", "Canada"),
        ("residences/state", "NJ", "New Jersey"),
        ("residences/state", "Ontario", "Ontario"),
        ("identifying/hair_color", "GRY", "Gray or partly gray"),
        ("sro_requests/category", "GS", "General Securities Representative (GS)"),
        ("sro_requests/regulator", "FINRA", "FINRA"),
        ("jurisdiction_requests/jurisdiction", "NJ", "New Jersey (NJ)"),
        ("exam_requests/exam_requests", ["S63", "NONE"], "Uniform Securities Agent State Law Examination (S63); NONE"),
        ("other_business/address", {"city": "Newark", "state": "NJ"}, "Newark, New Jersey"),
        ("other_business/start_date", "2020-05-17", "17 May 2020"),
        ("other_business/hours_per_month", "12.5", "12.5"),
        ("JUDG/amount", "12500.5", "$12,500.50"),
        ("JUDG/amount", "much", "much"),
        ("CRIM/date_first_charged", {"date": "2012-04-01", "precision": "EXACT"}, "1 April 2012"),
        (
            "CRIM/date_first_charged",
            {"date": "2012-04-01", "precision": "EXPLANATION", "explanation": "In spring."},
            "about 1 April 2012: In spring.",
        ),
        ("general/middle_name", "", ""),
        ("general/middle_name", None, ""),
    ],
)
def test_an_answer_reads_as_people_say_it(path: str, value: Any, said: str) -> None:
    assert reading.label_of(U4, question(path), value) == said


def test_a_row_is_called_by_what_names_it() -> None:
    section = U4.section("employments")
    row = whole.initial()["employments"][0]
    assert reading.named(U4, section.questions, section.row_title, row) == f"{row['employer_name']}, {row['position']}"
    offices = question("general/offices")
    assert reading.row_name(U4, offices, {"location_kind": "LOCATED_AT", "branchCrdNumber": 7}) == "Located at, 7"


def test_only_what_may_be_asked_for_is_offered() -> None:
    def codes(path: str, on: date = DAY) -> list[str]:
        return [code for code, _ in reading.choices(U4, question(path), on)]

    assert {"AG", "RA", "AI"} == set(codes("jurisdiction_requests/category"))
    asked = codes("sro_requests/category")
    assert {"GS", "GP"} <= set(asked)
    assert not {"AG", "RA", "AR", "CS"} & set(asked)
    exams = codes("exam_requests/exam_requests")
    assert {"SIE", "S7TO", "S63", "S24"} <= set(exams)
    assert not {"S7", "S17", "S101", "S201"} & set(exams)
    assert len(codes("jurisdiction_requests/jurisdiction")) == 53
    assert "NYSE-CHX" in codes("sro_requests/regulator", date(2020, 1, 1))
    assert reading.choices(U4, question("general/last_name"), DAY) == []
    assert codes("CRIM/questions") == list(U4.page("CRIM").answers)


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str]]:
    return [(change.kind, change.pointer) for change in reading.diff(U4, before, after)]


def test_nothing_differs_between_equals_whatever_the_order_of_rows_and_codes() -> None:
    before, after = whole.largest(), whole.largest()
    for key in ("residences", "drps", "exam_requests", "jurisdiction_requests"):
        after[key].reverse()
    assert changes(before, after) == []


def test_answers_that_differ_are_told_in_the_order_of_the_form() -> None:
    before, after = whole.initial(), whole.initial()
    after["disclosure"]["14M"] = True
    after["residences"][0]["street1"] = "9 Elsewhere Road"
    after["general"].pop("middle_name")
    after["general"]["suffix"] = "JR"
    after["exam_requests"] = ["S66"]
    found = reading.diff(U4, before, after)
    assert [(change.kind, change.pointer) for change in found] == [
        ("removed", "/general/middle_name"),
        ("added", "/general/suffix"),
        ("added", "/exam_requests"),
        ("changed", "/residences/0/street1"),
        ("changed", "/disclosure/14M"),
    ]
    assert (found[-1].before, found[-1].after) == (False, True)
    assert found[-1].question is question("disclosure/14M")
    assert found[-1].label == question("disclosure/14M").label


def test_rows_are_matched_by_id_and_else_by_what_they_hold() -> None:
    row = {"from": "2020-01", "to": "PRESENT", "street1": "1 First Street"}
    before = {"residences": [row | {"id": "r1"}, row | {"id": "r2", "street1": "2 Second Street"}]}
    after = {"residences": [row | {"id": "n1", "street1": "3 Third Street"}, row | {"id": "r1", "city": "Salem"}]}
    assert changes(before, after) == [
        ("added", "/residences/0"),
        ("added", "/residences/1/city"),
        ("removed", "/residences/1"),
    ]
    asked = {"regulator": "FINRA", "category": "GS"}
    other = {"regulator": "FINRA", "category": "GP"}
    assert changes({"sro_requests": [asked, other]}, {"sro_requests": [other, asked, asked]}) == [
        ("added", "/sro_requests/2")
    ]
    (change,) = reading.diff(U4, {"sro_requests": [asked]}, {})
    assert change.label == "FINRA, General Securities Representative (GS)"


def test_a_reporting_page_is_told_as_a_whole_or_by_its_answers() -> None:
    page = {"id": "n1", "type": "JUDG", "questions": ["14M"], "amount": "100.00"}
    assert changes({}, {"drps": [page]}) == [("added", "/drps/0")]
    assert changes({"drps": [page]}, {"drps": [page | {"amount": "90.00"}]}) == [("changed", "/drps/0/amount")]
    other = [{"id": "n1", "type": "BOND"}]
    assert changes({"drps": [page]}, {"drps": other}) == [("changed", "/drps/0")]
    assert reading.diff(U4, {"drps": [page]}, {})[0].label == U4.page("JUDG").title


def test_hidden_answers_do_not_differ() -> None:
    before = {"affiliated": {"affiliated_answer": False}}
    after = {"affiliated": {"affiliated_answer": False, "firms": [{"id": "n1", "affiliate_firm_crd": 7}]}}
    assert changes(before, after) == []


def test_a_number_is_no_yes() -> None:
    assert changes({"disclosure": {"14M": True}}, {"disclosure": {"14M": 1}}) == [("changed", "/disclosure/14M")]
