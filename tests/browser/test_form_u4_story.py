"""From a new hire to a registration and an amendment, in three browsers: a firm's filer, the person, the registry.

At every stage it is asked what each of the three sees: the person's task, the state of the form, whose move it is.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

from finpro.kernel import clock
from tests.browser import form_u4, personas
from tests.browser.looks import look
from tests.browser.visitor import Visitor, words

pytestmark = pytest.mark.browser
FIRM = f"/firm/{personas.HIRING_FIRM}"
ROUNDS, ROUND = 120, 250  # how often, and after how many milliseconds, it is looked whether a job is done
HOME = {"street1": "214 Larkspur Lane", "city": "Montclair", "state": "NJ", "postal": "07042"}
SCHOOL_HOME = {"street1": "9 Tannery Row", "city": "Salem", "state": "OR", "postal": "97301"}
NEW_HOME = {"street1": "61 Bellwether Street", "city": "Maplewood", "state": "NJ", "postal": "07040"}


@dataclass
class Story:
    """The three browsers, and where the form and the requests are by now."""

    firm: Visitor
    person: Visitor
    staff: Visitor
    crd: str = ""
    filing: str = ""

    @property
    def ours(self) -> str:
        """The form on the firm's side."""
        return f"{FIRM}/filings/{self.filing}"

    @property
    def theirs(self) -> str:
        """The form on the person's side."""
        return f"/me/forms/{self.filing}"

    def sees(self, *, task: str, state: str, ball: str) -> None:
        """What the three see: the person's only task ("" for none), the form's state and whose move it is."""
        mine = words(self.person.open("/me/"))
        assert (f"My tasks {task}" if task else "Nothing to do") in mine, mine[:400]
        board = words(self.firm.open(self.ours))
        assert f"State {state} Whose move {ball}" in board, board[:400]
        listed = words(self.staff.open(f"/registry/registrations?firm={personas.HIRING_FIRM}"))
        assert "Newell" not in listed or state == "Accepted", listed


@pytest.fixture
def story(visit):
    """All three are there from the beginning to the end."""
    return Story(visit(personas.HIRER), visit(personas.NEW_HIRE), visit(personas.DECIDER))


def press(page: Page, name: str) -> None:
    """Press the one button of this name."""
    page.get_by_role("button", name=name, exact=True).click()


def done(page: Page, sentence: str) -> None:
    """The page says so."""
    page.get_by_text(sentence).first.wait_for()


def test_from_new_hire_to_registration_and_amendment(story, visit, site, tmp_path):
    site.finpro(*("firm-settings", "e-signature", "on", "--firm", str(personas.HIRING_FIRM), "--audience", "employee"))
    the_firm_puts_the_newcomer_on_the_record_and_begins(story)
    site.run("tests.browser.claim", personas.NEW_HIRE.email, story.crd)
    both_fill_in(story)
    the_check_leads_to_what_is_missing(story)
    the_signature_is_recalled_and_asked_for_again(story)
    both_sign(story)
    it_is_filed_once_and_accepted(story, "Exam needed", task="Something is missing for your registration")
    the_registry_asks_and_approves(story)
    the_record_is_amended(story)
    anybody_can_check_it(visit, the_sealed_form_is_fetched(story, tmp_path))


def the_firm_puts_the_newcomer_on_the_record_and_begins(story):
    page = story.firm.open(f"{FIRM}/filings/new")
    page.get_by_role("link", name="Put somebody on the record").click()
    look(story.firm, "story-u4-person")
    page.get_by_label("First name").fill("Nadia")
    page.get_by_label("Last name").fill("Newell")
    for label, value in (("Month", "4"), ("Day", "12"), ("Year", "1998")):
        page.get_by_label(label).fill(value)
    page.get_by_label("Social Security number", exact=True).fill("900-12-3456")
    press(page, "Put on the record")
    page.get_by_label("CRD number").wait_for()
    story.crd = page.get_by_label("CRD number").input_value()
    page.get_by_label("Last name").fill("Newell")
    press(page, "Continue")
    done(page, "The person has no registration on record, now or before.")
    look(story.firm, "story-u4-type")
    press(page, "Begin this form")
    done(page, "The draft was begun")
    story.filing = re.sub(r"\?.*", "", page.url).rpartition("/")[2]


def both_fill_in(story):
    the_firm_fills_in_what_it_knows(story)
    story.sees(task="", state="Draft", ball="Waiting for your firm")
    assert story.person.open(story.theirs, 404)
    page = story.firm.open(f"{story.ours}/access")
    page.get_by_label("Some sections").check()
    for box in page.get_by_role("group", name="Which sections?").get_by_role("checkbox").all():
        box.uncheck()
    for section in ("9 Identifying", "11 Residential", "12 Employment", "14 Disclosure"):
        page.get_by_label(section).check()
    press(page, "Save")
    done(page, "What the person may fill in was changed")
    story.sees(task="Complete Form U4", state="Open to the person", ball="Waiting for the person")
    the_person_fills_in_the_rest(story)
    mine = story.person.open(story.theirs)
    press(mine, "Hand the form back")
    press(mine, "Hand the form back")
    done(mine, "You handed the form back")
    story.sees(task="", state="Handed back to the firm", ball="Waiting for your firm")


def the_firm_fills_in_what_it_knows(story):
    open_section(story, "general")
    look(story.firm, "story-u4-general")
    form_u4.answer(story.firm.page, {"employment_date": today(), "independent_contractor": False})
    form_u4.add(
        story.firm.page,
        {"location_kind": "LOCATED_AT", "employmentLocationStartDate": today(), "isRegisteredLocation": False},
    )
    open_section(story, "fingerprints")
    form_u4.answer(story.firm.page, {"fingerprint_option": "SUBMITTING", "barcode": "HV2611230009"})
    open_section(story, "sro_requests")
    form_u4.add(story.firm.page, {"regulator": "FINRA", "category": "GS"})
    for section, questions in (("unaffiliated", 2), ("affiliated", 1), ("other_business", 1)):
        assert form_u4.no_to_all(open_section(story, section)) == questions


def the_person_fills_in_the_rest(story):
    page = story.person.open(f"{story.theirs}/section/identifying")
    form_u4.answer(
        page,
        {
            "birth_country": "USA",
            "birth_state_province": "OR",
            "sex": "F",
            "height_ft": "5",
            "height_in": "6",
            "weight_lbs": "140",
            "hair_color": "BRO",
            "eye_color": "HAZ",
        },
    )
    page = story.person.open(f"{story.theirs}/section/residences")
    form_u4.add(page, {"from": "2022-07", "to": "PRESENT", **HOME})
    form_u4.add(page, {"from": "2016-08", "to": "2022-06", **SCHOOL_HOME})
    done(page, "Every month of the last 5 years is covered")
    look(story.person, "story-u4-residences")
    page = story.person.open(f"{story.theirs}/section/employments")
    work = {"entry_kind": "EMPLOYMENT", "state": "NJ"}
    form_u4.add(
        page,
        work
        | {"from": today()[:7], "to": "PRESENT", "employer_name": "The new firm", "city": "Newark"}
        | {"position": "Trainee", "investment_related": True},
    )
    form_u4.add(
        page,
        work
        | {"from": "2016-09", "to": today()[:7], "employer_name": "Pinfeather Books Inc.", "city": "Montclair"}
        | {"position": "Bookkeeper", "investment_related": False},
    )
    page = story.person.open(f"{story.theirs}/section/disclosure")
    asked = []
    while "part=drps" not in page.url:
        asked.append(form_u4.no_to_all(page))
    assert sum(asked) == 57
    assert len(asked) == 13


def the_check_leads_to_what_is_missing(story):
    page = story.firm.open(f"{story.ours}/check")
    done(page, "To mend before the form is filed")
    look(story.firm, "story-u4-check")
    page.get_by_role("link", name="The street and number of this office is missing").click()
    form_u4.row(page, {"street1": "1 Raymond Plaza", "city": "Newark", "state": "NJ", "postal": "07102"})
    page = story.firm.open(f"{story.ours}/check")
    page.get_by_text("The filing firm is missing among the present employments").wait_for()
    name = own_words(open_section(story, "general").locator("#q-general-firm_name dd"))
    page = open_section(story, "employments")
    page.get_by_role("link", name="Change The new firm").click()
    form_u4.row(page, {"employer_name": name})
    page = story.firm.open(f"{story.ours}/check")
    done(page, "The check finds nothing")
    look(story.firm, "story-u4-check-clean")


def the_signature_is_recalled_and_asked_for_again(story):
    page = story.firm.open(f"{story.ours}/signatures")
    press(page, "Send for signature")
    done(page, "The form was sent for signature")
    story.sees(task="Sign Form U4", state="Waiting for the person’s signature", ball="Waiting for the person")
    page = open_section(story, "general")
    assert page.locator("#section").get_by_role("textbox").count() == 0
    look(story.firm, "story-u4-section-closed")
    page = story.firm.open(f"{story.ours}/signatures")
    page.get_by_label("Why do you take it back?").fill("The ZIP code of the office is wrong")
    press(page, "Take the form back")
    done(page, "The form was taken back")
    story.sees(task="Complete Form U4", state="Open to the person", ball="Waiting for the person")
    assert "There is nothing to sign" in words(story.person.open(f"{story.theirs}/sign"))
    page = story.firm.open(f"{story.ours}/row/general/offices/n1")
    form_u4.row(page, {"postal": "07105"})
    page = story.firm.open(f"{story.ours}/signatures")
    done(page, "The ZIP code of the office is wrong")
    look(story.firm, "story-u4-recalled")
    press(page, "Send for signature")
    done(page, "The form was sent for signature")


def both_sign(story):
    mine = story.person.open("/me/")
    mine.get_by_role("link", name="Sign Form U4").click()
    mine.get_by_role("heading", name="Sign Form U4").wait_for()
    look(story.person, "story-u4-sign")
    agree(mine, "Sign Form U4")
    done(mine, "You signed Form U4")
    look(story.person, "story-u4-signed")
    story.sees(task="", state="Signed by the person", ball="Waiting for your firm")
    sign_for_the_firm(story)
    story.sees(task="", state="Ready to file", ball="Waiting for your firm")


def sign_for_the_firm(story):
    page = story.firm.open(f"{story.ours}/signatures")
    page.get_by_role("button", name="Sign for the firm").click()
    page.get_by_label("Your full name").wait_for()
    look(story.firm, "story-u4-sign-firm")
    agree(page, "Sign for the firm")
    done(page, "You signed for the firm")


def agree(page, name):
    """Tick the consent and sign, with the name as it is filled in already."""
    page.locator("[name=consent]").check()
    press(page, name)


def it_is_filed_once_and_accepted(story, settled, *, task):
    """Filed by one button; waited for until its page says what the jobs made of it."""
    page = story.firm.open(story.ours)
    page.get_by_role("button", name="File the form").click()
    look(story.firm, "story-u4-file")
    press(page, "File Form U4")
    page.get_by_role("heading", name=re.compile("^Receipt ")).wait_for()
    until(page, "accepted. The record says what it says")
    until(page, settled)
    look(story.firm, "story-u4-receipt")
    story.sees(task=task, state="Accepted", ball="Nothing is left to do")


def the_registry_asks_and_approves(story):
    page = requests(story)
    page.get_by_role("link", name="FINRA GS").click()
    page.get_by_role("heading", name="What is missing").wait_for()
    look(story.staff, "story-u4-request-open")
    request = page.url
    press(page, "Take this")
    done(page, "It cannot be approved yet")
    the_registry_writes_and_the_firm_answers(story)
    page = story.staff.open(request)
    page.locator("section[aria-labelledby=letters]").get_by_role("link").click()
    press(page, "Accept the answer")
    done(page, "The letter is closed")
    the_rest_is_closed_and_approved(story, request)
    assert "FINRA GS" not in words(requests(story))
    assert "Approved" in words(story.firm.open(f"{FIRM}/registrations?state=APPROVED"))
    assert "My tasks Nothing to do" in words(story.person.open("/me/"))
    assert "(FINRA GS) State Approved" in words(story.person.open("/me/registrations"))
    record = words(story.person.open("/me/record"))
    assert re.search(r"FINRA GS Approved", record), record


def the_registry_writes_and_the_firm_answers(story):
    page = story.staff.page
    page.get_by_role("button", name="Ask the firm").click()
    page.get_by_label("Fingerprints").check()
    press(page, "Write the letter")
    page.get_by_label("Letter to the firm").wait_for()
    press(page, "Send the letter")
    done(page, "The letter was sent")
    assert "Letters to answer 1" in words(story.firm.open(f"{FIRM}/registrations"))
    assert "My tasks Something is missing for your registration" in words(story.person.open("/me/"))
    answering = story.firm.open(f"{FIRM}/letters")
    answering.get_by_role("table").get_by_role("link").click()
    answering.get_by_label("Your answer").fill("A new card was sent today.")
    press(answering, "Send the answer")
    done(answering, "Your answer was sent")
    assert "Letter answered" in words(requests(story))


def the_rest_is_closed_and_approved(story, request):
    page = story.staff.open(request)
    close = page.get_by_role("link", name=re.compile("^Close"))
    for left in (2, 1, 0):
        close.first.click()
        look(story.staff, f"story-u4-close-{left}")
        page.get_by_label("Seen", exact=True).check()
        press(page, "Close it")
        done(page, "It is closed.")
        assert close.count() == left
    tick = page.get_by_role("button", name=re.compile("^Tick"))
    for left in range(tick.count() - 1, -1, -1):
        with page.expect_navigation():
            tick.first.click()
        assert tick.count() == left
    page.get_by_role("button", name="Decide", exact=True).click()
    page.get_by_label("Approve", exact=True).check()
    page.locator("[name=approve][value=CURED]").check()
    press(page, "Decide the request")
    page.wait_for_url("**done=decided")


def the_record_is_amended(story):
    page = story.firm.open(f"{FIRM}/filings/new?crd={story.crd}")
    page.get_by_label("Last name").fill("Newell")
    press(page, "Continue")
    done(page, "The person is with this firm already.")
    press(page, "Begin this form")
    done(page, "The draft was begun")
    story.filing = re.sub(r"\?.*", "", page.url).rpartition("/")[2]
    page = open_section(story, "residences")
    page.get_by_role("link", name="Change 214 Larkspur Lane").click()
    page.wait_for_url("**/row/**")
    form_u4.row(page, {"to": today()[:7]})
    form_u4.add(page, {"from": today()[:7], "to": "PRESENT", **NEW_HOME})
    panel = story.firm.open(f"{story.ours}/signatures")
    done(panel, "15E Representations of the firm to an amendment")
    look(story.firm, "story-u4-amendment-panel")
    sign_for_the_firm(story)
    story.sees(task="", state="Ready to file", ball="Waiting for your firm")
    it_is_filed_once_and_accepted(story, "accepted. The record says what it says", task="")
    pages_beside(story)
    record = words(story.person.open("/me/record"))
    assert re.search(r"61 Bellwether Street, Maplewood, NJ.{0,30}Present", record), record


def pages_beside(story):
    """Pages that the story passes by: looked at, so that nobody is the first to see them."""
    for name, path in (
        ("form", f"{story.ours}/form"),
        ("overview", story.ours),
        ("list", f"{FIRM}/filings"),
        ("registrations", f"{FIRM}/registrations"),
        ("letters", f"{FIRM}/letters"),
        ("home", f"{FIRM}/"),
    ):
        story.firm.open(path)
        look(story.firm, f"story-u4-{name}")
    for name, path in (
        ("own-forms", "/me/forms"),
        ("own-form", f"{story.theirs}/form"),
        ("own-registrations", "/me/registrations"),
        ("own-letters", "/me/letters"),
        ("own-home", "/me/"),
    ):
        story.person.open(path)
        look(story.person, f"story-u4-{name}")
    story.staff.open(f"/registry/filings/{story.filing}")
    look(story.staff, "story-u4-staff-filing")


def the_sealed_form_is_fetched(story, folder) -> Path:
    page = story.firm.open(f"{story.ours}/signatures")
    until(page, "Sealed form")
    with page.expect_download() as loading:
        page.get_by_role("link", name="Sealed form").click()
    path = folder / "form.pdf"
    loading.value.save_as(path)
    return path


def anybody_can_check_it(visit, file):
    page = visit().open("/check")
    page.get_by_label("The file").set_input_files(file)
    press(page, "Check")
    page.get_by_role("heading", name="This document is genuine").wait_for()
    assert "Newell" not in words(page)
    content = bytearray(file.read_bytes())
    content[2000] ^= 1
    page.get_by_label("The file").set_input_files(
        {"name": "changed.pdf", "mimeType": "application/pdf", "buffer": bytes(content)}
    )
    press(page, "Check")
    page.get_by_role("heading", name="We cannot say anything").wait_for()


def requests(story) -> Page:
    """What waits for the registry of this firm."""
    return story.staff.open(f"/registry/registrations?firm={personas.HIRING_FIRM}")


def until(page: Page, sentence: str) -> None:
    """Load the page again until it says so: a job of the worker comes between."""
    for _ in range(ROUNDS):
        if sentence in words(page):
            return
        page.wait_for_timeout(ROUND)
        page.reload()
    raise AssertionError(f"{page.url} does not come to say “{sentence}”: {words(page)[:600]}")


def open_section(story, key) -> Page:
    """A section of the form on the firm's side."""
    return story.firm.open(f"{story.ours}/section/{key}")


def own_words(place: Locator) -> str:
    """The value of a known answer, without the note beside it on why it cannot be changed."""
    return str(place.evaluate("(one) => one.firstChild.textContent.trim()"))


def today() -> str:
    """The legal date, as a form has it."""
    return clock.today().isoformat()
