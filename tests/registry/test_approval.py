"""The open points of a request for registration: each one with a test, and the Material Difference Flag."""

from datetime import date

import pytest

from finpro.registry.enums import RequestState
from finpro.registry.policies import disqualification, qualification
from finpro.registry.policies.approval import Case, open_points, outcome
from finpro.registry.policies.material import Latest, material
from finpro.rulebook.facts import RegistrationRequest, from_json
from tests.forms import pages

ON = date(2026, 11, 23)
PASSED = [{"code": code, "on": "2026-06-02", "result": "PASS"} for code in ("SIE", "S7TO")]
EXPIRED = {"code": "S7TO", "on": "2024-11-22", "result": "PASS"}
WANTED = RegistrationRequest("FINRA", "GS")


def case(*, exams=PASSED, disqualifications=(), **changed):
    facts = from_json({"exams": exams, "disqualifications": list(disqualifications)})
    given = {
        "registration": qualification.assess(facts, WANTED, ON),
        "disqualifications": disqualification.disqualified(facts, ON),
        "prints_option": "SUBMITTING",
        "prints_status": "CLER",
    }
    return Case(**(given | changed))


def reasons(**changed):
    return [point.reason for point in open_points(case(**changed))]


def test_where_nothing_is_open_it_is_approved():
    assert reasons() == []
    assert outcome([], ON) is RequestState.APPROVED


@pytest.mark.parametrize(
    ("changed", "reason", "state"),
    [
        ({"exams": PASSED[1:]}, "EXAM", RequestState.DEFICIENT),
        (
            {"exams": [PASSED[0], {"code": "S7TO", "on": "2024-11-22", "result": "PASS"}]},
            "EXAM",
            RequestState.DEFICIENT,
        ),
        ({"prints_status": "CDPD"}, "PRINTS", RequestState.APPRNT),
        ({"prints_status": ""}, "PRINTS", RequestState.APPRNT),
        ({"prints_status": "RAPP"}, "PRINTS_RECORD", RequestState.PENDING),
        ({"prints_status": "ILEG"}, "PRINTS_RECORD", RequestState.PENDING),
        ({"answers_yes": ("14M",)}, "DISCLOSURE", RequestState.PENDING),
        ({"disqualifications": [{"kind": "bar", "from": "2020-01-01"}]}, "DISQUALIFICATION", RequestState.DEFICIENT),
        ({"elsewhere": True}, "DUAL_REGISTRATION", RequestState.PENDING),
        ({"different": (12,)}, "MATERIAL_DIFFERENCE", RequestState.DEFICIENT),
        ({"firm_registered": False}, "FIRM_NOT_REGISTERED", RequestState.PENDING),
        ({"funded": False}, "FUNDS", RequestState.DEFICIENT),
    ],
)
def test_each_point_keeps_it_from_approval_and_says_by_which_rule(changed, reason, state):
    found = open_points(case(**changed))
    assert [point.reason for point in found] == [reason]
    assert all(point.rule and point.text for point in found)
    assert outcome(found, ON) is state


@pytest.mark.parametrize("option", ["EXEMPT_17F2", "IAR_ONLY"])
def test_who_needs_no_prints_waits_for_none(option):
    assert reasons(prints_option=option, prints_status="") == []


def test_an_adviser_without_a_word_on_prints_needs_none():
    assert reasons(prints_option="", prints_status="", sro=False) == []


def test_several_points_each_stand_by_themselves():
    assert reasons(exams=[], answers_yes=("14M",), funded=False) == ["EXAM", "EXAM", "DISCLOSURE", "FUNDS"]


def test_what_no_exam_would_help_is_told_as_it_is():
    facts = from_json({})
    blocked = qualification.assess(facts, RegistrationRequest("FINRA", "AR"), ON)
    assert reasons(registration=blocked) == ["OTHER"]


REG = pages.make("REG_AWC")


def latest(report, firm, page=REG, occurrence=1):
    return Latest(report, firm, occurrence, page)


def test_two_firms_that_tell_an_event_alike_do_not_differ():
    assert material([latest(1, 100), latest(2, 200)]) == []
    assert material([latest(1, 100, REG | {"comment": "mine"}), latest(2, 200, REG | {"comment": "another"})]) == []


def test_any_field_but_the_commentary_is_material():
    (found,) = material([latest(1, 100), latest(2, 200, REG | {"docket": "another"})])
    assert (found.occurrence, found.reports, found.firms, found.pointers) == (1, (1, 2), (100, 200), ("/docket",))


def test_two_events_or_two_reports_of_one_firm_are_never_compared():
    other = REG | {"docket": "another"}
    assert material([latest(1, 100), latest(2, 200, other, occurrence=2)]) == []
    assert material([latest(1, 100), latest(2, 100, other)]) == []
