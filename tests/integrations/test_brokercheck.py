"""The reader of BrokerCheck and IAPD answers: every format, every quirk, every refusal."""

import dataclasses
import json
import types
import typing
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from finpro.integrations import archives, brokercheck
from tests.integrations import brokercheck_samples as samples

SHARED = Path(__file__).parents[3] / "shared" / "data" / "brokercheck"


def read(path: Path) -> list[brokercheck.Answer]:
    return list(brokercheck.read_individuals([path]))


def write(path: Path, value: Any) -> Path:
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return path


def one(tmp_path: Path, value: Any, name: str = "answer.json") -> brokercheck.IndividualCapture:
    (found,) = read(write(tmp_path / name, value))
    assert isinstance(found, brokercheck.IndividualCapture), found
    return found


def refused(tmp_path: Path, value: Any, name: str = "answer.json") -> archives.Problem:
    (found,) = read(write(tmp_path / name, value))
    assert isinstance(found, archives.Problem), found
    return found


def test_an_envelope_of_2024_is_read_whole(tmp_path: Path) -> None:
    found = one(tmp_path, samples.envelope(samples.document()))
    assert (found.crd, found.service, found.captured_on, found.record) == (9_000_001, "BC", None, "")
    assert (found.first_name, found.middle_name, found.last_name, found.name_suffix) == (
        "ODETTE",
        "Q",
        "Vandermeer",
        "III",
    )
    assert found.other_names == ("ODETTE  LARKSPUR", "DETTY Q LARKSPUR")
    assert found.days_in_industry_from == date(2001, 3, 4)
    office, residence = found.current_employments[0].branches
    assert office == brokercheck.BranchLocation(
        pointer="/currentEmployments/0/branchOfficeLocations/0",
        display_order=2,
        located_at=True,
        supervised_from=False,
        private_residence=False,
        non_registered_office=False,
        branch_office_id="77001",
        street1="1 EXAMPLE WAY",
        street2=None,
        city="Helena",
        state="MT",
        country="USA",
        zip_code="59601-0001",
        ela_begin_on=date(2010, 1, 2),
    )
    assert (residence.private_residence, residence.branch_office_id, residence.street1) == (True, None, None)
    adviser = found.current_ia_employments[0]
    assert (adviser.firm_id, adviser.firm_name, adviser.ia_sec_number, adviser.ia_sec_number_type) == (
        502,
        "EXAMPLE ADVISERS",
        "99999",
        "801",
    )
    (earlier,) = found.previous_employments
    assert (earlier.registration_begin_on, earlier.registration_end_on) == (date(2001, 3, 4), date(2009, 12, 31))
    assert (earlier.city, earlier.expelled_on, earlier.ia_only) == (None, date(2014, 8, 18), False)
    assert earlier.firm_name == "OLD  Example Co."
    assert (found.disclosure_flag, found.ia_disclosure_flag) == (True, False)
    (event,) = found.disclosures
    assert (event.disclosure_resolution, event.bc_excluded, event.iapd_excluded) == (None, None, False)
    assert event.detail["Broker Comment"] == ["one\r\ntwo", "three"]
    assert [exam.exam_category for exam in (*found.state_exams, *found.principal_exams, *found.product_exams)] == [
        "Series 66",
        "F04",
        "SIE",
    ]
    assert found.state_exams[0].exam_scope == "BOTH"
    assert found.registered_states[1] == brokercheck.StateRegistration(
        "/registeredStates/1", "Texas", "IA", "APPROVED_RES", date(2016, 2, 29)
    )
    assert found.registered_sros[0].categories == ("Operations Professional",)
    assert found.counters == brokercheck.Counters(1, 1, 1, 1, False, True, 1, 1, 1)
    assert (found.has_bc_comments, found.has_ia_comments, found.legacy_report_status) == (
        False,
        True,
        "Not Requested",
    )
    assert found.unknown_keys == ()


@pytest.mark.parametrize("made", [brokercheck.IndividualCapture, brokercheck.SearchRow])
def test_every_field_holds_the_type_it_declares(tmp_path: Path, made: type) -> None:
    write(tmp_path / "a.json", samples.envelope(samples.document()))
    write(tmp_path / "b.json", samples.search_answer(samples.search_row()))
    (found,) = [answer for answer in read(tmp_path) if isinstance(answer, made)]
    assert_typed(found)


def assert_typed(value: Any) -> None:
    hints = typing.get_type_hints(type(value))
    for field in dataclasses.fields(value):
        item, hint = getattr(value, field.name), hints[field.name]
        allowed = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
        plain = tuple(typing.get_origin(kind) or kind for kind in allowed)
        assert isinstance(item, plain), field.name
        assert not (type(item) is bool and bool not in plain), field.name
        for inner in item if isinstance(item, tuple) else ():
            if dataclasses.is_dataclass(inner):
                assert isinstance(inner, typing.get_args(hint)[0]), field.name
                assert_typed(inner)


@pytest.mark.parametrize(("key", "service"), [("content", "BC"), ("iacontent", "IA")])
def test_the_service_is_told_by_the_key_of_the_envelope(tmp_path: Path, key: str, service: str) -> None:
    assert one(tmp_path, samples.envelope(samples.document(), key)).service == service


@pytest.mark.parametrize(
    ("name", "service"), [("finra_9000001_20250513.json", "BC"), ("sec_9000001_20250513.json", "IA")]
)
def test_a_bare_document_of_2025_takes_service_and_day_from_its_name(tmp_path: Path, name: str, service: str) -> None:
    found = one(tmp_path, samples.document(), name)
    assert (found.service, found.captured_on) == (service, date(2025, 5, 13))


def test_a_bare_document_without_a_telling_name_is_told_by_what_only_iapd_sends(tmp_path: Path) -> None:
    assert one(tmp_path, samples.document()).service == "BC"
    assert one(tmp_path, samples.document(iaDisclosures=[])).service == "IA"
    basic = samples.document()["basicInformation"] | {"daysInIndustryCalculatedDateIAPD": "1/2/2003"}
    found = one(tmp_path, samples.document(basicInformation=basic))
    assert (found.service, found.days_in_industry_from_iapd) == ("IA", date(2003, 1, 2))


def test_json_lines_hold_both_kinds_and_a_bad_line_costs_only_itself(tmp_path: Path) -> None:
    lines = [samples.document(11), samples.envelope(samples.document(12), "iacontent"), "{", samples.document(13)]
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    first, second, bad, last = read(write(tmp_path / "all.jsonl", text))
    assert isinstance(first, brokercheck.IndividualCapture)
    assert isinstance(second, brokercheck.IndividualCapture)
    assert isinstance(bad, archives.Problem)
    assert isinstance(last, brokercheck.IndividualCapture)
    assert [(answer.crd, answer.record) for answer in (first, second, last)] == [
        (11, "line 1"),
        (12, "line 2"),
        (13, "line 4"),
    ]
    assert first.sequence < second.sequence < last.sequence
    assert (bad.record, bad.reason) == (
        "line 3",
        "the text is no JSON from character 1 on (cut short or damaged)",
    )


def test_folder_and_zip_give_the_same_captures_in_the_same_order(tmp_path: Path) -> None:
    folder = tmp_path / "captures"
    folder.mkdir()
    for crd in (31, 7, 200):
        write(folder / f"finra_{crd}.json", samples.envelope(samples.document(crd)))
    with zipfile.ZipFile(tmp_path / "captures.zip", "w") as archive:
        for path in sorted(folder.iterdir(), reverse=True):
            archive.write(path, path.name)

    def numbers(path: Path) -> list[tuple[int, int, bytes]]:
        return [
            (answer.sequence, answer.crd, answer.digest)
            for answer in read(path)
            if isinstance(answer, brokercheck.IndividualCapture)
        ]

    assert numbers(folder) == numbers(tmp_path / "captures.zip")
    assert [crd for _, crd, _ in numbers(folder)] == [200, 31, 7]


def test_a_search_row_is_read_with_its_counters(tmp_path: Path) -> None:
    (found,) = read(write(tmp_path / "finra_9000001.json", samples.search_answer(samples.search_row())))
    assert isinstance(found, brokercheck.SearchRow)
    assert (found.crd, found.service, found.employments_count, found.approved_finra_registration_count) == (
        9_000_001,
        "IA",
        1,
        1,
    )
    assert found.industry_from_iapd == date(2001, 3, 4)
    (employer,) = found.current_ia_employments
    assert (employer.firm_id, employer.ia_only, employer.firm_ia_full_sec_number) == (502, True, "801-99999")


def test_a_search_row_of_brokercheck_is_told_from_one_of_iapd(tmp_path: Path) -> None:
    row = {
        "ind_source_id": "5",
        "ind_bc_disclosure_fl": "Y",
        "ind_industry_days": "721",
        "ind_current_employments": [],
        "ind_employments_count": 3,
    }
    (found,) = read(write(tmp_path / "row.json", samples.search_answer(row)))
    assert isinstance(found, brokercheck.SearchRow)
    assert (found.service, found.industry_days, found.bc_disclosure_flag) == ("BC", 721, True)


def test_a_bad_hit_costs_only_itself(tmp_path: Path) -> None:
    answer = samples.search_answer(
        samples.search_row(1), samples.search_row(2, ind_employments_count="many"), samples.search_row(3)
    )
    first, bad, last = read(write(tmp_path / "page.json", answer))
    assert isinstance(first, brokercheck.SearchRow)
    assert isinstance(last, brokercheck.SearchRow)
    assert isinstance(bad, archives.Problem)
    assert (bad.pointer, bad.record, bad.crd) == ("/hits/hits/1/_source/ind_employments_count", "hit 2", 2)


def test_absent_null_and_blank_are_the_same(tmp_path: Path) -> None:
    sparse = {"basicInformation": {"individualId": "42", "middleName": " ", "nameSuffix": None}, "disclosures": None}
    found = one(tmp_path, sparse)
    assert (found.crd, found.middle_name, found.name_suffix, found.disclosures, found.other_names) == (
        42,
        None,
        None,
        (),
        (),
    )
    assert found.counters == brokercheck.Counters(*[None] * 9)


def test_keys_that_are_not_known_are_named_and_left_out(tmp_path: Path) -> None:
    document = samples.document(novelty={"x": 1})
    document["registeredStates"][0]["extra"] = "private"
    document["currentEmployments"][0]["branchOfficeLocations"][0]["floor"] = 3
    assert one(tmp_path, document).unknown_keys == (
        "currentEmployments/branchOfficeLocations/floor",
        "novelty",
        "registeredStates/extra",
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("4/6/2001", date(2001, 4, 6)),
        ("04/06/2001", date(2001, 4, 6)),
        ("2001-04-06", date(2001, 4, 6)),
        ("2001-04-06T00:00:00.000+0000", date(2001, 4, 6)),
        ("", None),
        (None, None),
    ],
)
def test_dates_are_read_in_each_form_of_the_source(tmp_path: Path, written: str | None, meant: date | None) -> None:
    document = samples.document()
    document["registeredStates"][0]["regDate"] = written
    assert one(tmp_path, document).registered_states[0].reg_on == meant


def change(document: dict[str, Any], pointer: str, value: Any) -> dict[str, Any]:
    *way, last = pointer.strip("/").split("/")
    place: Any = document
    for part in way:
        place = place[int(part)] if isinstance(place, list) else place[part]
    place[int(last) if isinstance(place, list) else last] = value
    return document


@pytest.mark.parametrize(
    ("pointer", "value", "reason"),
    [
        ("/registeredStates/1/regDate", "2/30/2016", "the date is impossible: there is no such day"),
        ("/registeredStates/1/regDate", "13/45/2016", "the date is impossible: there is no such day"),
        ("/registeredStates/1/regDate", "1/1/0203", "the date is impossible: its year lies outside 1900 to 2100"),
        (
            "/registeredStates/1/regDate",
            "Zebulon",
            "a date (M/D/YYYY or YYYY-MM-DD) was expected, another text was found",
        ),
        ("/registeredStates/1/regDate", 20160229, "a date was expected, a number was found"),
        ("/registeredStates/1/regScope", "XX", "one of BC, IA was expected, another value was found"),
        ("/registeredStates/1/status", "", "a text was expected, nothing was found"),
        ("/registeredStates/1/state", ["Texas"], "a text was expected, a list was found"),
        ("/registeredStates/1", "Texas", "an object was expected, a text was found"),
        ("/registeredStates", {"0": 1}, "a list was expected, an object was found"),
        ("/registeredSROs/0/CategoriesList/0", {"a": 1}, "a text was expected, an object was found"),
        ("/basicInformation/individualId", None, "a CRD number was expected, nothing was found"),
        ("/basicInformation/individualId", "0", "a CRD number was expected, nothing was found"),
        ("/basicInformation/individualId", -5, "the number is negative or far too large"),
        ("/basicInformation/individualId", 10**15, "the number is negative or far too large"),
        ("/basicInformation/individualId", True, "a whole number was expected, true or false was found"),
        ("/basicInformation/individualId", 4.5, "a whole number was expected, a fraction was found"),
        ("/basicInformation/individualId", "five", "a whole number was expected, another text was found"),
        ("/basicInformation/otherNames", "A B", "a list was expected, a text was found"),
        ("/basicInformation", [], "an object was expected, a list was found"),
        ("/currentEmployments/0/iaOnly", "maybe", "Y or N was expected, another value was found"),
        ("/currentEmployments/0/firmId", "", "a CRD number was expected, nothing was found"),
        (
            "/currentEmployments/0/branchOfficeLocations/1/elaBeginDate",
            "11/31/2012",
            "the date is impossible: there is no such day",
        ),
        ("/stateExamCategory/0/examScope", "ALL", "one of BC, IA, BOTH was expected, another value was found"),
        ("/disclosureFlag", "yes", "Y or N was expected, another value was found"),
        ("/disclosures/0/disclosureDetail", "text", "an object was expected, a text was found"),
        ("/disclosures/0/disclosureDetail", {"a": json.loads("[" * 20 + "]" * 20)}, "the object is nested too deeply"),
        ("/examsCount/stateExamCount", "one", "a whole number was expected, another text was found"),
        (
            "/disclosures/0/disclosureDetail/Broker Comment/1",
            "nul \x00",
            "the text holds a character that cannot be stored (NUL or half a pair)",
        ),
        (
            "/basicInformation/lastName",
            "half \ud83d",
            "the text holds a character that cannot be stored (NUL or half a pair)",
        ),
    ],
)
@pytest.mark.parametrize("wrapped", [False, True])
def test_a_malformed_value_is_a_problem_with_pointer_and_reason_and_without_the_value(
    tmp_path: Path, pointer: str, value: Any, reason: str, wrapped: bool
) -> None:
    document = change(samples.document(), pointer, value)
    problem = refused(tmp_path, samples.envelope(document) if wrapped else document)
    assert (problem.pointer, problem.reason) == (pointer, reason)
    assert "Zebulon" not in str(problem)
    if not pointer.startswith("/basicInformation"):
        assert problem.crd == 9_000_001


def test_a_text_of_more_than_a_million_characters_is_refused(tmp_path: Path) -> None:
    problem = refused(tmp_path, change(samples.document(), "/disclosures/0/disclosureDetail/x", "y" * 1_000_001))
    assert (problem.pointer, problem.reason) == (
        "/disclosures/0/disclosureDetail/x",
        "the text is longer than a million characters",
    )


def test_a_whole_emoji_is_no_half_pair(tmp_path: Path) -> None:
    document = change(samples.document(), "/basicInformation/lastName", "Smile \U0001f600")
    assert one(tmp_path, document).last_name == "Smile \U0001f600"


@pytest.mark.parametrize(
    ("value", "pointer", "reason"),
    [
        ({"hits": {"total": 0, "hits": []}}, "/hits/hits", "the service knew nobody with this CRD number"),
        ({"hits": None}, "/hits", "an object was expected, nothing was found"),
        ({"hits": {"hits": {}}}, "/hits/hits", "a list was expected, an object was found"),
        (
            {"hits": {"hits": ["x"]}},
            "/hits/hits/0",
            "an answer with _source was expected, another value was found",
        ),
        (
            {"hits": {"hits": [{"_source": {}}]}},
            "/hits/hits/0/_source",
            "this is no answer of the individual services: it has no content",
        ),
        (
            {"hits": {"hits": [{"_source": {"content": {"a": 1}}}]}},
            "/hits/hits/0/_source/content",
            "JSON inside a text was expected, an object was found",
        ),
        (
            {"hits": {"hits": [{"_source": {"firm_source_id": "7"}}]}},
            "/hits/hits/0/_source",
            "this is a row of a search for firms; import it as firms",
        ),
        ({"basicInformation": {"firmId": 7}}, "", "this is the record of a firm; import it as a firm"),
        (
            {"errorCode": 7},
            "",
            "this is no answer of the individual services: it has no basicInformation",
        ),
        ([1, 2], "", "an object was expected, a list was found"),
        ("", "", "the text is no JSON from character 0 on (cut short or damaged)"),
        ('{"a": NaN}', "", "NaN and Infinity are no JSON"),
        ('{"a": ' + "9" * 5000 + "}", "", "the JSON holds a number that is far too long"),
        ("[" * 100_000, "", "the JSON is nested too deeply"),
    ],
)
def test_what_is_no_answer_about_a_person_is_refused(tmp_path: Path, value: Any, pointer: str, reason: str) -> None:
    problem = refused(tmp_path, value)
    assert (problem.pointer, problem.reason) == (pointer, reason)


def test_a_wrong_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "finra_77.json"
    path.write_bytes(json.dumps(samples.document(), ensure_ascii=False).replace("ODETTE", "ODÉTTE").encode("cp1252"))
    (problem,) = read(path)
    assert isinstance(problem, archives.Problem)
    assert problem.reason.startswith("the text is not UTF-8")
    assert problem.crd == 77


def test_a_capture_date_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    problem = refused(tmp_path, samples.document(), "finra_9000001_20250231.json")
    assert problem.reason == "the file name gives a capture date that does not exist"


def test_a_truncated_zip_of_lines_gives_the_people_before_the_cut(tmp_path: Path) -> None:
    text = "\n".join(json.dumps(samples.document(crd)) for crd in range(1, 2001))
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("people.jsonl", text)
    data = (tmp_path / "a.zip").read_bytes()
    (tmp_path / "a.zip").write_bytes(data[: len(data) // 2])
    answers = read(tmp_path / "a.zip")
    crds = [answer.crd for answer in answers if isinstance(answer, brokercheck.IndividualCapture)]
    problems = [answer for answer in answers if isinstance(answer, archives.Problem)]
    assert crds == list(range(1, len(crds) + 1))
    assert len(crds) > 100
    assert [problem.reason.partition(" (")[0] for problem in problems] == [
        "the archive is damaged or truncated; what lies before the damage is read",
        "the archive ends inside this member",
    ]
    assert problems[1].record == f"after line {len(crds)}"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared captures are not beside this checkout")
def test_all_shared_captures_are_read_and_their_counters_agree() -> None:
    captured = {"detail": 0, "detail_2025": 0}
    rows = 0
    current: dict[int, int] = {}
    counted: dict[int, int | None] = {}
    for answer in brokercheck.read_individuals([SHARED]):
        assert not isinstance(answer, archives.Problem), answer
        assert answer.unknown_keys == ()
        if isinstance(answer, brokercheck.SearchRow):
            rows += 1
            if answer.service == "IA":
                counted[answer.crd] = answer.employments_count
            continue
        folder = answer.file.split("/")[1]
        captured[folder] += 1
        assert (answer.captured_on is not None) == (folder == "detail_2025")
        if folder == "detail":
            current[answer.crd] = len(answer.current_employments) + len(answer.current_ia_employments)
        counters, states = answer.counters, answer.registered_states
        assert counters.approved_sro == len(answer.registered_sros)
        assert counters.approved_finra == sum(row.sro == "FINRA" for row in answer.registered_sros)
        assert counters.approved_state == sum(row.reg_scope == "BC" for row in states)
        # BrokerCheck leaves this counter out although its list has the rows
        assert counters.approved_ia_state in (None, sum(row.reg_scope == "IA" for row in states))
        assert counters.state_exams == len(answer.state_exams)
        assert counters.principal_exams == len(answer.principal_exams)
        assert counters.product_exams == len(answer.product_exams)
    assert captured == {"detail": 471, "detail_2025": 16}
    assert rows == 471
    assert len(counted) == 401
    assert {crd for crd, number in counted.items() if current[crd] != number} == set()
