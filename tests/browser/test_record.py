"""An imported person signs in, reads the own record as of any date, and takes it home."""

import hashlib
import json
import re
import shutil
import subprocess
import time
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from tests.browser import captures, personas
from tests.browser.visitor import words

pytestmark = pytest.mark.browser

SSN = re.compile(r"\b\d{3}-\d{2}-\d{4}\b")
SECTIONS = (
    "Names and identity",
    "Registrations",
    "Qualifications",
    "Continuing education",
    "Employment",
    "Disclosures",
    "Residential history",
    "Where these values come from",
)
STORY = (
    *(str(captures.ACTIVE), "ODETTE Q Vandermeer", "ODETTE LARKSPUR", "DETTY Q LARKSPUR"),
    *("California", "District of Columbia", "Texas", "Approved, IAR CE overdue"),
    *("Uniform Combined State Law Examination", "Securities Industry Essentials", "27 July 1999"),
    *("EXAMPLE SECURITIES, LLC", "EXAMPLE ADVISERS", "OLD Example Co.", "1 EXAMPLE WAY", "Butte"),
    *("Customer dispute", "26 April 2000", "no continuing education", "no home address", "Something wrong?"),
    "BrokerCheck capture, of 13 May 2025",
)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_an_imported_person_signs_in_and_reads_every_section(visit, script):
    visitor = visit(personas.INDIVIDUAL, fresh=True, java_script_enabled=script)
    page = visitor.page
    assert page.title() == "Dashboard – FinPro"
    asked = page.get_by_role("region", name="What your record asks for").inner_text()
    assert "Approved, IAR CE overdue" in asked
    assert "California" in asked
    page.get_by_role("navigation", name="Main").get_by_role("link", name="My record").click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("ODETTE Q Merriweather-Vandermeer III")
    for section in SECTIONS:
        assert page.get_by_role("heading", level=2, name=section).is_visible(), section
    text = words(page)
    assert [value for value in STORY if value not in text] == []


def test_another_date_shows_another_record(visit):
    visitor = visit(personas.INDIVIDUAL)
    page = visitor.open("/me/record")
    assert "Texas" in words(page)
    page.get_by_label("Show the record on another date").fill("2024-12-31")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**as_of=2024-12-31")
    text = words(page)
    assert page.get_by_role("heading", level=1).inner_text().startswith("ODETTE Q Vandermeer III")
    assert "Merriweather" not in text
    assert "Texas" not in text
    assert "As of 31 December 2024" in text
    page.get_by_role("link", name="Show today").click()
    assert "Merriweather" in words(page)


def test_a_date_that_is_none_is_said_in_the_page(visit):
    visitor = visit(personas.INDIVIDUAL)
    page = visitor.open("/me/record?as_of=2024-02-31", 422)
    page.get_by_role("alert").get_by_role("link", name="Enter a real date").click()
    assert page.evaluate("document.activeElement.name") == "as_of"


def test_the_record_comes_as_json_and_as_a_sealed_tagged_pdf_that_holds_it(visit, tmp_path):
    visitor = visit(personas.INDIVIDUAL)
    page = visitor.open("/me/record")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download as JSON").click()
    assert coming.value.suggested_filename.startswith(f"record-{captures.ACTIVE}-")
    data = json.loads(Path(coming.value.path()).read_text(encoding="utf-8"))
    assert data["crd"] == captures.ACTIVE
    page.get_by_role("button", name="Download as PDF").click()
    download = page.get_by_role("button", name=f"Download record-{captures.ACTIVE}-")
    download.wait_for(timeout=30_000)
    with page.expect_download() as coming:
        download.click()
    content = Path(coming.value.path()).read_bytes()
    assert hashlib.sha256(content).hexdigest() in words(page)
    _is_accessible(content)
    ((_name, (embedded,)),) = pypdf.PdfReader(BytesIO(content)).attachments.items()
    assert json.loads(embedded) == data
    if shutil.which("pdfinfo"):
        told = subprocess.run(["pdfinfo", "-"], input=content, capture_output=True, check=True).stdout.decode()
        assert "Tagged:          yes" in told


def _is_accessible(content: bytes) -> None:
    """Tagged, titled, in a language, marked as PDF/UA and PDF/A."""
    reader = pypdf.PdfReader(BytesIO(content))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"].startswith("en")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Registration record of ODETTE Q Merriweather-Vandermeer III"
    said = root["/Metadata"].get_data().decode()
    assert "pdfuaid:part" in said
    assert "pdfaid:part" in said
    text = "".join(page.extract_text() for page in reader.pages)
    for section in SECTIONS[1:7]:
        assert section in text, section


def test_a_document_is_fetched_without_script_too(visit):
    visitor = visit(personas.LEFT, java_script_enabled=False)
    page = visitor.open("/me/record")
    page.get_by_role("button", name="Download as PDF").click()
    again = page.get_by_role("link", name="Look again")
    limit = time.monotonic() + 30
    while again.count():
        assert time.monotonic() < limit
        again.click()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download record-").click()
    assert Path(coming.value.path()).read_bytes().startswith(b"%PDF-")


def test_who_left_the_industry_reads_what_was(visit):
    page = visit(personas.LEFT).open("/me/")
    assert "You are with no firm. The last was EXAMPLE SECURITIES, LLC, until 31 December 2024" in (words(page))
    page.get_by_role("link", name="My record", exact=True).click()
    text = words(page)
    assert "No association with a firm on this date" in text
    assert "The record holds no disclosure" in text


def test_a_synthetic_person_sees_homes_education_and_the_number_on_demand(visit):
    page = visit(personas.RICH).open("/me/record")
    text = words(page)
    assert "no home address" not in text
    assert "no continuing education" not in text
    page.get_by_role("button", name="Show the whole number").click()
    number = page.get_by_text(SSN).first
    assert number.is_visible()
    assert number.inner_text().replace("-", "") not in page.url
