"""The registry works off what the record has waiting: asks, reviews, matches, decides; firm and person read along."""

import re

import pytest

from tests.browser import personas, waiting_keys
from tests.browser.looks import look
from tests.browser.visitor import words

pytestmark = pytest.mark.browser

FIRM = f"/firm/{waiting_keys.FIRM}"


def arrived(page, heading):
    page.get_by_role("heading", level=1, name=heading).wait_for()


def done(page):
    page.get_by_role("heading", name="Done", exact=True).wait_for()


def open_work(page, query, link):
    page.goto(f"/registry/registrations?{query}")
    page.get_by_role("table", name="Work on the record").get_by_role("link", name=link).first.click()


def test_from_the_queue_through_a_letter_to_an_approval(visit):
    staff, firm = visit(personas.DESK, fresh=True), visit(personas.ANSWERING, fresh=True)
    person = visit(personas.ASKED_FOR)
    page = staff.page
    page.goto("/registry/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Registrations").click()
    arrived(page, "Registrations")
    look(staff, "story-work-queue")
    open_work(page, "receipt=IDA22222", re.compile("GS"))
    arrived(page, "Marlow, Ida")
    look(staff, "story-request-open")
    page.get_by_role("button", name="Take this").click()
    done(page)
    page.get_by_role("button", name="Ask the firm").click()
    arrived(page, "Ask the firm")
    page.get_by_role("button", name="Write the letter").click()
    page.get_by_role("alert").get_by_role("link", name="Choose what is missing").wait_for()
    page.get_by_label("Something else").check()
    look(staff, "story-letter-choose")
    page.get_by_role("button", name="Write the letter").click()
    arrived(page, "Something else")
    page.get_by_role("button", name="Send the letter").click()
    page.get_by_role("alert").get_by_role("link", name=re.compile(r"Fill in \{what\}")).wait_for()
    box = page.get_by_label("Letter to the firm")
    box.fill(box.input_value().replace("{what}", "Please say who supervises her."))
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("heading", name="Preview").wait_for()
    look(staff, "story-letter-preview")
    page.get_by_role("button", name="Send the letter").click()
    done(page)
    assert "Deficient" in words(page)
    look(staff, "story-request-deficient")

    mine = person.page
    mine.goto("/me/")
    mine.get_by_role("link", name="Something is missing for your registration").click()
    arrived(mine, "Registrations")
    assert "Waiting for the firm" in words(mine)
    look(person, "story-requests-own")
    mine.get_by_role("link", name="Something else").click()
    assert "Please say who supervises her." in words(mine)
    look(person, "story-letter-own")

    theirs = firm.page
    theirs.goto(f"{FIRM}/registrations")
    look(firm, "story-requests-firm")
    theirs.get_by_role("link", name="Marlow, Ida").click()
    look(firm, "story-request-firm")
    theirs.get_by_role("link", name="Something else").click()
    theirs.get_by_role("button", name="Send the answer").click()
    theirs.get_by_role("alert").get_by_role("link", name="Write your answer").wait_for()
    theirs.get_by_label("Your answer").fill("The branch manager does.")
    look(firm, "story-letter-firm")
    theirs.get_by_role("button", name="Send the answer").click()
    done(theirs)

    open_work(page, "state=ANSWERED", re.compile("GS"))
    page.get_by_role("table", name="Letters about this request").get_by_role("link").click()
    assert "The branch manager does." in words(page)
    look(staff, "story-letter-answered")
    page.get_by_role("button", name="Accept the answer").click()
    done(page)
    page.get_by_role("link", name="Request of Marlow, Ida").click()
    arrived(page, "Marlow, Ida")
    while page.get_by_role("button", name="Tick", exact=True).count():
        page.get_by_role("button", name="Tick", exact=True).first.click()
        done(page)
    look(staff, "story-request-ticked")
    page.get_by_role("button", name="Decide", exact=True).click()
    arrived(page, "Decide the request of Marlow, Ida")
    page.get_by_role("button", name="Decide the request").click()
    page.get_by_role("alert").get_by_role("link", name="Choose what you decide").wait_for()
    page.get_by_label("Approve", exact=True).check()
    page.get_by_label("What was missing is there").check()
    page.get_by_label("What else firm and person should read (optional)").fill("Good luck.")
    look(staff, "story-request-decide")
    page.get_by_role("button", name="Decide the request").click()
    done(page)
    assert "Decided: approve: What was missing is there" in words(page)
    look(staff, "story-request-approved")

    mine.goto("/me/registrations")
    text = words(mine)
    assert "What was missing has come." in text
    assert "Good luck." in text
    assert "Approved" in text
    theirs.goto(f"{FIRM}/registrations?state=APPROVED")
    theirs.get_by_role("link", name="Marlow, Ida").click()
    assert "What was missing has come." in words(theirs)
    look(firm, "story-request-firm-approved")


def test_a_disclosure_is_matched_reviewed_and_compared(visit):
    staff = visit(personas.DESK_TOO, fresh=True)
    page = staff.page
    open_work(page, "kind=MATCH", re.compile("to match"))
    arrived(page, "Brandt, Olaf")
    assert "Same docket or case number; Same date." in words(page)
    look(staff, "story-report")
    page.get_by_role("button", name="Match the report").click()
    page.get_by_role("alert").get_by_role("link", name="Choose an occurrence, or a new one").wait_for()
    page.get_by_label(re.compile("24-0012")).check()
    page.get_by_role("button", name="Match the report").click()
    done(page)
    page.get_by_text("Undo the match").first.click()
    page.get_by_label("By mistake").check()
    look(staff, "story-report-matched")
    page.get_by_role("button", name="Undo the match").click()
    done(page)
    assert "Not matched" in words(page)

    open_work(page, "kind=DIFFERENCE", re.compile("firms differ"))
    assert "Where they differ" in words(page)
    look(staff, "story-difference")

    open_work(page, "receipt=OLAF2222&kind=REQUEST", re.compile("GS"))
    page.get_by_role("link", name="Review the disclosure").click()
    arrived(page, "Review the disclosure of Brandt, Olaf")
    page.get_by_role("button", name="Let the disclosure pass").click()
    page.get_by_role("alert").get_by_role("link", name=re.compile("Tick the statement")).wait_for()
    page.get_by_label(re.compile("I read every answer")).check()
    look(staff, "story-review")
    page.get_by_role("button", name="Let the disclosure pass").click()
    done(page)
    assert "The disclosure is reviewed." in words(page)


def test_several_at_once_with_a_result_for_each(visit):
    staff = visit(personas.DESK_BESIDE)
    page = staff.page
    page.goto(f"/registry/registrations?receipt={waiting_keys.RECEIPT}")
    for box in page.get_by_role("checkbox", name=re.compile("^Tick ")).all():
        box.check()
    page.get_by_label("Do to what is ticked").select_option(label="Ask the firm: The firm in that jurisdiction")
    look(staff, "story-several-ticked")
    page.get_by_role("button", name="Look at it first").click()
    page.get_by_role("heading", name="The letter, as it goes out first").wait_for()
    look(staff, "story-several")
    page.get_by_role("button", name="Do it to 3 pieces of work").click()
    page.get_by_role("table", name="Results").wait_for()
    assert words(page).count("Done") >= len(waiting_keys.STATES)
    look(staff, "story-several-results")


def test_a_request_is_worked_on_by_keyboard_alone(visit):
    page = visit(personas.DESK_BESIDE).page
    page.goto("/registry/registrations?receipt=OLAF2222&kind=REQUEST")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.textContent.trim()") == "Skip to main content"
    page.keyboard.press("Enter")
    _tab_to(page, re.compile(r"GS"))
    page.keyboard.press("Enter")
    arrived(page, "Brandt, Olaf")
    _tab_to(page, re.compile(r"^(Take this|Give it back to the queue)$"))
    if "Take this" in _focused(page):
        page.keyboard.press("Enter")
        done(page)
    _tab_to(page, re.compile(r"^Tick$"))
    page.keyboard.press("Enter")
    done(page)
    _tab_to(page, re.compile("Write a note for the registry"))
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Called the firm.")
    _tab_to(page, re.compile("^Write it down$"))
    page.keyboard.press("Enter")
    done(page)
    assert "Called the firm." in words(page)
    _tab_to(page, re.compile("^Give it back to the queue$"))
    page.keyboard.press("Enter")
    done(page)


def _focused(page):
    return page.evaluate("() => (document.activeElement.textContent || '').trim()")


def _tab_to(page, name):
    """Press Tab until what is named has focus, which must be seen; the page must not keep the focus to itself."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if name.search(_focused(page)) and page.evaluate("() => document.activeElement !== document.body"):
            return
    raise AssertionError(f"Nothing that is named {name.pattern} takes focus")
