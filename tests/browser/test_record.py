"""An imported person signs in and reads the own record."""

import pytest

from tests.browser import captures, personas

pytestmark = pytest.mark.browser

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


def test_an_imported_person_signs_in_and_reads_every_section(visit):
    visitor = visit(personas.INDIVIDUAL, fresh=True)
    page = visitor.page
    assert page.title() == "Dashboard – FinPro"
    assert "IAR CE" in page.get_by_role("main").inner_text()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="My record").click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("ODETTE Q Merriweather-Vandermeer")
    for section in SECTIONS:
        assert page.get_by_role("heading", level=2, name=section).is_visible(), section
    text = page.get_by_role("main").inner_text()
    for value in (
        *(str(captures.ACTIVE), "Vandermeer", "ODETTE LARKSPUR", "California", "District of Columbia", "Texas"),
        *(
            "EXAMPLE SECURITIES, LLC",
            "EXAMPLE ADVISERS",
            "OLD Example Co.",
            "1 EXAMPLE WAY",
            "Butte",
            "Customer dispute",
        ),
        *("Investment adviser", "Something wrong?", "13 May 2025"),
    ):
        assert value.upper() in text.upper(), value
