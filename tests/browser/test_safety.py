"""Kept safe, in a real browser: the lock and its key, the forgotten password, the end of a session and the way back."""

import os
from pathlib import Path

import pytest

from tests.browser import mails, personas
from tests.browser.personas import PASSWORD
from tests.browser.visitor import words

pytestmark = pytest.mark.browser

PICTURES = os.environ.get("FINPRO_SCREENSHOTS", "")
PHONE = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 900}
NEW = "quite other plain words"


def look_at(visitor, name):
    """Axe finds nothing, 320 px are enough, and a picture of each look is kept."""
    page = visitor.page
    for look, size, scheme in (("desktop", DESKTOP, "light"), ("dark", DESKTOP, "dark"), ("phone", PHONE, "light")):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        assert visitor.axe() == []
        assert visitor.overflow() <= 0
        if PICTURES:
            visitor.shoot(Path(PICTURES) / look / f"{name}.png")
    page.set_viewport_size(DESKTOP)


def sign_in(page, persona, password=PASSWORD):
    page.get_by_label("E-mail address").fill(persona.email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_too_many_wrong_passwords_lock_and_a_mailed_code_unlocks(visit, site):
    site.run("tests.browser.age", personas.LOCKED.email)
    visitor = visit()
    page = visitor.open("/sign-in")
    sign_in(page, personas.LOCKED, "a wrong password")
    page.get_by_role("heading", level=1, name="Signing in by password is closed").wait_for()
    assert "Nobody got in by it" in words(page)
    look_at(visitor, "story-locked")
    page.get_by_role("button", name="Send a code").click()
    page.get_by_role("heading", level=1, name="Type the code of the mail").wait_for()
    page.get_by_label("Code").fill("12")
    page.get_by_role("button", name="Open sign-in").click()
    page.get_by_role("alert").get_by_text("The code has six digits").wait_for()
    look_at(visitor, "story-code-wrong")
    page.get_by_label("Code").fill(mails.code_to(site, personas.LOCKED.email))
    page.get_by_role("button", name="Open sign-in").click()
    page.get_by_role("heading", level=1, name="Signing in is open again").wait_for()
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    sign_in(page, personas.LOCKED)
    page.get_by_text(f"Menu of {personas.LOCKED.name}").wait_for(state="attached")


def test_a_forgotten_password_is_replaced_without_script_too(visit, site):
    visitor = visit(java_script_enabled=False)
    page = visitor.open("/sign-in")
    page.get_by_role("link", name="Forgotten password").click()
    page.get_by_label("E-mail address").fill(personas.FORGETFUL.email)
    page.get_by_role("button", name="Send a code").click()
    page.get_by_label("Code").fill(mails.code_to(site, personas.FORGETFUL.email))
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", level=1, name="Change your password").wait_for()
    page.get_by_label("New password", exact=True).fill("short")
    page.get_by_role("button", name="Change password").click()
    assert "at least 12 characters" in page.get_by_role("alert").inner_text()
    page.get_by_label("New password", exact=True).fill(NEW)
    page.get_by_role("button", name="Change password").click()
    page.get_by_role("heading", level=1, name="Your password is changed").wait_for()
    other = visit()
    sign_in(other.open("/sign-in"), personas.FORGETFUL, NEW)
    other.page.get_by_text(f"Menu of {personas.FORGETFUL.name}").wait_for(state="attached")
    other.open("/account/password")
    other.page.get_by_label("New password", exact=True).fill("what is shown")
    other.page.get_by_role("button", name="Show password").click()
    assert other.page.get_by_label("New password", exact=True).get_attribute("type") == "text"
    look_at(other, "story-password")


def warned(visitor, path="/account/name"):
    """A page of somebody signed in, 28 minutes and a half after it was opened."""
    visitor.page.clock.install()
    page = visitor.open(path)
    page.clock.run_for(28 * 60_000 + 500)
    page.get_by_role("dialog", name="You will be signed out soon").wait_for()
    return page


def test_two_minutes_before_the_end_it_is_said_and_put_off_by_keyboard(visit):
    visitor = visit(personas.IDLE, fresh=True)
    page = warned(visitor)
    dialog = page.get_by_role("dialog")
    assert dialog.get_by_role("status").inner_text() == "You will be signed out in 2 minutes."
    look_at(visitor, "story-warning")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Stay signed in"
    for _ in range(5):  # the focus goes round inside
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    page.clock.run_for(65_000)
    assert dialog.get_by_role("status").inner_text() == "You will be signed out in less than a minute."
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    page.clock.run_for(27 * 60_000)
    assert dialog.is_hidden()
    page.clock.run_for(2 * 60_000)
    dialog.wait_for()
    dialog.get_by_role("button", name="Stay signed in").click()
    dialog.wait_for(state="hidden")


def test_what_another_window_put_off_is_put_off_here(visit):
    visitor = visit(personas.IDLE, fresh=True)
    page = warned(visitor)
    second = visitor.context.new_page()
    second.goto("/account/")
    # The second window has a clock of its own, half an hour behind: it tells the first by the store that they share.
    second.evaluate(
        "(who) => localStorage.setItem('fp-session-ends', `${who}:${Date.now() + 58 * 60000}`)",
        page.locator("#fp-session").get_attribute("data-who"),
    )
    page.clock.run_for(1_000)
    page.get_by_role("dialog").wait_for(state="hidden")
    second.evaluate(
        "(who) => localStorage.setItem('fp-session-ends', `${who}:0`)",
        page.locator("#fp-session").get_attribute("data-who"),
    )
    page.clock.run_for(1_000)
    page.get_by_role("dialog", name="You were signed out").wait_for()


def test_after_the_end_what_was_typed_is_back_once_the_same_person_signs_in(visit, site):
    visitor = visit(personas.IDLE, fresh=True)
    page = warned(visitor)
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
    page.get_by_label("Name").fill("Ines Idle-Again")
    site.run("tests.browser.age", personas.IDLE.email, "31")
    page.clock.run_for(30 * 60_000 + 1_000)
    over = page.get_by_role("dialog", name="You were signed out")
    over.wait_for()
    look_at(visitor, "story-over")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    over.wait_for()
    assert page.get_by_label("Name").input_value() == "Ines Idle-Again"
    over.get_by_role("link", name="Sign in again").click()
    page.get_by_role("heading", level=1, name="Sign in").wait_for()
    sign_in(page, personas.IDLE)
    page.wait_for_url("**/account/name")
    assert page.get_by_label("Name").input_value() == "Ines Idle-Again"
    page.clock.run_for(500)
    assert page.get_by_role("status").filter(has_text="What you had typed is back").is_visible()


def test_somebody_else_who_signs_in_there_finds_nothing_typed(visit):
    visitor = visit(personas.IDLE, fresh=True)
    page = warned(visitor)
    page.evaluate("document.querySelector('main input[name=name]').value = 'Somebody Private'")
    page.clock.run_for(2 * 60_000)
    page.get_by_role("dialog", name="You were signed out").wait_for()
    assert page.evaluate("JSON.stringify(sessionStorage)").count("Somebody Private") == 1
    visitor.context.clear_cookies()
    page.get_by_role("link", name="Sign in again").click()
    sign_in(page, personas.LATE)
    page.wait_for_url("**/account/name")
    # The second where the other story of Levi came first.
    assert page.get_by_label("Name").input_value() in {personas.LATE.name, "Levi Later"}
    assert "Private" not in page.evaluate("JSON.stringify(sessionStorage)")


def test_a_session_that_was_over_earlier_is_found_out_by_the_button(visit):
    visitor = visit(personas.IDLE, fresh=True)
    page = warned(visitor)
    visitor.context.clear_cookies()
    page.get_by_role("button", name="Stay signed in").click()
    page.get_by_role("dialog", name="You were signed out").wait_for()
    visitor.problems.clear()  # the answer of the site to who is nobody any more


def test_without_script_a_form_sent_too_late_is_sent_after_signing_in_again(visit, site):
    visitor = visit(personas.LATE, fresh=True, java_script_enabled=False)
    page = visitor.open("/account/name")
    page.get_by_label("Name").fill("Levi Later")
    site.run("tests.browser.age", personas.LATE.email, "31")
    page.locator("main form button").first.click()
    page.get_by_role("heading", level=1, name="Sign in").wait_for()
    said = words(page)
    assert "You were signed out after 30 minutes without activity" in said
    assert "What you sent was kept" in said
    sign_in(page, personas.LATE)
    page.get_by_role("heading", level=1, name="You were signed out before this was sent").wait_for()
    assert "Name Levi Later" in words(page)
    page.get_by_role("button", name="Send it now").click()
    page.wait_for_url("**/account/**")
    page.get_by_text("Menu of Levi Later").wait_for(state="attached")
    visitor.open("/session/held")
    assert "Nothing waits to be sent" in words(page)


def test_the_form_that_waits_can_be_looked_at_in_every_look(visit, site):
    visitor = visit(personas.LATE, fresh=True)
    page = visitor.open("/account/name")
    page.get_by_label("Name").fill("Levi Latest")
    site.run("tests.browser.age", personas.LATE.email, "31")
    page.locator("main form button").first.click()
    page.get_by_role("heading", level=1, name="Sign in").wait_for()
    look_at(visitor, "story-ended")
    sign_in(page, personas.LATE)
    page.get_by_role("heading", level=1, name="You were signed out before this was sent").wait_for()
    look_at(visitor, "story-held")
    page.get_by_role("button", name="Do not send it").click()
    page.get_by_role("heading", level=1, name="You were signed out before this was sent").wait_for(state="detached")
    visitor.open("/session/held")
    assert "Nothing waits to be sent" in words(page)


def test_the_outbox_of_the_demonstration_shows_what_was_written(visit, site):
    visitor = visit()
    visitor.open("/sign-in/forgotten")
    visitor.page.get_by_label("E-mail address").fill(personas.NOBODY.email)
    visitor.page.get_by_role("button", name="Send a code").click()
    digits = mails.code_to(site, personas.NOBODY.email)
    page = visitor.open("/dev/outbox")
    look_at(visitor, "dev-outbox")
    page.get_by_role("link", name="Your code to choose a new password").first.click()
    assert digits in words(page)
    look_at(visitor, "dev-letter")
