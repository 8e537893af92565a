"""The whole way of a form in browsers that run no script: begun, shared, filled in, handed back, signed, filed."""

import re

import pytest

from tests.browser import captures, personas
from tests.browser.visitor import words

pytestmark = pytest.mark.browser
FILINGS = f"/firm/{captures.SIGNING_FIRM}/filings"


@pytest.fixture
def firm(visit):
    return visit(personas.PLAIN_SIGNATORY, java_script_enabled=False)


@pytest.fixture
def person(visit):
    return visit(personas.PLAIN_SIGNER, java_script_enabled=False)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def done(page, sentence):
    page.get_by_text(sentence).first.wait_for()


def test_a_form_is_begun_and_given_up(firm):
    page = firm.open(f"{FILINGS}/new")
    page.get_by_role("link", name="Put somebody on the record").click()
    page.get_by_label("First name").fill("Wilhelmina")
    page.get_by_label("Last name").fill("Plainfield")
    for label, value in (("Month", "4"), ("Day", "12"), ("Year", "1991")):
        page.get_by_label(label).fill(value)
    page.get_by_label("The person has no Social Security number").check()
    press(page, "Put on the record")
    page.get_by_label("Last name").fill("Plainfield")
    press(page, "Continue")
    press(page, "Begin this form")
    done(page, "The draft was begun")
    page.get_by_role("link", name="Delete the draft").click()
    page.get_by_label("Why is the draft given up?").fill("Hired elsewhere")
    press(page, "Delete the draft")
    assert "Plainfield" not in words(firm.open(FILINGS))


def test_a_form_goes_from_draft_to_receipt(firm, person, site):
    site.run("tests.browser.forms_to_sign", "draft", str(captures.PLAIN_SIGNER))
    key = (site.home / f"form-{captures.PLAIN_SIGNER}").read_text(encoding="utf-8")
    ours, theirs = f"{FILINGS}/{key}", f"/me/forms/{key}"
    the_firm_opens_sections_and_leaves_a_comment(firm, ours)
    the_person_fills_in_and_hands_back(person, theirs)
    page = firm.open(f"{ours}/check")
    assert "The check finds nothing" in words(page), words(page)
    page = firm.open(f"{ours}/signatures")
    press(page, "Send for signature")
    done(page, "The form was sent for signature")
    mine = person.open("/me/")
    mine.get_by_role("link", name="Sign Form U4").click()
    press(mine, "Sign Form U4")
    mine.get_by_role("alert").get_by_role("link", name=re.compile("Tick the box")).wait_for()
    mine.locator("[name=consent]").check()
    press(mine, "Sign Form U4")
    done(mine, "You signed Form U4")
    page = firm.open(f"{ours}/signatures")
    page.get_by_role("button", name="Sign for the firm").click()
    page.locator("[name=consent]").check()
    press(page, "Sign for the firm")
    done(page, "You signed for the firm")
    page.get_by_role("button", name="Go on to file the form").click()
    press(page, "File Form U4")
    page.get_by_role("heading", name=re.compile("^Receipt ")).wait_for()
    for _ in range(120):
        if page.get_by_text("and accepted").count():
            break
        page.wait_for_timeout(250)
        page.reload()
    done(page, "and accepted")


def the_firm_opens_sections_and_leaves_a_comment(firm, ours):
    page = firm.open(f"{ours}/access")
    page.get_by_label("Some sections").check()
    for box in page.get_by_role("group", name="Which sections?").get_by_role("checkbox").all():
        box.uncheck()
    for section in ("9 Identifying", "10 Other names"):
        page.get_by_label(section).check()
    press(page, "Save")
    done(page, "What the person may fill in was changed")
    page = firm.open(f"{ours}/section/identifying")
    page.get_by_text("Leave a comment for the person").click()
    page.locator("textarea[name=text]").fill("Is the weight still right?")
    page.locator("#comments ~ *, section[aria-labelledby=comments]").get_by_role("button").last.click()
    done(page, "Your comment was left")


def the_person_fills_in_and_hands_back(person, theirs):
    mine = person.open("/me/")
    mine.get_by_role("link", name="Complete Form U4").click()
    mine.get_by_role("heading", name="For you to fill in").wait_for()
    mine.get_by_role("link", name="9 Identifying information").click()
    done(mine, "Is the weight still right?")
    mine.get_by_label("Weight").fill("a lot")
    press(mine, "Save and continue")
    mine.get_by_role("alert").get_by_role("link", name=re.compile("whole number")).wait_for()
    mine.get_by_label("Weight").fill("151")
    press(mine, "Save and continue")
    mine.get_by_role("heading", level=1, name="Other names").wait_for()
    mine.get_by_role("button", name=re.compile("^Add (the first|another)")).click()
    mine.get_by_label("First name").fill("Mari")
    mine.get_by_label("Last name").fill("Quint")
    press(mine, "Save and continue")
    mine.get_by_role("button", name=re.compile("^Remove Mari")).click()
    done(mine, "The entry was removed")
    mine.get_by_role("button", name=re.compile("^Put it back")).first.click()
    done(mine, "The entry was put back")
    mine.get_by_role("button", name=re.compile("^Remove Mari")).click()
    done(mine, "The entry was removed")
    mine = person.open(theirs)
    press(mine, "Hand the form back")
    press(mine, "Hand the form back")
    done(mine, "You handed the form back")
