"""Somebody who has left a firm tells a new home address, or that the one on record is still right."""

from datetime import timedelta

import pytest

from finpro.kernel import clock
from finpro.ui.filters import as_date
from tests.browser import leavers_keys, personas
from tests.browser.looks import look
from tests.browser.visitor import words

pytestmark = pytest.mark.browser
SINCE = clock.today() - timedelta(days=30)


def fill(page):
    page.get_by_label("Street address").fill("12 Juniper Court")
    page.get_by_label("City").fill("Bend")
    page.get_by_label("State or territory").select_option("OR")
    page.get_by_label("ZIP or postal code").fill("97701")
    for part, number in (("Month", SINCE.month), ("Day", SINCE.day), ("Year", SINCE.year)):
        page.get_by_label(part, exact=True).fill(str(number))


def test_a_move_goes_from_task_to_record_and_is_done(visit):
    visitor = visit(personas.MOVES)
    page = visitor.open("/me/")
    assert "Report each move until" in words(page)
    look(visitor, "address-dashboard")
    page.get_by_role("link", name="Check your home address").click()
    assert page.title() == "Home address – FinPro"
    assert "1 Elm Way, Salem, OR, 97301" in words(page)
    look(visitor, "address-form")
    fill(page)
    page.get_by_label("Street address").fill("P.O. Box 9")
    page.get_by_role("button", name="Check the new address").click()
    page.get_by_role("alert").get_by_role("link", name="post office box").click()
    assert page.evaluate("document.activeElement.name") == "street1"
    look(visitor, "address-wrong")
    page.get_by_label("Street address").fill("12 Juniper Lane")
    page.get_by_role("button", name="Check the new address").click()
    assert "12 Juniper Lane, Bend, OR, 97701" in words(page)
    look(visitor, "address-check")
    page.get_by_role("button", name="Go back and edit").click()
    assert page.get_by_label("City").input_value() == "Bend"
    page.get_by_label("Street address").fill("12 Juniper Court")
    page.get_by_role("button", name="Check the new address").click()
    page.get_by_role("button", name="Change my home address").dblclick()
    page.wait_for_url("**/me/address/done")
    assert "What happens next" in words(page)
    look(visitor, "address-done")
    page.get_by_role("link", name="See your residential history").click()
    text = words(page)
    assert "12 Juniper Court, Bend, OR, 97701" in text
    assert as_date(SINCE) in text
    assert "1 Elm Way" in text
    assert "Told by the person" in text
    look(visitor, "address-record")
    page = visitor.open("/me/")
    assert "Check your home address" not in words(page)
    assert "Report each move until" in words(page)
    page.get_by_role("link", name="LV-05").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Address for two years"


def test_one_click_without_script_says_that_nothing_changed(visit):
    page = visit(personas.CONFIRMS, java_script_enabled=False).open("/me/")
    page.get_by_role("link", name="Check your home address").click()
    page.get_by_role("button", name="My address is still right").click()
    assert page.url.endswith("/me/address/done")
    page.get_by_role("link", name="Back to the dashboard").click()
    text = words(page)
    assert "Check your home address" not in text
    assert "Report each move until" in text


def test_with_a_firm_the_record_leads_to_the_firm(visit):
    page = visit(personas.RICH).open("/me/record")
    assert page.get_by_role("link", name="Change your home address").count() == 0
    visitor = visit(personas.RICH)
    page = visitor.open("/me/address")
    assert "Ask your firm to file the new address" in words(page)
    assert page.get_by_label("Street address").count() == 0
    look(visitor, "address-with-firm")


def test_whose_home_is_not_on_record_can_tell_it(visit):
    visitor = visit(personas.LEFT)
    page = visitor.open("/me/address")
    assert "Your record says nowhere where you live now" in words(page)
    assert page.get_by_role("button", name="My address is still right").count() == 0
    look(visitor, "address-unknown")
    visitor.open("/help/home-address")
    look(visitor, "address-help")


def test_staff_read_the_address_and_who_told_it(visit):
    page = visit(personas.STAFF).open(f"/registry/people/{leavers_keys.MOVES}")
    assert "Residential history" in words(page)
    assert "1 Elm Way" in words(page)
