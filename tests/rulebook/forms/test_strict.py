"""What makes a document unusable, whoever wrote it."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from finpro.kernel import errors
from finpro.rulebook.forms import jsonschema, loader, strict
from tests.filings.checks.asking import lay
from tests.forms import documents as whole
from tests.forms import pages
from tests.rulebook.forms import documents

U4 = loader.get("u4", "2009-05")
FORMS = [
    getattr(whole, name)()
    for name in ("initial", "largest", "relicense", "dual", "amendment", "page2", "page2_amendment", "concurrence")
]


def faulty(changes: dict[str, Any], start: dict[str, Any] | None = None) -> list[str]:
    document = copy.deepcopy(start or FORMS[1])
    for pointer, value in changes.items():
        lay(document, pointer, value)
    return [fault.pointer for fault in strict.faults(U4, document)]


@pytest.mark.parametrize("document", FORMS)
def test_whole_documents_have_no_faults(document: dict[str, Any]) -> None:
    assert strict.faults(U4, document) == []
    assert strict.misfits(U4, document, documents.DAY) == []


@pytest.mark.parametrize("name", pages.ALL)
def test_every_page_has_no_faults(name: str) -> None:
    assert faulty({"/drps": [pages.make(name, id="n1")]}) == []


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/colour", "blue"),
        ("/filing/colour", "blue"),
        ("/filing/type", "TRANSFER"),
        ("/filing/type", None),
        ("/filing/firm_crd", "501"),
        ("/filing/as_of", "2026-02-30"),
        ("/general/nickname", "Mari"),
        ("/general/employment_date", "11/23/2026"),
        ("/general/employment_date", "2026-02-30"),
        ("/general/independent_contractor", "no"),
        ("/general/individual_crd", "9900001"),
        ("/general/individual_crd", True),
        ("/general/first_name", ["Marisol"]),
        ("/general/offices", {"0": {}}),
        ("/general/offices/0", "here"),
        ("/general/offices/0/location_kind", "AT_HOME"),
        ("/fingerprints/fingerprint_option", "SOMEHOW"),
        ("/sro_requests/0/regulator", "XYZ"),
        ("/sro_requests/0/category", "QQ"),
        ("/jurisdiction_requests/0/jurisdiction", "ZZ"),
        ("/exam_requests/0", "S999"),
        ("/exam_requests", "S24"),
        ("/designations/0", "MBA"),
        ("/identifying/hair_color", "BROWN"),
        ("/identifying/birth_country", "U.S."),
        ("/identifying/height_ft", 5.5),
        ("/residences/0/from", "2022-13"),
        ("/residences/0/from", "PRESENT"),
        ("/residences/0/to", "NOW"),
        ("/residences/0/id", 7),
        ("/employments", {}),
        ("/has_other_business", "yes"),
        ("/other_business/0/hours_per_month", -1),
        ("/other_business/0/hours_per_month", "many"),
        ("/other_business/0/start_date", "2020"),
        ("/other_business/0/address", "Newark"),
        ("/disclosure/14Z", True),
        ("/disclosure/14M", "yes"),
        ("/drps/0/type", "TAX"),
        ("/drps/0", 5),
        ("/drps/0/colour", "blue"),
        ("/drps/0/questions/0", "14Z"),
        ("/drps/0/court", "Essex"),
        ("/drps/0/date_first_charged", "2020-01-01"),
        ("/drps/0/date_first_charged/date", "2020-02-31"),
        ("/drps/0/date_first_charged/precision", "ROUGH"),
        ("/drps/0/date_first_charged/colour", "blue"),
        ("/drps/4/settlement_amount", 16000),
        ("/drps/4/settlement_amount", "-5.00"),
        ("/drps/4/settlement_amount", "1e9"),
        ("/signatures/15Z", {"name": "M"}),
        ("/signatures/15A/date", "today"),
        ("/gap_reasons", {}),
        ("/gap_reasons/0", "because"),
    ],
)
def test_what_the_form_does_not_know_is_a_fault(pointer: str, value: Any) -> None:
    start = copy.deepcopy(FORMS[1]) | {"gap_reasons": [{}]}
    assert faulty({pointer: value}, start) == [pointer]


@pytest.mark.parametrize("document", [None, [], "form", 5, True])
def test_a_form_is_an_object(document: object) -> None:
    assert [fault.pointer for fault in strict.faults(U4, document)] == [""]


def test_a_null_is_no_answer_and_ids_may_be_absent() -> None:
    assert faulty({"/general/first_name": None, "/residences": None, "/drps": None, "/filing/as_of": None}) == []
    reasons = [{"section": "residences", "from": "2022-07", "to": "2022-10", "reason": "Travelling"}]
    assert faulty({"/gap_reasons": reasons}) == []


def test_codes_that_were_in_use_once_are_known_and_do_not_fit() -> None:
    document = FORMS[0] | {"exam_requests": ["S62"], "sro_requests": [{"regulator": "FINRA", "category": "CS"}]}
    assert strict.faults(U4, document) == []
    assert [one.pointer for one in strict.misfits(U4, document, documents.DAY)] == [
        "/sro_requests/0/category",
        "/exam_requests/0",
    ]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": 1e999}',
        b'{"filing": {"type": "INITIAL", "type": "DUAL"}}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"a": "\\ud800"}',
        b'{"a": ' + b"9" * 5_000 + b"}",
        b" " * (strict.LARGEST + 1),
    ],
)
def test_what_is_no_json_that_anybody_could_mean_is_refused(raw: bytes) -> None:
    with pytest.raises(errors.Invalid) as refused:
        strict.parse(raw)
    assert refused.value.message.endswith(".")


def test_a_list_longer_than_any_form_is_a_fault() -> None:
    assert faulty({"/residences": [{}] * 1_001}) == ["/residences"]
    assert faulty({"/drps": [{"type": "TERM"}] * 1_001}) == ["/drps"]


@given(
    st.recursive(
        st.none() | st.booleans() | st.text(max_size=3), lambda x: st.lists(x) | st.dictionaries(st.text(max_size=3), x)
    )
)
def test_json_is_read_as_it_was_written(value: object) -> None:
    assert strict.parse(json.dumps(value).encode()) == value


SCHEMA = Draft202012Validator(jsonschema.schema(U4, documents.DAY), format_checker=Draft202012Validator.FORMAT_CHECKER)
ODD = st.sampled_from([None, True, 5, -1, 2.5, "", "PRESENT", "2026-11", "2026-02-30", "15.00", [], {}, ["S7TO"], [{}]])


@given(st.sampled_from(FORMS[:2]), st.data())
def test_what_the_schema_takes_has_no_faults(document: dict[str, Any], data: st.DataObject) -> None:
    """The reader is no stricter than the schema that is printed."""
    changed = copy.deepcopy(document)
    section = data.draw(st.sampled_from(sorted(changed)))
    if isinstance(changed[section], dict) and changed[section]:
        changed[section][data.draw(st.sampled_from(sorted(changed[section])))] = data.draw(ODD)
    else:
        changed[section] = data.draw(ODD)
    if SCHEMA.is_valid(changed):
        assert strict.faults(U4, changed) == []
