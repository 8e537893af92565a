"""My Account in a real browser: from the initials to a confirmed address by keyboard alone, sessions, tasks."""

import pytest

from tests.browser import mails, personas
from tests.browser.visitor import words

pytestmark = pytest.mark.browser
NEW = "keeper@home.example"
PASTE = "(field, text) => { field.focus(); document.execCommand('insertText', false, text); }"


def focused(page) -> str:
    """What has the focus: its words, or `field:` and the name of a field."""
    return page.evaluate(
        "(it => it.matches('input, select') ? `field:${it.name}` : it.textContent.trim())(document.activeElement)"
    )


def reach(page, wanted: str) -> None:
    """Tab until something with these words has the focus."""
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.append(focused(page))
        if wanted in seen[-1]:
            return
    pytest.fail(f"{wanted} is not reached by Tab: {seen}")


def test_from_the_initials_to_a_confirmed_address_by_keyboard_alone(visit, site):
    visitor = visit(personas.KEEPER, fresh=True)
    page = visitor.open("/help")
    keys = page.keyboard
    reach(page, "Menu of")
    keys.press("Enter")
    reach(page, "My Account")
    keys.press("Enter")
    page.get_by_role("heading", level=1, name="My account").wait_for()
    reach(page, f"Change {personas.KEEPER.email}")
    keys.press("Enter")
    page.get_by_role("heading", level=1, name="Change an e-mail address").wait_for()
    reach(page, "field:email")
    keys.type(NEW)
    keys.press("Enter")
    page.get_by_role("heading", level=1, name="Type the code of the mail").wait_for()
    assert f"A code is on its way to {NEW}" in words(page)
    code = mails.code_to(site, NEW)
    reach(page, "field:code")
    keys.type("000000" if code != "000000" else "111111")
    keys.press("Enter")
    page.get_by_role("alert").get_by_text("This code is not right").wait_for()
    assert page.title().startswith("Error: ")
    reach(page, "field:code")
    keys.press("Control+A")
    keys.type(code)
    keys.press("Enter")
    page.get_by_text("The e-mail address is confirmed.").wait_for()
    said = words(page)
    assert NEW in said
    assert personas.KEEPER.email not in said
    reach(page, "Activity")
    keys.press("Enter")
    page.get_by_role("heading", level=1, name="Activity").wait_for()
    said = words(page)
    assert "An e-mail address was confirmed." in said
    assert "Another e-mail address became the personal one." in said
    assert NEW not in said


def test_the_code_is_pasted_and_a_new_one_replaces_it(visit, site):
    visitor = visit(personas.KEEPER_TOO, fresh=True)
    page = visitor.open("/account/emails/new")
    page.get_by_label("E-mail address").fill("too@home.example")
    page.get_by_role("button", name="Add and send a code").click()
    first, asked = mails.code_to(site, "too@home.example"), page.url
    page.get_by_role("button", name="Send a new code").click()
    page.get_by_text("A new code is on its way.").wait_for()
    second = mails.code_to(site, "too@home.example", besides=first)
    page.get_by_label("Code").fill(f"{first[:3]} {first[3:]}")
    page.get_by_role("button", name="Confirm address").click()
    page.get_by_role("alert").get_by_text("This code is not right").wait_for()
    field = page.get_by_label("Code")
    field.fill("")
    field.evaluate(
        "(field, text) => { field.focus(); document.execCommand('insertText', false, text); }",
        f" {second[:3]}-{second[3:]}",
    )
    page.get_by_role("button", name="Confirm address").click()
    page.get_by_text("The e-mail address is confirmed.").wait_for()
    visitor.open(asked)
    assert "There is no code for too@home.example that still works" in words(page)


def test_a_session_ended_elsewhere_is_ended_here(visit):
    desk, phone = visit(personas.KEEPER_TOO, fresh=True), visit(personas.KEEPER_TOO, fresh=True)
    phone.open("/account/")
    page = desk.open("/account/sessions")
    assert "This one" in words(page)
    page.get_by_role("button", name="End all other sessions").click()
    page.get_by_text("All other sessions are ended.").wait_for()
    assert page.get_by_role("button", name="End all other sessions").count() == 0
    phone.page.goto("/account/")
    assert phone.page.title() == "Sign in – FinPro"


def test_without_a_record_the_first_task_stands_in_the_profile(visit):
    page = visit(personas.KEEPER_TOO).open("/account/")
    task = page.get_by_role("link", name="Finish proving your identity")
    assert task.get_attribute("href") == "/identity/"
    assert "Waiting for you" in words(page)
