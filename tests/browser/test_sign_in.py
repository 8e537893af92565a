"""Getting in and out: wrong words, the way back, sign-out, and all of it by keyboard only."""

import pytest

from tests.browser import personas

pytestmark = pytest.mark.browser


def _try(page, email, password):
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    return page.get_by_role("alert").inner_text()


def test_wrong_words_are_refused_without_saying_which(visit):
    page = visit().open("/sign-in")
    wrong_password = _try(page, personas.INDIVIDUAL.email, "not-the-password")
    assert "The e-mail address or the password is not right" in wrong_password
    assert page.title().startswith("Error: ")
    assert page.get_by_label("Password", exact=True).input_value() == ""
    assert _try(page, "stranger@people.example", "not-the-password") == wrong_password


def test_nothing_typed_is_said_at_each_field(visit):
    page = visit().open("/sign-in")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").get_by_role("link", name="Enter your e-mail address").click()
    assert page.evaluate("document.activeElement.name") == "email"


def test_sign_in_leads_back_to_the_page_asked_for(visit):
    visitor = visit()
    page = visitor.page
    page.goto("/me/record?as_of=2024-12-31")
    assert page.title() == "Sign in – FinPro"
    page.get_by_label("E-mail address").fill(personas.INDIVIDUAL.email)
    page.get_by_label("Password", exact=True).fill(personas.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    assert page.title() == "My record – FinPro"
    assert page.url.endswith("/me/record?as_of=2024-12-31")


def test_signed_out_means_signed_out(visit):
    visitor = visit(personas.INDIVIDUAL, fresh=True)
    page = visitor.page
    page.get_by_text("Menu of").locator("..").click()
    page.get_by_role("button", name="Sign out").click()
    assert page.get_by_role("heading", level=1).inner_text() == "You are signed out"
    page.go_back()
    page.goto("/me/record")
    assert page.title() == "Sign in – FinPro"


def test_by_keyboard_alone_from_the_first_page_to_the_record_and_out(visit):
    page = visit().open("/")
    keys = page.keyboard
    keys.press("Tab")
    assert _focused(page) == "Skip to main content"
    keys.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    _reach(page, "Sign in")
    keys.press("Enter")
    page.wait_for_url("**/sign-in")
    _reach(page, "email")
    keys.type(personas.INDIVIDUAL.email)
    keys.press("Tab")
    keys.type(personas.PASSWORD)
    keys.press("Enter")
    page.wait_for_url("**/me/")
    _reach(page, "My record")
    assert _has_outline(page)
    keys.press("Enter")
    page.wait_for_url("**/me/record")
    _reach(page, "Menu of")
    keys.press("Enter")
    assert page.get_by_role("link", name="My Account").is_visible()
    keys.press("Escape")
    assert not page.get_by_role("link", name="My Account").is_visible()
    assert "Menu of" in _focused(page)
    keys.press("Enter")
    _reach(page, "Sign out")
    keys.press("Enter")
    page.wait_for_url("**/signed-out")


def _focused(page) -> str:
    """What has the focus: its words, or the name of a field."""
    return page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()")


def _reach(page, words: str) -> None:
    """Tab until something with these words has the focus."""
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.append(_focused(page))
        if words in seen[-1]:
            return
    pytest.fail(f"{words} is not reached by Tab: {seen}")


def _has_outline(page) -> bool:
    """Whether the focus can be seen: an outline, a shadow or a ground of its own."""
    return page.evaluate(
        "() => { const s = getComputedStyle(document.activeElement);"
        " return s.outlineStyle !== 'none' || s.boxShadow !== 'none'; }"
    )
