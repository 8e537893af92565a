"""From the start page to the own record in a real browser: every answer of the bureau, with and without script.

The last digits of the telephone decide what the invented bureau offers (docs/how-to/identity-sandbox.md).
"""

import json
import os
import re
import urllib.request
from pathlib import Path

import pytest

from tests.browser import mails, newcomers
from tests.browser.test_google import at_google
from tests.browser.visitor import SETTLED, words

pytestmark = pytest.mark.browser
PASSWORD = "four plain words of mine"
PICTURES = os.environ.get("FINPRO_SCREENSHOTS", "")
# Colours glide from light to dark; what is judged is where they come to rest.
PHONE = "+1202555{}"
SIZES = {"desktop": (1280, 900), "phone": (320, 640)}


def look(visitor, name):
    """No finding of axe, wide and narrow, light and dark; pictures where they are wanted."""
    page, found = visitor.page, []
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(SETTLED)
        if PICTURES:
            visitor.shoot(Path(PICTURES) / size / f"{name}.png")
        found += visitor.axe()
        if visitor.overflow() > 0:
            found.append(f"{name}: {visitor.overflow()} px wider than {width}")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="dark")
    page.evaluate(SETTLED)
    if PICTURES:
        visitor.shoot(Path(PICTURES) / "dark" / f"{name}.png")
    found += visitor.axe()
    page.emulate_media(color_scheme="light")
    page.evaluate(SETTLED)
    assert found == []


def heading(page, text):
    page.get_by_role("heading", level=1, name=text).wait_for()


def details(visitor, email, ending=""):
    """The start page and the details, with a telephone that ends so, or none."""
    page = visitor.open("/open/")
    page.get_by_role("button", name="Create account").click()
    heading(page, "Your details")
    page.get_by_label("Full legal name").fill("Mae Quill")
    page.get_by_label("Personal e-mail address").fill(email)
    if ending:
        page.get_by_label("Mobile telephone (optional)").fill(PHONE.format(ending))
    page.get_by_role("button", name="Send me a code").click()
    heading(page, "Check your mail")
    return page


def opened(visitor, site, story, ending=""):
    """Somebody with a new account, asked who it is."""
    email = f"{story}@home.example"
    page = details(visitor, email, ending)
    page.get_by_label("Code").fill(mails.code_to(site, email))
    page.get_by_role("button", name="Continue").click()
    heading(page, "Choose a password")
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_role("button", name="Open my account").click()
    heading(page, "Who you are")
    return page


def say_who(page, who, **changed):
    """Number and date of birth; `born` and `ssn` may be others."""
    if who.ssn:
        page.get_by_label("I have a US Social Security number").check()
        page.get_by_label("Social Security number", exact=True).fill(changed.get("ssn", who.ssn))
    else:
        page.get_by_label("I have no US Social Security number").check()
        page.get_by_label("CRD number", exact=True).fill(str(who.crd))
    for part, text in who.parts().items():
        page.get_by_label(part, exact=True).fill(changed.get(part, text))
    page.get_by_label("I agree that").check()
    page.get_by_role("button", name="Find my record").click()


def right_answers(visitor):
    """What the demo says are the right answers, by question."""
    other = visitor.context.new_page()
    other.goto(f"{visitor.site.url}/dev/answers")
    rows = other.get_by_role("row").all()[1:]
    told = dict(row.inner_text().split("\t") for row in rows)
    other.close()
    return told


def answer(page, told):
    """Choose an answer to every question and send them."""
    for question, choice in told.items():
        page.get_by_role("group", name=question).get_by_label(choice, exact=True).check()
    page.get_by_role("button", name="Send my answers").click()


def test_by_passcode_alone(visit, site):
    visitor = visit()
    page = opened(visitor, site, "code", "0001")
    look(visitor, "identity-who")
    say_who(page, newcomers.of(site, "code"))
    heading(page, "Show that it is you")
    said = words(page)
    assert "Six digits go to ••••••••0001" in said
    assert "the bureau holds too little about you to ask" in said
    assert page.get_by_role("button", name="Ask me the questions").count() == 0
    look(visitor, "identity-code-only")
    page.get_by_role("button", name="Send it by text").click()
    heading(page, "Type the passcode")
    look(visitor, "identity-passcode")
    digits = mails.passcode_to(site, PHONE.format("0001"))
    page.get_by_label("Passcode").fill("000000" if digits != "000000" else "111111")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("alert").get_by_text("This passcode is not right").wait_for()
    look(visitor, "identity-passcode-wrong")
    field = page.get_by_label("Passcode")
    field.fill("")
    field.evaluate(
        "(field, text) => { field.focus(); document.execCommand('insertText', false, text); }",
        f" {digits[:3]} {digits[3:]} ",
    )
    page.get_by_role("button", name="Continue").click()
    heading(page, "Dashboard")
    visitor.open("/identity/passcode")
    heading(page, "Dashboard")


def test_by_questions_alone(visit, site):
    visitor = visit()
    page = opened(visitor, site, "questions", "0002")
    say_who(page, newcomers.of(site, "questions"))
    heading(page, "Show that it is you")
    assert "the bureau cannot confirm that the number ••••••••0002 is yours" in words(page)
    look(visitor, "identity-questions-only")
    page.get_by_role("button", name="Ask me the questions").click()
    heading(page, "Answer the questions")
    look(visitor, "identity-questions")
    page.get_by_role("button", name="Send my answers").click()
    page.get_by_role("alert").get_by_text("Choose an answer to question 1").wait_for()
    look(visitor, "identity-questions-missing")
    for group in page.get_by_role("main").get_by_role("group").all():
        assert group.get_by_label("None of the above").count() == 1
    told = right_answers(visitor)
    assert "None of the above" in told.values()
    answer(page, told)
    heading(page, "Dashboard")


def test_wrong_answers_and_then_a_call(visit, site):
    visitor = visit()
    page = opened(visitor, site, "both", "0003")
    say_who(page, newcomers.of(site, "both"))
    heading(page, "Show that it is you")
    look(visitor, "identity-both")
    page.get_by_role("button", name="Ask me the questions").click()
    told = right_answers(visitor)
    decoy = [question for question, choice in told.items() if choice == "None of the above"]
    for question in decoy:
        first = page.get_by_role("group", name=question).get_by_role("radio").first
        first.check()
    answer(page, {question: choice for question, choice in told.items() if question not in decoy})
    page.get_by_text("Too many answers did not fit").wait_for()
    look(visitor, "identity-answers-wrong")
    page.get_by_role("button", name="Call me").click()
    page.get_by_label("Passcode").fill(mails.passcode_to(site, PHONE.format("0003")))
    page.get_by_role("button", name="Continue").click()
    heading(page, "Dashboard")


def test_neither_way_is_no_dead_end(visit, site):
    visitor = visit()
    page = opened(visitor, site, "neither", "0004")
    say_who(page, newcomers.of(site, "neither"))
    heading(page, "We cannot check your identity online now")
    said = words(page)
    number = re.search(r"Your case number is (\w+)", said).group(1)
    assert "+1 800 555 0100" in said
    assert "Open now" in said or "Closed now" in said
    assert "Have ready" in said
    look(visitor, "identity-neither")
    page.get_by_role("link", name="Follow your case at the registry").click()
    page.get_by_role("heading", level=1, name=f"Your case {number}").wait_for()
    page.go_back()
    page.get_by_role("link", name="Ask your firm to vouch for you").click()
    heading(page, "Ask your firm to vouch for you")


def test_the_bureau_is_away_and_another_number_helps(visit, site):
    visitor = visit()
    page = opened(visitor, site, "away", "0005")
    say_who(page, newcomers.of(site, "away"))
    page.get_by_text("The identity bureau did not answer").wait_for()
    look(visitor, "identity-away")
    page.get_by_role("button", name="Try again").click()
    heading(page, "Who you are")


def test_without_a_telephone_and_from_another_device(visit, site):
    visitor = visit()
    page = opened(visitor, site, "without")
    assert page.get_by_label("Mobile telephone (optional)").count() == 1
    say_who(page, newcomers.of(site, "without"))
    heading(page, "Show that it is you")
    assert "your account holds no telephone number" in words(page)
    look(visitor, "identity-no-telephone")
    other = visit()
    page = other.open("/sign-in")
    page.get_by_label("E-mail address").fill("without@home.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    heading(page, "Show that it is you")
    page.get_by_role("button", name="Ask me the questions").click()
    answer(page, right_answers(other))
    heading(page, "Dashboard")


def test_who_has_no_us_number_gives_the_crd_number(visit, site):
    visitor = visit()
    page = opened(visitor, site, "abroad", "0001")
    say_who(page, newcomers.of(site, "abroad"))
    heading(page, "Show that it is you")


def test_what_leads_to_no_record_and_bad_input(visit, site):
    visitor = visit()
    page = opened(visitor, site, "nobody", "0001")
    who = newcomers.of(site, "neither")
    say_who(page, who, ssn="000123456", Year="2090")
    page.get_by_role("alert").get_by_text("not a number that is ever issued").wait_for()
    assert "Date of birth must be in the past" in words(page)
    assert page.get_by_label("Social Security number", exact=True).input_value() == ""
    look(visitor, "identity-who-bad")
    say_who(page, who, ssn="987-65-4321")
    heading(page, "We could not find your record")
    look(visitor, "identity-unmatched")


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_the_details_page(visit, java_script_enabled):
    visitor = visit(java_script_enabled=java_script_enabled)
    page = visitor.open("/open/details")
    if java_script_enabled:
        page.get_by_text("the check that you are a person was passed").wait_for()
        look(visitor, "open-details")
    page.get_by_label("Full legal name").fill("Mae Quill")
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_role("alert").get_by_text("Enter your personal e-mail address").wait_for()
    assert page.get_by_label("Full legal name").input_value() == "Mae Quill"
    if java_script_enabled:
        look(visitor, "open-details-bad")


def test_without_script_a_mailed_link_leads_on(visit, site):
    """And the rest of the way, too, needs no script."""
    visitor = visit(java_script_enabled=False)
    page = details(visitor, "plain@home.example", "0001")
    assert "Open the link that we mailed to plain@home.example" in words(page)
    path = mails.link_to(site, "plain@home.example")
    page = visitor.open(path)
    page.get_by_role("button", name="Go on").click()
    heading(page, "Choose a password")
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_role("button", name="Open my account").click()
    heading(page, "Who you are")
    say_who(page, newcomers.of(site, "plain"))
    page.get_by_role("button", name="Send it by text").click()
    page.get_by_label("Passcode").fill(mails.passcode_to(site, PHONE.format("0001")))
    page.get_by_role("button", name="Continue").click()
    heading(page, "Dashboard")
    visitor.context.clear_cookies()
    page = visitor.open(path)
    page.get_by_role("button", name="Go on").click()
    page.get_by_text("has run out or was used already").wait_for()


def test_pages_before_there_is_an_account(visit, site):
    visitor = visit()
    visitor.open("/open/")
    look(visitor, "open-start")
    page = details(visitor, "looks@home.example")
    look(visitor, "open-mailbox")
    page.get_by_role("button", name="Send another code").click()
    page.get_by_text("Another code is on its way").wait_for()
    look(visitor, "open-mailbox-again")
    visitor.open("/open/link/no-link-of-ours")
    look(visitor, "open-link")
    page = visitor.open("/open/check-your-mail")
    first = mails.code_to(site, "looks@home.example")
    page.get_by_label("Code").fill(first)
    page.get_by_role("button", name="Continue").click()
    if "Choose a password" not in words(page):
        page.get_by_label("Code").fill(mails.code_to(site, "looks@home.example", besides=first))
        page.get_by_role("button", name="Continue").click()
    heading(page, "Choose a password")
    page.get_by_label("New password").fill("short")
    page.get_by_role("button", name="Open my account").click()
    page.get_by_role("alert").wait_for()
    look(visitor, "open-password")


def test_with_google(visit, site):
    claims = {"email": "ida@gmail.example", "email_verified": True, "name": "Ida Quill"}
    request = urllib.request.Request(
        f"{site.google}/users/ida",
        json.dumps(claims).encode(),
        {"Content-Type": "application/json"},
        method="PUT",
    )
    urllib.request.urlopen(request, timeout=10)
    visitor = visit()
    page = visitor.open("/open/")
    page.get_by_role("button", name="Continue with Google (sandbox)").click()
    at_google(page, "ida")
    heading(page, "Your details")
    assert "Google has verified your address" in words(page)
    look(visitor, "open-google")
    page.get_by_label("Mobile telephone (optional)").fill(PHONE.format("0001"))
    page.get_by_role("button", name="Open my account").click()
    heading(page, "Who you are")
    say_who(page, newcomers.of(site, "google"))
    page.get_by_role("button", name="Send it by text").click()
    page.get_by_label("Passcode").fill(mails.passcode_to(site, PHONE.format("0001")))
    page.get_by_role("button", name="Continue").click()
    heading(page, "Dashboard")
