"""What reports say, compared in the words of the form; how near an occurrence is."""

from datetime import date

import pytest

from finpro.casework.policies import reports
from finpro.registry.policies import differences
from finpro.rulebook.forms import loader

FORM = loader.get("u4")
ONE = {
    "id": "n1",
    "type": "REG",
    "drp_response": "INITIAL",
    "questions": ["14E(1)"],
    "initiated_by": "SRO",
    "regulator_name": "FINRA",
    "docket": "24-0012",
    "date_initiated": {"date": "2024-05-06", "precision": "EXACT"},
    "sanctions_sought": ["CENSURE", "SUSPENSION"],
    "sanctions_ordered": [{"id": "n1", "type": "CENSURE"}],
    "comment": "It was not so.",
}


def differing(other):
    return [one.label for one in reports.told(FORM, "REG", [ONE, other]) if one.differs and one.counts]


def test_every_field_is_told_in_the_order_and_the_words_of_the_form():
    told = {one.label: one.texts for one in reports.told(FORM, "REG", [ONE])}
    assert "elf-regulatory" in told["Who started it?"][0]
    assert told["Full name of the regulator"] == ("FINRA",)
    assert reports.told(FORM, "NONSENSE", [ONE]) == []


def test_how_a_report_came_about_and_its_commentary_do_not_count():
    other = ONE | {
        "comment": "Not so.",
        "drp_response": "AMENDED",
        "questions": [],
        "id": "r7",
        "learned_on": "2026-01-01",
    }
    other["sanctions_ordered"] = [{"id": "r9", "type": "CENSURE"}]
    assert differing(other) == []
    assert not differences.differ([ONE, other])
    assert any(one.differs and not one.counts for one in reports.told(FORM, "REG", [ONE, other]))


@pytest.mark.parametrize(
    "change",
    [
        {"docket": "24-0013"},
        {"date_initiated": {"date": "2024-05-07", "precision": "EXACT"}},
        {"sanctions_sought": ["CENSURE"]},
        {"sanctions_ordered": []},
        {"sanctions_ordered": [{"id": "n1", "type": "SUSPENSION"}]},
        {"regulator_name": None},
    ],
)
def test_anything_else_is_a_difference(change):
    assert len(differing(ONE | change)) == 1
    assert differences.differ([ONE, ONE | change])


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({}, []),
        ({"other_docket": " 24-0012 "}, ["Same docket or case number"]),
        ({"other_on": date(2024, 5, 6)}, ["Same date"]),
        ({"other_on": date(2024, 5, 7)}, ["Dates 1 day apart"]),
        ({"other_on": date(2024, 6, 6)}, ["Dates 31 days apart"]),
        ({"other_on": date(2024, 6, 7)}, []),
        ({"same_origin": True}, ["The report was made from one about this occurrence"]),
        ({"docket": "", "other_docket": ""}, []),
    ],
)
def test_how_near_an_occurrence_is(given, why):
    facts = {
        "event_on": date(2024, 5, 6),
        "docket": "24-0012",
        "other_on": None,
        "other_docket": "",
        "same_origin": False,
    }
    assert reports.nearness(**(facts | given)) == why
