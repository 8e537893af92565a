"""The check of Form U5 as a whole: every rule is there, and whole forms pass."""

import copy
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finpro.filings.policies import checks
from finpro.filings.policies.checks.pointers import within
from finpro.filings.policies.checks.rule import BOOKS, U5_RULES
from finpro.filings.policies.known import NOTHING, Known
from finpro.rulebook import lookup as rulebook
from tests.filings.checks.asking import AS_OF, FORMS, GONE, put5
from tests.filings.checks.test_fuzz import JSON, _places
from tests.forms import notices

HERE = Path(__file__).parent
FORM = FORMS["u5"]
COUNTS = {
    "GEN": 3,
    "RES": 1,
    "FUL": 5,
    "DAT": 6,
    "PAR": 5,
    "AFF": 2,
    "DIS": 7,
    "DRP": 2,
    "SIG": 2,
    "AMD": 2,
    "FRM": 3,
}
WHOLE = ("full", "discharged", "ahead", "certified", "partial", "amendment")


def found(case, only=None, phase="submit"):
    made = checks.check(FORM, case.document, case.known, case.as_of, only, phase)
    return [(one.rule, one.pointer) for one in made]


def test_every_rule_of_the_specification_is_here_in_the_rulebook_and_has_a_test():
    wanted = {f"U5-{family}-{number:02}" for family, count in COUNTS.items() for number in range(1, count + 1)}
    entries = {code for code in rulebook.on(AS_OF).rules if code.startswith("U5-")}
    tests = "".join(path.read_text(encoding="utf-8") for path in HERE.glob("test_u5_*.py"))
    tested = {rule for rule in U5_RULES if f'\ntest_{rule.lower().replace("-", "_")} = asked(\n    "{rule}"' in tests}
    assert set(U5_RULES) == entries == tested == wanted
    assert len({rule.says for rule in U5_RULES.values()}) == len(U5_RULES)
    assert all(rule.says.__doc__ for rule in U5_RULES.values())


def test_a_rule_belongs_to_the_form_that_its_id_begins_with():
    for form, (rules, types) in BOOKS.items():
        assert all(id_.startswith(f"{form.upper()}-") for id_ in rules)
        assert all(rule.types <= set(types.values()) for rule in rules.values())
        assert set(types.values()) == {kind.code for kind in FORMS[form].types}


@pytest.mark.parametrize("name", WHOLE)
def test_whole_forms_have_no_findings(name):
    assert found(put5({}, start=getattr(notices, name))) == []


def test_a_form_without_a_type_is_asked_for_it():
    for values in ({"/filing": GONE}, {"/filing/type": "INITIAL"}, {"/filing": []}):
        assert [rule for rule, _ in found(put5(values))] == ["U5-GEN-02"]


def test_an_answer_that_is_missing_is_said_once():
    gone = {"/residence/city": GONE, "/termination/reason": GONE, "/disclosure/7B": GONE, "/general/first_name": GONE}
    assert found(put5(gone)) == [
        ("U5-GEN-03", "/general/first_name"),
        ("U5-RES-01", "/residence/city"),
        ("U5-FUL-01", "/termination/reason"),
        ("U5-DIS-01", "/disclosure/7B"),
    ]
    page = {"/drps/0/pending": False}
    assert found(put5(page, start=notices.discharged)) == [
        ("U5-DRP-01", "/drps/0/date_concluded"),
        ("U5-DRP-01", "/drps/0/conclusion"),
    ]


def test_one_section_and_one_phase_alone():
    case = put5({"/residence/city": GONE, "/signatures": {}, "/termination/reason": GONE})
    assert found(case, only="residence") == [("U5-RES-01", "/residence/city")]
    assert ("U5-SIG-01", "/signatures/8A") in found(case)
    assert "U5-SIG-01" not in {rule for rule, _ in found(case, phase="signature")}


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_document_breaks_the_check(data):
    document = copy.deepcopy(getattr(notices, data.draw(st.sampled_from(WHOLE)))())
    way = data.draw(st.sampled_from(_places(document)))
    here = document
    for part in way[:-1]:
        here = here[part]
    here[way[-1]] = data.draw(JSON)
    known = data.draw(st.sampled_from([NOTHING, Known(base=notices.discharged())]))
    for one in checks.check(FORM, document, known, AS_OF):
        assert one.message.endswith(".")
        assert within(document, one.pointer) == one.pointer
