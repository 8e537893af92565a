"""Form U4 filled in by a firm and the person side by side, in one browser each, with script and without."""

import re

import pytest

from tests.browser import captures, personas
from tests.browser.looks import look
from tests.browser.visitor import words

pytestmark = pytest.mark.browser

FILINGS = f"/firm/{captures.FIRM}/filings"


@pytest.fixture(scope="module")
def begun():
    """The address of the module's draft, once it was begun."""
    return {}


def begin(visitor, begun):
    """Begin the draft about the hired person, once for all tests of the module; its address."""
    if "firm" not in begun:
        page = visitor.open(f"{FILINGS}/new")
        page.get_by_label("CRD number").fill(str(captures.HIRED))
        page.get_by_label("Last name").fill("O'Dell-Quillfeather")
        page.get_by_role("button", name="Continue").click()
        page.get_by_role("heading", name="Why this type").wait_for()
        look(visitor, "story-draft-type")
        page.get_by_role("button", name="Begin this form").click()
        page.get_by_text("The draft was begun").wait_for()
        begun["firm"] = re.sub(r"\?.*", "", page.url.removeprefix(visitor.site.url))
        begun["person"] = f"/me/forms/{begun['firm'].rpartition('/')[2]}"
    return begun["firm"]


def open_to_person(visitor, begun, *sections):
    """Open these sections to the person."""
    page = visitor.open(f"{begun['firm']}/access")
    page.get_by_label("Some sections").check()
    for box in page.get_by_role("group", name="Which sections?").get_by_role("checkbox").all():
        box.uncheck()
    for section in sections:
        page.get_by_label(section).check()
    look(visitor, "story-draft-access")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("What the person may fill in was changed").wait_for()


def test_firm_and_person_write_at_once_and_the_second_is_asked(visit, begun):
    firm = visit(personas.DRAFTER)
    empty = firm.open(f"{FILINGS}/new")
    empty.get_by_role("button", name="Continue").wait_for()
    look(firm, "story-draft-new")
    base = begin(firm, begun)
    firm.open(base)
    look(firm, "story-draft-overview")
    open_to_person(firm, begun, "9 Identifying information", "11 Residential history", "10 Other names")

    person = visit(personas.HIRED)
    dashboard = person.open("/me/")
    dashboard.get_by_role("link", name="Complete Form U4").click()
    look(person, "story-draft-mine")
    ours = firm.page
    with ours.expect_response(lambda answer: answer.url.endswith("/presence")):
        firm.open(f"{base}/section/identifying")
    theirs = person.open(f"{begun['person']}/section/identifying")
    look(person, "story-draft-section")
    theirs.get_by_text("Also here now: Dora Drafter").wait_for()

    theirs.get_by_label("Weight").fill("180")
    theirs.get_by_label("Weight").press("Tab")
    theirs.get_by_text(re.compile(r"^Saved \d")).wait_for()
    ours.get_by_label("Weight").fill("190")
    ours.get_by_label("Weight").press("Tab")
    asked = ours.get_by_role("group", name=re.compile("Two answers"))
    asked.get_by_text("Hiram Quillfeather", exact=False).first.wait_for()
    assert "190" in asked.inner_text()
    assert "180" in asked.inner_text()
    look(firm, "story-draft-conflict")
    asked.get_by_role("button", name="Keep yours").click()
    ours.get_by_text(re.compile(r"^Saved \d")).wait_for()
    assert person.open(f"{begun['person']}/section/identifying").get_by_label("Weight").input_value() == "190"


def test_an_answer_shows_the_questions_that_hang_on_it(visit, begun):
    firm = visit(personas.DRAFTER)
    page = firm.open(f"{begin(firm, begun)}/section/fingerprints")
    assert page.get_by_label("Barcode of the fingerprint card").count() == 0
    page.get_by_label("How are fingerprints provided?").or_(page.get_by_role("radio").first).first.wait_for()
    page.locator('input[type=radio][value="SUBMITTING"]').check()
    barcode = page.get_by_label("Barcode of the fingerprint card")
    barcode.wait_for()
    barcode.fill("A1234567890")
    barcode.press("Tab")
    page.get_by_text(re.compile(r"^Saved \d")).last.wait_for()
    look(firm, "story-draft-reveal")
    assert page.reload() is not None
    assert page.get_by_label("Barcode of the fingerprint card").input_value() == "A1234567890"


def test_histories_are_told_in_words_and_offer_what_is_missing(visit, begun):
    firm = visit(personas.DRAFTER)
    page = firm.open(f"{begin(firm, begun)}/section/residences")
    page.get_by_role("heading", name="Nothing is said of").first.wait_for()
    look(firm, "story-draft-history")
    page.get_by_role("button", name="Add an entry for these months").first.click()
    page.get_by_label("Street address").fill("12 Harbor Road")
    page.get_by_label("City").fill("Portland")
    look(firm, "story-draft-row")
    page.get_by_role("button", name="Save and continue").click()
    entry = page.locator(".fp-entries__name").get_by_text("12 Harbor Road, Portland")
    entry.wait_for()
    look(firm, "story-draft-history-filled")
    page.get_by_role("button", name="Remove 12 Harbor Road").click()
    page.get_by_text("The entry was removed").wait_for()
    page.get_by_role("button", name="Put it back").first.click()
    entry.wait_for()


def test_a_yes_leads_to_its_reporting_page(visit, begun):
    firm = visit(personas.DRAFTER)
    page = firm.open(f"{begin(firm, begun)}/section/disclosure?part=13")
    group = page.locator("#q-disclosure-14M-box")
    group.get_by_label("Yes").check()
    page.get_by_role("button", name=re.compile("for 14M$")).wait_for()
    look(firm, "story-draft-disclosure")
    page.get_by_role("button", name=re.compile("for 14M$")).click()
    page.get_by_role("heading", level=1).wait_for()
    look(firm, "story-draft-drp")


def test_without_script_each_page_is_a_form(visit, begun):
    firm = visit(personas.DRAFTER)
    base = begin(firm, begun)
    plain = visit(personas.DRAFTER_TOO, fresh=True, java_script_enabled=False)
    page = plain.open(f"{base}/section/unaffiliated")
    for radio in page.locator('input[type=radio][value="false"]').all():
        radio.check()
    page.get_by_role("button", name="Save and continue").click()
    assert "/section/sro_requests" in page.url
    page.get_by_role("button", name="Add the first").click()
    page.get_by_label("Regulator").select_option("FINRA")
    page.get_by_label("Registration category").select_option("GS")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_text("FINRA").first.wait_for()
    again = plain.open(f"{base}/section/unaffiliated")
    assert again.locator('input[type=radio][value="false"]:checked').count() == 2


def test_the_check_leads_to_what_is_missing_and_the_person_hands_back(visit, begun):
    firm = visit(personas.DRAFTER)
    base = begin(firm, begun)
    page = firm.open(f"{base}/check")
    page.get_by_role("heading", name="To mend before the form is filed").wait_for()
    look(firm, "story-draft-check")
    open_to_person(firm, begun, "9 Identifying information")
    person = visit(personas.HIRED)
    mine = person.open(begun["person"])
    mine.get_by_role("button", name="Hand the form back").click()
    look(person, "story-draft-hand-back")
    mine.get_by_role("button", name="Hand the form back").click()
    mine.get_by_role("alert").get_by_text("You handed the form back").wait_for()
    look(person, "story-draft-handed-back")
    firm.open(f"{FILINGS}?ball=firm")
    assert "Handed back to the firm" in words(firm.page)
    look(firm, "story-draft-list")
    firm.page.get_by_role("checkbox", name=re.compile("^Choose the form of")).first.check(force=True)
    firm.page.get_by_label("With the ticked forms").select_option(label="Send for signature")
    firm.page.get_by_role("button", name="Look at what happens").click()
    firm.page.get_by_role("heading", level=1).wait_for()
    look(firm, "story-draft-many")
    for name, path in (
        ("read", "form"),
        ("delete", "delete"),
        ("file-not-ready", "file"),
        ("signatures", "signatures"),
    ):
        firm.open(f"{base}/{path}")
        look(firm, f"story-draft-{name}")


def test_all_forms_of_a_page_are_chosen_by_the_keyboard(visit, begun):
    firm = visit(personas.DRAFTER)
    begin(firm, begun)
    page = firm.open(f"{FILINGS}/new/person")
    page.get_by_label("First name").fill("Ottoline")
    page.get_by_label("Last name").fill("Prewett")
    for part, value in (("Month", "3"), ("Day", "1"), ("Year", "1990")):
        page.get_by_label(part).fill(value)
    page.get_by_label("The person has no Social Security number").check()
    page.get_by_role("button", name="Put on the record").click()
    page.get_by_label("Last name").fill("Prewett")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Begin this form").click()
    page.get_by_text("The draft was begun").wait_for()

    page = firm.open(FILINGS)
    boxes = page.get_by_role("checkbox", name=re.compile("^Choose the form of"))
    every = page.get_by_role("checkbox", name=re.compile("^Choose all"))
    many = boxes.count()
    assert many > 1
    every.focus()
    page.keyboard.press("Space")
    page.get_by_text(f"{many} of {many} chosen").wait_for()
    assert all(box.is_checked() for box in boxes.all())
    look(firm, "story-draft-chosen")
    boxes.first.press("Space")
    page.get_by_text(f"{many - 1} of {many} chosen").wait_for()
    assert every.evaluate("box => box.indeterminate")
    assert not every.is_checked()
    every.press("Space")
    assert boxes.first.is_checked()
    page.get_by_label("With the ticked forms").select_option("Remind the person")
    page.get_by_role("button", name="Look at what happens").click()
    page.get_by_text("Nothing has happened yet").wait_for()
    assert "does not wait for the person" in words(page)
    look(firm, "story-draft-remind")

    plain = visit(personas.DRAFTER, java_script_enabled=False)
    listed = plain.open(FILINGS)
    assert not listed.locator("#pick-all").is_visible()
    assert listed.get_by_role("checkbox", name=re.compile("^Choose the form of")).count() == many
