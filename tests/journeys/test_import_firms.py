"""Importing lists of firms."""

import csv
import io
import json
from datetime import date

import pytest

from finpro.journeys import import_brokercheck, import_firms, verify_import
from finpro.registry import models
from tests.journeys import import_files as files

pytestmark = pytest.mark.django_db

ADDRESS = {"street1": "1 ELM WAY", "city": "HELENA", "state": "MT", "country": "USA", "postalCode": "59601"}


def hit(crd: int, name: str, **changes):
    source = {
        "firm_source_id": str(crd),
        "firm_bd_full_sec_number": "8-69791",
        "firm_name": name,
        "firm_other_names": ["OLD OAK"],
        "firm_scope": "ACTIVE",
        "firm_address_details": json.dumps({"officeAddress": ADDRESS}),
    }
    branch = {"_source": {"street1": "2 Ash Avenue", "city": "Butte", "state": "MT", "zipCode": "59701"}}
    return {
        "_source": source | changes,
        "inner_hits": {"branchOfficeLocations": {"hits": {"hits": [branch]}}},
    }


def page(path, *hits):
    path.write_text(json.dumps({"hits": {"total": len(hits), "hits": list(hits)}}))
    return path


def roster(path, *rows):
    header = ["Organization CRD#", "SEC#", "Primary Business Name", "Legal Name", "Main Office City"]
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    path.write_bytes(text.getvalue().encode("cp1252"))
    return path


def imported(*paths, **options):
    return import_firms.import_firms(list(paths), **options)


def test_a_stub_is_completed_and_keeps_nothing_of_the_stub(tmp_path):
    people = files.lines(tmp_path / "people.jsonl", [files.person(9_000_001)])
    import_brokercheck.import_brokercheck([people])
    assert models.Firm.objects.get(crd=501).is_stub
    summary = imported(page(tmp_path / "page.json", hit(501, "OAK LLC")), captured_on=date(2026, 1, 5))
    assert (summary.counters["amended"], summary.counters["new"]) == (1, 0)
    firm = models.Firm.objects.get(crd=501)
    assert (firm.is_stub, firm.bd_sec_number, firm.bc_scope) == (False, "8-69791", "ACTIVE")
    assert list(firm.names.order_by("-is_main").values_list("name", "is_main")) == [
        ("OAK LLC", True),
        ("OLD OAK", False),
    ]
    assert firm.addresses.get(kind="MAIN").city == "HELENA"
    assert firm.branches.filter(street1="2 Ash Avenue").count() == 1
    import_brokercheck.import_brokercheck([files.dated(tmp_path / "in", files.person(9_000_009), "20260601")])
    assert firm.names.get(is_main=True).name == "OAK LLC"


def test_the_latest_list_names_the_firm_and_the_name_before_is_history(tmp_path):
    imported(page(tmp_path / "a.json", hit(501, "OAK LLC")), captured_on=date(2024, 2, 1))
    imported(roster(tmp_path / "ia07012025-exempt.csv", ["501", "802-1", "ELM & ASH \u2013 LLC", "", "Troy"]))
    firm = models.Firm.objects.get(crd=501)
    assert list(firm.names.filter(is_main=True).order_by("ends_on").values_list("name", "starts_on", "ends_on")) == [
        ("OAK LLC", None, date(2025, 6, 30)),
        ("ELM & ASH \u2013 LLC", date(2025, 7, 1), None),
    ]
    assert (firm.bd_sec_number, firm.ia_sec_number) == ("8-69791", "802-1")


def test_the_same_firm_on_another_page_is_known_again(tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    page(folder / "1.json", hit(501, "OAK LLC"), hit(502, "ELM LLC"))
    page(folder / "2.json", hit(502, "ELM LLC"))
    summary = imported(folder, captured_on=date(2024, 2, 1))
    assert (summary.counters["new"], summary.counters["already known"]) == (2, 1)
    assert imported(folder, captured_on=date(2024, 2, 1)).counters["captures"] == 0


def test_a_firm_without_a_name_is_refused_and_the_rest_is_imported(tmp_path):
    summary = imported(page(tmp_path / "1.json", hit(501, ""), hit(502, "ELM LLC")), captured_on=date(2024, 2, 1))
    assert [(reject.crd, reject.reason) for reject in summary.rejects] == [(501, "the firm has no name")]
    assert models.Firm.objects.get().crd == 502


def test_verification_names_firms_that_are_missing_or_only_stubs(tmp_path):
    import_brokercheck.import_brokercheck([files.lines(tmp_path / "p.jsonl", [files.person(9_000_001)])])
    found = verify_import.verify_import([page(tmp_path / "1.json", hit(501, "OAK LLC"), hit(777, "ELM LLC"))])
    assert [(d.crd, d.text) for d in found.differences] == [
        (501, "this firm is in the record only as a stub"),
        (777, "this firm is not in the record"),
    ]


@pytest.mark.skipif(not (files.SHARED / "firms").is_dir(), reason="the shared lists are not beside the project")
def test_the_shared_search_pages_are_imported_and_verified_without_a_difference():
    folder = files.SHARED / "firms" / "brokercheck_search_ny"
    summary = imported(folder)
    assert (summary.counters["rejected"], summary.counters["already known"]) == (0, 276)
    assert models.Firm.objects.count() == 1189
    assert verify_import.verify_import([folder]).differences == []
