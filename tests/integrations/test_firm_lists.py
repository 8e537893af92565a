"""The readers of lists of firms: search pages and rosters."""

import csv
import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from finpro.integrations import archives, firm_lists

SHARED = Path(__file__).parents[3] / "shared" / "data" / "firms"

ADDRESS = {"street1": "1 EXAMPLE WAY", "city": "HELENA", "state": "MT", "country": "USA", "postalCode": "59601"}


def hit(crd: str = "501", **changes: Any) -> dict[str, Any]:
    source = {
        "firm_source_id": crd,
        "firm_bd_sec_number": "69791",
        "firm_bd_full_sec_number": "8-69791",
        "firm_ia_sec_number": "16048",
        "firm_ia_full_sec_number": "801-16048",
        "firm_name": "EXAMPLE & CO., LLC",
        "ia_firm_name": "EXAMPLE ADVISERS",
        "firm_other_names": ["EXAMPLE CO."],
        "firm_scope": "ACTIVE",
        "firm_ia_scope": "INACTIVE",
        "firm_disclosure_fl": "N",
        "firm_ia_disclosure_fl": "Y",
        "firm_approved_finra_registration_count": 1,
        "firm_branches_count": 2,
        "firm_address_details": json.dumps(
            {"officeAddress": ADDRESS, "mailingAddress": ADDRESS, "businessPhoneNumber": "406-555-0100"}
        ),
        "firm_ia_address_details": json.dumps({"officeAddress": {"city": "BUTTE"}}),
    }
    branch = {"_source": {"street1": "2 Sample Avenue", "city": "Butte", "state": "MT", "zipCode": "59701"}}
    return {
        "_type": "_doc",
        "_source": source | changes,
        "highlight": {},
        "inner_hits": {"branchOfficeLocations": {"hits": {"hits": [branch]}}},
    }


def page(*hits: Any, total: Any = 3) -> dict[str, Any]:
    return {"hits": {"total": total, "hits": list(hits)}}


HEADER = [
    "SEC Region",
    "Organization CRD#",
    "SEC#",
    "Firm Type",
    "Primary Business Name",
    "Legal Name",
    "Main Office Street Address 1",
    "Main Office Street Address 2",
    "Main Office City",
    "Main Office State",
    "Main Office Country",
    "Main Office Postal Code",
    "Main Office Private Residence Flag",
    "Main Office Telephone Number",
    "Mail Office City",
    "SEC Current Status",
    "SEC Status Effective Date",
    "Latest ADV Filing Date",
    "3C-State",
    "3C-Country",
]
ROW = [
    "NYRO",
    "334787",
    "802-132684",
    "ERA",
    "CAFÉ VENTURES",
    "CAFÉ VENTURES, LLC",
    "1 EXAMPLE WAY",
    "",
    "HELENA",
    "MT",
    "United States",
    "59601",
    "N",
    "406-555-0100",
    "",
    "ERA - Active",
    "3/30/2012",
    "3/31/2025",
    "DE",
    "United States",
]


def roster(*rows: list[str], header: list[str] = HEADER) -> bytes:
    target = io.StringIO(newline="")
    csv.writer(target).writerows([header, *rows])
    return target.getvalue().encode("cp1252")


def changed(column: str, value: str) -> list[str]:
    return [value if name == column else cell for name, cell in zip(HEADER, ROW, strict=True)]


def read(path: Path) -> list[firm_lists.Answer]:
    return list(firm_lists.read_firms([path]))


def write(path: Path, value: Any) -> Path:
    path.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
    return path


def test_a_search_page_is_read_with_addresses_inside_texts(tmp_path: Path) -> None:
    announced, found = read(write(tmp_path / "p.json", page(hit())))
    assert announced == firm_lists.FirmPage("p.json", "", "", 3, 1)
    assert isinstance(found, firm_lists.FirmRow)
    office = firm_lists.Address("1 EXAMPLE WAY", None, "HELENA", "MT", "USA", "59601")
    assert (found.crd, found.name, found.ia_name, found.other_names) == (
        501,
        "EXAMPLE & CO., LLC",
        "EXAMPLE ADVISERS",
        ("EXAMPLE CO.",),
    )
    assert (found.bd_sec_number, found.ia_sec_number, found.bc_scope, found.ia_scope) == (
        "8-69791",
        "801-16048",
        "ACTIVE",
        "INACTIVE",
    )
    assert (found.bc_disclosure_flag, found.ia_disclosure_flag) == (False, True)
    assert (found.approved_finra_registration_count, found.branches_count) == (1, 2)
    assert (found.office, found.mailing, found.phone) == (office, office, "406-555-0100")
    assert found.ia_office == firm_lists.Address(None, None, "BUTTE", None, None, None)
    assert found.branches == (firm_lists.Address("2 Sample Avenue", None, "Butte", "MT", None, "59701"),)
    assert (found.source, found.pointer, found.unknown_keys) == (firm_lists.BROKERCHECK, "/hits/hits/0/_source", ())


@pytest.mark.parametrize(
    ("bad", "pointer", "reason"),
    [
        (hit(""), "/hits/hits/1/_source/firm_source_id", "a CRD number was expected, nothing was found"),
        (
            hit(firm_address_details="{"),
            "/hits/hits/1/_source/firm_address_details",
            "the text is no JSON from character 1 on (cut short or damaged)",
        ),
        (
            hit(firm_address_details={"a": 1}),
            "/hits/hits/1/_source/firm_address_details",
            "JSON inside a text was expected, an object was found",
        ),
        (
            hit(firm_address_details='{"officeAddress": {"city": ["x"]}}'),
            "/hits/hits/1/_source/firm_address_details/officeAddress/city",
            "a text was expected, a list was found",
        ),
        (hit(firm_other_names="x"), "/hits/hits/1/_source/firm_other_names", "a list was expected, a text was found"),
        ("x", "/hits/hits/1/_source", "an object was expected, nothing was found"),
        (
            {"_source": {"ind_source_id": "5"}},
            "/hits/hits/1/_source",
            "this is no row of a search for firms: it has no firm_source_id",
        ),
    ],
)
def test_a_bad_hit_costs_only_itself(tmp_path: Path, bad: Any, pointer: str, reason: str) -> None:
    _, first, problem, last = read(write(tmp_path / "p.json", page(hit("1"), bad, hit("3"))))
    assert isinstance(first, firm_lists.FirmRow)
    assert isinstance(last, firm_lists.FirmRow)
    assert (first.crd, last.crd) == (1, 3)
    assert isinstance(problem, archives.Problem)
    assert (problem.pointer, problem.reason) == (pointer, reason)


@pytest.mark.parametrize("value", [{}, {"hits": []}, {"hits": {"hits": None}}, page(total="many"), [1]])
def test_what_is_no_page_is_one_problem(tmp_path: Path, value: Any) -> None:
    (problem,) = read(write(tmp_path / "p.json", value))
    assert isinstance(problem, archives.Problem)


def test_a_roster_is_read_out_of_its_zip(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "r.zip", "w") as archive:
        archive.writestr("ia07012025-exempt.csv", roster(ROW))
    (found,) = read(tmp_path / "r.zip")
    assert isinstance(found, firm_lists.FirmRow)
    assert (found.crd, found.name, found.legal_name, found.ia_sec_number, found.firm_type) == (
        334_787,
        "CAFÉ VENTURES",
        "CAFÉ VENTURES, LLC",
        "802-132684",
        "ERA",
    )
    assert (found.status, found.status_on, found.latest_filing_on) == (
        "ERA - Active",
        date(2012, 3, 30),
        date(2025, 3, 31),
    )
    assert found.ia_office == firm_lists.Address(
        "1 EXAMPLE WAY", None, "HELENA", "MT", "United States", "59601", private_residence=False
    )
    assert (found.ia_mailing, found.ia_phone, found.organised_in_state) == (None, "406-555-0100", "DE")
    assert (found.listed_on, found.source, found.record) == (date(2025, 7, 1), firm_lists.SEC_ROSTER, "line 2")


def test_a_private_residence_has_no_street_and_a_spoilt_number_is_no_number(tmp_path: Path) -> None:
    hidden = ["" if name.startswith("Main Office") else cell for name, cell in zip(HEADER, ROW, strict=True)]
    hidden[HEADER.index("Main Office Private Residence Flag")] = "Y"
    spoilt = changed("Main Office Telephone Number", "4.41535E+11")
    first, second = read(write(tmp_path / "r.csv", roster(hidden, spoilt)))
    assert isinstance(first, firm_lists.FirmRow)
    assert isinstance(second, firm_lists.FirmRow)
    assert first.ia_office == firm_lists.Address(None, None, None, None, None, None, private_residence=True)
    assert (first.listed_on, second.ia_phone) == (None, None)


@pytest.mark.parametrize(
    ("row", "pointer", "reason"),
    [
        (
            changed("SEC Status Effective Date", "2/30/2012"),
            "/SEC Status Effective Date",
            "the date is impossible: there is no such day",
        ),
        (changed("Organization CRD#", ""), "/Organization CRD#", "a CRD number was expected, nothing was found"),
        (
            changed("Organization CRD#", "1.2E+5"),
            "/Organization CRD#",
            "a whole number was expected, another text was found",
        ),
        (
            changed("Main Office Private Residence Flag", "?"),
            "/Main Office Private Residence Flag",
            "Y or N was expected, another value was found",
        ),
        (ROW[:-1], "", "the row has 19 cells, the header has 20"),
        (changed("Legal Name", "x\x00"), "", "the text holds a character that cannot be stored (NUL or half a pair)"),
    ],
)
def test_a_bad_row_costs_only_itself(tmp_path: Path, row: list[str], pointer: str, reason: str) -> None:
    first, problem, last = read(write(tmp_path / "r.csv", roster(ROW, row, ROW)))
    assert isinstance(first, firm_lists.FirmRow)
    assert isinstance(last, firm_lists.FirmRow)
    assert isinstance(problem, archives.Problem)
    assert (problem.pointer.partition("/0")[0], problem.reason, problem.record) == (pointer, reason, "line 3")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("CAFÉ,é".encode(), "the row is in UTF-8, rosters are in Windows-1252; convert the file first"),
        (b"CAF\x81", "the row is not in Windows-1252; save the roster in that encoding"),
        (b"x" * 2_000_000, "the row is larger than 1 MB; it was left out unread"),
    ],
)
def test_a_line_that_cannot_be_read_costs_only_itself(tmp_path: Path, line: bytes, reason: str) -> None:
    answers = read(write(tmp_path / "r.csv", roster(ROW) + line + b"\r\n" + roster(ROW).splitlines()[1] + b"\r\n"))
    problems = [answer for answer in answers if isinstance(answer, archives.Problem)]
    assert [(problem.reason, problem.record) for problem in problems] == [(reason, "line 3")]
    assert len(answers) == 3


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the roster is empty"),
        (b"a,b\n1,2\n", "this is no adviser roster: its first line names no CRD number column"),
    ],
)
def test_what_is_no_roster_is_one_problem(tmp_path: Path, data: bytes, reason: str) -> None:
    (problem,) = read(write(tmp_path / "r.csv", data))
    assert isinstance(problem, archives.Problem)
    assert problem.reason == reason


def test_counts_tell_hits_from_firms(tmp_path: Path) -> None:
    write(tmp_path / "a.json", page(hit("1"), hit("2")))
    write(tmp_path / "b.json", page(hit("2"), hit("x")))
    write(tmp_path / "c.csv", roster(ROW, changed("Organization CRD#", "1")))
    counts = firm_lists.count_firms(firm_lists.read_firms([tmp_path]))
    assert (counts.hits, counts.announced, counts.roster_rows, counts.problems) == (3, 3, 2, 1)
    assert counts.crds == {1, 2, 334_787}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared lists are not beside this checkout")
def test_all_shared_lists_are_read() -> None:
    pages = rows = 0
    crds = set()
    for answer in firm_lists.read_firms([SHARED]):
        assert not isinstance(answer, archives.Problem), answer
        if isinstance(answer, firm_lists.FirmPage):
            pages += 1
        elif answer.source == firm_lists.BROKERCHECK:
            rows += 1
            crds.add(answer.crd)
            assert answer.unknown_keys == ()
            assert answer.office is not None
        else:
            assert answer.listed_on == date(2025, 7, 1)
    assert (pages, rows, len(crds)) == (123, 1465, 1189)
