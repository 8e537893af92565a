"""The check as a whole: which rules are asked when, and what is said once."""

import inspect
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finpro.filings.policies import checks, coverage
from finpro.filings.policies.checks.rule import RULES, TYPES
from finpro.filings.policies.known import NOTHING, Known, Person, Registration
from finpro.rulebook import lookup as rulebook
from tests.filings.checks.asking import AS_OF, FORM, GONE, put
from tests.forms import documents

HERE = Path(__file__).parent
COUNTS = {
    "GEN": 9,
    "OFF": 8,
    "FPR": 6,
    "DUA": 2,
    "REG": 4,
    "JUR": 3,
    "AFF": 3,
    "EXM": 6,
    "DSG": 1,
    "IDN": 4,
    "NAM": 1,
    "RES": 7,
    "EMP": 7,
    "OBA": 4,
    "DIS": 7,
    "DRP": 14,
    "SIG": 9,
    "FRM": 6,
}


def found(case, only=None, phase="submit", **more):
    return checks.check(FORM, case.document, case.known, case.as_of, only, phase, **more)


def pointers(case, *args, **more):
    return [(one.rule, one.pointer) for one in found(case, *args, **more)]


def test_every_rule_of_the_specification_is_here_in_the_rulebook_and_has_a_test():
    wanted = {f"U4-{family}-{number:02}" for family, count in COUNTS.items() for number in range(1, count + 1)}
    entries = {code for code in rulebook.on(AS_OF).rules if code.startswith("U4-")}
    tests = "".join(path.read_text(encoding="utf-8") for path in HERE.glob("test_*.py"))
    tested = {rule for rule in RULES if f'\ntest_{rule.lower().replace("-", "_")} = asked(\n    "{rule}"' in tests}
    assert set(RULES) == entries == tested == wanted


def test_every_rule_is_one_function_in_the_file_of_its_section():
    files = {rule.id: Path(inspect.getfile(rule.says)).stem for rule in RULES.values()}
    assert {rule.says.__name__ for rule in RULES.values()} >= {"names", "whole"}
    assert files["U4-RES-01"] == "residences"
    assert files["U4-DRP-04"] == "customers"
    assert len({rule.says for rule in RULES.values()}) == len(RULES)
    assert all(rule.says.__doc__ for rule in RULES.values())


@pytest.mark.parametrize(
    "name", ["initial", "largest", "relicense", "dual", "amendment", "page2", "page2_amendment", "concurrence"]
)
def test_whole_forms_have_no_findings(name):
    assert found(put({}, start=getattr(documents, name))) == []
    known = Known(base=documents.amendment_base())
    assert found(put({}, start=documents.amendment, known=known)) == []


def test_a_form_without_a_type_is_asked_for_it():
    for values in ({"/filing": GONE}, {"/filing": {}}, {"/filing/type": "SOMETHING"}, {"/filing": []}):
        case = put(values)
        assert [one.rule for one in found(case)] == ["U4-FRM-04"]


def test_an_answer_that_is_missing_is_said_once():
    case = put({"/residences/0/city": GONE, "/identifying/sex": GONE, "/drps": [{"type": "JUDG", "questions": []}]})
    said = pointers(case)
    assert ("U4-RES-04", "/residences/0/city") in said
    assert ("U4-IDN-03", "/identifying/sex") in said
    assert ("U4-DIS-03", "/drps/0/questions") in said
    assert len({pointer for _, pointer in said}) == len(said)


def test_a_list_of_other_business_answers_the_question_before_it():
    for listed in ([], [documents.largest()["other_business"][0]]):
        assert pointers(put({"/has_other_business": GONE, "/other_business": listed})) == []
    assert pointers(put({"/has_other_business": GONE})) == [("U4-OBA-01", "/has_other_business")]


def test_findings_come_in_the_order_of_the_form():
    changed = {"/signatures/15A": GONE, "/general/first_name": "", "/disclosure/14M": GONE, "/residences/1/city": ""}
    case = put({**changed, "/general/offices": [], "/general/ssn": ""})
    assert [one.pointer for one in found(case)] == [
        "/general/first_name",
        "/general/ssn",
        "/general/offices",
        "/residences/1/city",
        "/disclosure/14M",
        "/signatures/15A",
    ]


def test_one_section_alone():
    case = put({"/residences/0/city": "", "/general/first_name": "", "/has_other_business": GONE})
    assert pointers(case, "residences") == [("U4-RES-04", "/residences/0/city")]
    assert pointers(case, "other_business") == [("U4-OBA-01", "/has_other_business")]
    assert pointers(case, "employments") == []


def test_signatures_are_left_out_while_sending_for_signature():
    case = put({"/signatures": {}, "/general/first_name": ""})
    assert pointers(case, phase="signature") == [("U4-GEN-01", "/general/first_name")]
    assert {rule for rule, _ in pointers(case)} == {"U4-GEN-01", "U4-SIG-01", "U4-SIG-02"}


def test_dear_rules_are_left_out_while_typing():
    case = put({"/signatures": {}, "/unaffiliated/unaffiliated_bd": True, "/general/first_name": ""})
    assert {rule for rule, _ in pointers(case, phase="typing")} == {"U4-EMP-03", "U4-GEN-01"}
    with pytest.raises(ValueError, match="no phase"):
        found(case, phase="later")


def test_pointers_end_where_the_document_does_unless_pages_ask():
    case = put({"/identifying": GONE})
    assert {pointer for _, pointer in pointers(case)} == {"/identifying"}
    assert ("U4-IDN-03", "/identifying/sex") in pointers(case, deep=True)


def relicensed(until, **base):
    row = Registration(
        firm_crd=documents.OTHER_FIRM,
        regulator="FINRA",
        category="GS",
        status="TERMED",
        approved_on=date(2022, 7, 1),
        ended_on=until,
    )
    return Known(person=Person(registrations=(row,)), base=documents.relicense() | base)


def test_somebody_registered_until_a_few_days_ago_may_leave_sections_9_to_13_as_they_stand():
    """Rule U4-IDN-03 and its like do not bind, while the new firm's entry in section 12 does."""
    gap = {"/residences": [documents.address() | {"from": "2026-01", "to": "PRESENT"}]}
    lately = relicensed(date(2026, 10, 24), residences=gap["/residences"])
    before = relicensed(date(2026, 10, 23), residences=gap["/residences"])
    wanted = [("U4-RES-01", "/residences/0/from")]
    for known, expected in ((lately, []), (before, wanted), (relicensed(date(2026, 10, 24)), wanted)):
        assert pointers(put(gap, start=documents.relicense, known=known), "residences") == expected
    entry = put({"/employments/0/to": "2026-11"}, start=documents.relicense)
    known = relicensed(date(2026, 10, 24), employments=entry.document["employments"])
    assert ("U4-EMP-02", "/employments") in [
        (one.rule, one.pointer) for one in checks.check(FORM, entry.document, known, AS_OF, "employments")
    ]


MONTHS = st.integers(2020 * 12, 2026 * 12 + 10).map(coverage.spelled)
ENDS = st.one_of(st.just("PRESENT"), MONTHS)


@given(st.lists(st.tuples(MONTHS, ENDS), max_size=6), st.sampled_from(["residences", "employments"]))
def test_adding_the_offered_months_removes_the_finding(rows, section):
    years = {"residences": 5, "employments": 10}[section]
    history = [{"from": first, "to": last} for first, last in rows]
    offered = coverage.offered(coverage.cover(history, AS_OF, years=years))
    filled = put({f"/{section}": [*history, *offered]})
    rule = {"residences": "U4-RES-01", "employments": "U4-EMP-01"}[section]
    goes_on = any(row.get("to") == "PRESENT" for row in filled.document[section])
    assert [one for one in found(filled, section) if one.rule == rule] == [] or not goes_on


def test_the_types_are_those_of_the_form():
    assert set(TYPES.values()) == {kind.code for kind in FORM.types}
    assert Known() == NOTHING
