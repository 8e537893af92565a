"""Importing BrokerCheck and IAPD documents."""

import json
import zipfile
from datetime import date
from itertools import permutations

import pytest

from finpro.audit.models import Event
from finpro.journeys import import_brokercheck as journey
from finpro.journeys import import_run, verify_import
from finpro.kernel import errors
from finpro.registry import models
from tests.integrations import brokercheck_samples as samples
from tests.journeys import import_files as files

pytestmark = pytest.mark.django_db

# What belongs to no one person: the source that named a firm or branch first.
_SHARED = {"registry_importrun", "registry_importreject", "registry_firm", "registry_firmname", "registry_branch"}
COUNTS = {"stateExamCount": 1, "principalExamCount": 1, "productExamCount": 1}


def imported(*paths, **options):
    return journey.import_brokercheck(list(paths), **options)


def reasons(summary) -> list[str]:
    return [reject.reason for reject in summary.rejects]


def test_a_document_becomes_a_record_with_its_sources(tmp_path):
    summary = imported(files.dated(tmp_path / "in", files.person(9_000_001), "20250513"))
    assert (summary.counters["new"], summary.counters["rejected"], summary.unknown_words) == (1, 0, {})
    person = models.Person.objects.get(crd=9_000_001)
    assert [(n.kind, n.full) for n in person.names.order_by("pk")] == [
        ("LEGAL", "ODETTE Q VANDERMEER50 III"),
        ("OTHER", "ODETTE LARKSPUR"),
        ("OTHER", "DETTY Q LARKSPUR"),
    ]
    assert sorted(person.exams.values_list("group", "starts_on")) == [
        ("principal", date(1999, 7, 27)),
        ("product", date(2018, 10, 1)),
        ("state", date(1999, 7, 27)),
    ]
    held = person.registrations.order_by("regulator").values_list("regulator", "category", "firm", "starts_on")
    assert list(held) == [
        ("DC", "AG", None, date(2014, 1, 8)),
        ("FINRA", "OS", None, None),
        ("TX", "RA", None, date(2016, 2, 29)),
    ]
    restricted = models.RegistrationStatus.objects.filter(registration__regulator="TX").order_by("starts_on")
    assert list(restricted.values_list("status", "starts_on", "ends_on")) == [
        ("", date(2016, 2, 29), date(2025, 5, 12)),
        ("APPROVED_RES", date(2025, 5, 13), None),
    ]
    assert person.spells.count() == person.associations.count() == 3
    assert person.offices.filter(private_residence=True, branch=None).count() == 2
    source = person.names.first().source
    assert (source.file, source.captured_on, source.captured_on_exact) == (
        "finra_9000001_20250513.json",
        date(2025, 5, 13),
        True,
    )
    assert not person.names.exclude(source=source).exists()
    stub = models.Firm.objects.get(crd=503)
    assert (stub.is_stub, stub.names.get().name) == (True, "OLD  Example Co.")
    assert list(Event.objects.order_by("pk").values_list("tag", flat=True)) == [
        "record:import:batch",
        "record:import:finished",
    ]


def test_importing_the_same_again_changes_nothing(tmp_path):
    path = files.lines(tmp_path / "people.jsonl", [files.person(9_000_001 + n) for n in range(5)])
    imported(path)
    before = files.contents()
    again = imported(path)
    assert (again.counters["already known"], again.counters["captures"]) == (5, 0)
    after = files.contents()
    for table in ("registry_importrun", "registry_importreject"):
        before.pop(table), after.pop(table)
    assert after == before


def test_history_names_the_run_that_wrote_a_row(tmp_path):
    summary = imported(files.lines(tmp_path / "people.jsonl", [files.person(9_000_001)]))
    (context,) = models.Person.pgh_event_model.objects.values_list("pgh_context__metadata", flat=True)
    assert context == {"import_run": summary.run, "actor": "system:import"}


def test_captures_arriving_in_any_order_give_the_same_record(tmp_path):
    first = files.person(9_000_001)
    second = files.person(
        9_000_001,
        disclosures=[],
        registeredStates=[{"state": "Texas", "regScope": "IA", "status": "APP_PEND_IARCE", "regDate": "2/29/2016"}],
        registrationCount={"approvedSRORegistrationCount": 1, "approvedStateRegistrationCount": 0},
    )
    second["basicInformation"]["lastName"] = "Ashgrove"
    third = second | {"registeredSROs": [], "registrationCount": {"approvedSRORegistrationCount": 0}}
    given = [
        files.dated(tmp_path / "in", first, "20250513"),
        files.dated(tmp_path / "in", second, "20250705"),
        files.dated(tmp_path / "in", third, "20251001", "sec"),
    ]
    seen = []
    for order in permutations(given):
        models.Source.objects.update(run=None)
        for table in (
            *("RegistrationStatus", "Registration", "DisclosureVersion", "Disclosure", "PersonName", "Standing"),
            *(
                "EmploymentSpell",
                "Association",
                "Office",
                "ExamResult",
                "Person",
                "FirmName",
                "Branch",
                "Firm",
                "Source",
            ),
        ):
            getattr(models, table).objects.all().delete()
        for path in order:
            summary = imported(path)
            assert reasons(summary) == []
        found = files.contents(history=False)
        seen.append({name: rows for name, rows in found.items() if name not in _SHARED})
    for one in seen[1:]:
        for name, rows in seen[0].items():
            assert one[name] == rows
    assert verify_import.verify_import(given).differences == []


def test_a_batch_of_one_writes_what_a_batch_of_many_does(tmp_path):
    path = files.lines(tmp_path / "people.jsonl", [files.person(9_000_001 + n % 3) for n in range(6)])
    summary = imported(path, batch=1)
    assert (summary.counters["new"], summary.counters["already known"]) == (3, 3)


def test_a_count_that_does_not_fit_refuses_that_person_alone(tmp_path):
    wrong = files.person(9_000_002, examsCount=COUNTS | {"stateExamCount": 2})
    path = files.lines(tmp_path / "people.jsonl", [files.person(9_000_001), wrong, files.person(9_000_003)])
    summary = imported(path)
    assert reasons(summary) == ["state exams: the source counts 2, the record holds 1"]
    assert (summary.rejects[0].position, summary.rejects[0].crd, summary.rejects[0].pointer) == (1, 9_000_002, "line 2")
    assert sorted(models.Person.objects.values_list("crd", flat=True)) == [9_000_001, 9_000_003]
    assert not models.Source.objects.filter(crd=9_000_002).exists()


def test_whoever_the_database_refuses_is_left_out_whole_and_the_others_are_written(tmp_path):
    """Here: somebody of a synthetic world has the same CRD number, and a legal name already."""
    source = models.Source.objects.create(
        kind="SIMULATION", service="simulation", file="", captured_on=date(2020, 1, 1), crd=9_000_002, digest=b"x" * 32
    )
    there = models.Person.objects.create(crd=9_000_002, source=source)
    there.names.create(kind="LEGAL", full="ADA ASH", first_seen_on=date(2020, 1, 1), source=source)
    path = files.lines(tmp_path / "people.jsonl", [files.person(9_000_001 + n) for n in range(3)])
    summary = imported(path)
    assert [(reject.crd, reject.reason) for reject in summary.rejects] == [
        (9_000_002, "The record contradicts itself: two legal names would hold on the same day.")
    ]
    assert not there.exams.exists()
    assert sorted(models.Person.objects.values_list("crd", flat=True)) == [9_000_001, 9_000_002, 9_000_003]
    assert (summary.counters["new"], summary.counters["captures"]) == (2, 2)


def test_a_search_row_alone_is_a_person_with_a_name(tmp_path):
    path = tmp_path / "b.json"
    path.write_text(json.dumps(samples.search_answer(samples.search_row())))
    imported(path, captured_on=date(2024, 11, 20))
    person = models.Person.objects.get(crd=9_000_001)
    assert person.names.get().full == "ODETTE VANDERMEER"
    assert person.standings.get().ia_scope == "ACTIVE"
    assert person.associations.get().firm.crd == 502


@pytest.mark.parametrize(
    ("changes", "pointer", "reason"),
    [
        (
            {
                "registeredStates": [
                    {"state": "Atlantis", "regScope": "IA", "status": "APPROVED", "regDate": "1/1/2020"}
                ]
            },
            "/registeredStates/0/state",
            "unknown state",
        ),
        (
            {"registeredStates": [{"state": "Texas", "regScope": "IA", "status": "SPLENDID", "regDate": "1/1/2020"}]},
            "/registeredStates/0/status",
            "unknown status",
        ),
        ({"registeredSROs": [{"sro": "Moon Exchange", "status": "APPROVED"}]}, "/registeredSROs/0/sro", "unknown SRO"),
        (
            {"registeredStates": [{"state": "Texas", "regScope": "IA", "status": "APPROVED", "regDate": "2/30/2020"}]},
            "/registeredStates/0/regDate",
            "",
        ),
        (
            {"registeredStates": [{"state": "Texas", "regScope": "IA", "status": "APPROVED", "regDate": "1/1/2031"}]},
            "/registeredStates/0",
            "impossible date",
        ),
        (
            {"previousEmployments": [samples.employment(registrationEndDate="1/1/1990", branchOfficeLocations=[])]},
            "/previousEmployments/0",
            "impossible dates",
        ),
    ],
)
def test_a_record_that_cannot_be_placed_is_refused_with_pointer_and_reason(tmp_path, changes, pointer, reason):
    bad = files.person(9_000_002, **changes)
    summary = imported(files.lines(tmp_path / "people.jsonl", [bad, files.person(9_000_003)]))
    (reject,) = summary.rejects
    assert reject.pointer == f"line 1 {pointer}"
    assert reason in reject.reason
    assert reject.crd == 9_000_002
    assert list(models.Person.objects.values_list("crd", flat=True)) == [9_000_003]


def test_an_unknown_exam_is_kept_as_written_and_counted(tmp_path):
    odd = files.person(9_000_001, productExamCategory=[samples.exam("Series 9999")])
    summary = imported(files.lines(tmp_path / "people.jsonl", [odd]))
    assert summary.unknown_words == {"exam 'Series 9999'": 1}
    assert models.ExamResult.objects.get(group="product").name == "Series 9999 Series 9999 Exam"


def test_undated_documents_get_the_latest_date_inside_any_of_them_as_a_lower_bound(tmp_path):
    late = files.person(9_000_002)
    late["registeredStates"][0]["regDate"] = "11/11/2024"
    imported(files.lines(tmp_path / "people.jsonl", [files.person(9_000_001), late]))
    assert set(models.Source.objects.values_list("captured_on", "captured_on_exact")) == {(date(2024, 11, 11), False)}


def test_a_given_day_dates_what_is_undated(tmp_path):
    imported(files.lines(tmp_path / "people.jsonl", [files.person(9_000_001)]), captured_on=date(2024, 12, 1))
    assert set(models.Source.objects.values_list("captured_on", "captured_on_exact")) == {(date(2024, 12, 1), True)}


def test_files_without_any_date_ask_for_one(tmp_path):
    path = tmp_path / "search.json"
    path.write_text(json.dumps(samples.search_answer(samples.search_row(ind_ia_current_employments=[]))))
    with pytest.raises(errors.Invalid, match="--captured-on"):
        imported(path)


def test_a_path_that_is_not_there_is_said_before_anything_begins(tmp_path):
    with pytest.raises(errors.Invalid, match="Nothing was imported"):
        imported(tmp_path / "absent")
    assert not models.ImportRun.objects.exists()


def test_search_rows_add_current_employments_that_documents_leave_out(tmp_path):
    document = files.person(9_000_001, currentIAEmployments=[])
    files.lines(tmp_path / "a.jsonl", [document], key="content")
    row = samples.search_row()
    row["ind_current_employments"] = row.pop("ind_ia_current_employments")
    row = {key: value for key, value in row.items() if "iapd" not in key and "ia_disclosure" not in key}
    (tmp_path / "b.json").write_text(json.dumps(samples.search_answer(row)))
    assert reasons(imported(tmp_path)) == []
    spell = models.EmploymentSpell.objects.get(firm__crd=502)
    assert (spell.side, spell.starts_on, spell.ends_on, spell.source.service) == ("IA", None, None, "BC_SEARCH")


def test_the_count_of_an_iapd_search_row_is_checked(tmp_path):
    files.lines(tmp_path / "a.jsonl", [files.person(9_000_001)], key="iacontent")
    (tmp_path / "b.json").write_text(json.dumps(samples.search_answer(samples.search_row(ind_employments_count=7))))
    summary = imported(tmp_path)
    assert set(reasons(summary)) == {"current employments: the source counts 7, the record holds 2"}
    assert not models.Person.objects.exists()


@pytest.mark.parametrize("name", ["truncated.zip", "bomb.zip", "escape.zip", "huge.jsonl", "latin.json"])
def test_bad_input_is_a_reject_and_the_rest_is_imported(tmp_path, name):
    good = json.dumps(samples.envelope(files.person(9_000_001))).encode()
    bad = tmp_path / name
    if name == "truncated.zip":
        files.zipped(bad, {"a.json": json.dumps(samples.envelope(files.person(9_000_002))).encode() * 3})
        bad.write_bytes(bad.read_bytes()[:-200])
    elif name == "bomb.zip":
        files.zipped(bad, {"a.json": b"0" * 60_000_000})
    elif name == "escape.zip":
        with zipfile.ZipFile(bad, "w") as archive:
            archive.writestr("../../a.json", good)
    elif name == "huge.jsonl":
        bad.write_bytes(b'{"x": "' + b"a" * 50_000_000 + b'"}\n')
    else:
        bad.write_bytes(b'{"basicInformation": {"individualId": 5, "lastName": "Mu\xf1oz"}}')
    (tmp_path / "good.json").write_bytes(good)
    summary = imported(tmp_path)
    assert summary.rejects
    assert {reject.file.split("/")[1] for reject in summary.rejects} == {name}
    assert list(models.Person.objects.values_list("crd", flat=True)) == [9_000_001]


def test_verification_finds_what_was_lost_or_doubled(tmp_path):
    path = files.lines(tmp_path / "people.jsonl", [files.person(9_000_001), files.person(9_000_002)])
    imported(path)
    assert verify_import.verify_import([path]).differences == []
    models.ExamResult.objects.filter(person__crd=9_000_001, group="state").delete()
    models.RegistrationStatus.objects.filter(registration__regulator="TX", person__crd=9_000_002).delete()
    models.Registration.objects.filter(regulator="TX", person__crd=9_000_002).delete()
    files.lines(path, [files.person(9_000_001), files.person(9_000_002), files.person(9_000_003)])
    assert [(d.crd, d.text) for d in verify_import.verify_import([path]).differences] == [
        (9_000_003, "this capture is not in the record"),
        (9_000_001, "state exams: the source counts 1, the record holds 0"),
        (9_000_002, "state registrations (IA): the source counts 1, the record holds 0"),
    ]


@pytest.mark.skipif(not (files.SHARED / "brokercheck").is_dir(), reason="the shared records are not beside the project")
def test_every_shared_record_is_imported_and_verified_without_a_difference():
    folder = files.SHARED / "brokercheck"
    summary = imported(folder)
    assert (summary.counters["rejected"], summary.unknown_words) == (0, {})
    assert models.Person.objects.count() == 481
    assert verify_import.verify_import([folder]).differences == []


def test_reading_in_a_process_of_its_own_gives_the_same(tmp_path, monkeypatch):
    odd = files.person(9_000_001, productExamCategory=[samples.exam("Series 9999")])
    path = files.lines(tmp_path / "people.jsonl", [odd, *(files.person(9_000_002 + n) for n in range(600))])
    monkeypatch.setattr(import_run, "MANY_BYTES", 0)
    summary = imported(path)
    assert (summary.counters["new"], summary.unknown_words) == (601, {"exam 'Series 9999'": 1})
    assert imported(path).counters["already known"] == 601


def test_an_error_of_the_reading_process_comes_across(tmp_path, monkeypatch):
    path = tmp_path / "search.json"
    path.write_text(json.dumps(samples.search_answer(samples.search_row(ind_ia_current_employments=[]))))
    monkeypatch.setattr(import_run, "MANY_BYTES", 0)
    with pytest.raises(errors.Invalid, match="--captured-on"):
        imported(path)
