"""The second step in a browser: a member of a firm sets up an app, and every window and way back agrees about it."""

import re

import pytest

from tests.browser import captures, personas
from tests.browser.visitor import app_code, words

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 320, "height": 640}}


def by_password(page, persona):
    page.get_by_label("E-mail address").fill(persona.email)
    page.get_by_label("Password", exact=True).fill(personas.PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def arrived(page, heading):
    page.get_by_role("heading", level=1, name=heading).wait_for()


def test_a_members_first_day(visit):
    firm = f"/firm/{captures.FIRM}/people"
    visitor = visit(**PHONE)
    page = visitor.page
    page.goto(firm)
    by_password(page, personas.APP)
    arrived(page, "Second step needed")
    assert "Your account acts for a firm" in words(page)
    assert visitor.axe() == []
    assert visitor.overflow() <= 0

    page.get_by_role("button", name="Set up an authenticator app").click()
    arrived(page, "Set up an authenticator app")
    assert visitor.axe() == []
    assert visitor.overflow() <= 0
    assert page.get_by_role("img", name="QR code").bounding_box()["width"] > 150
    secret = page.locator(".fp-secret").inner_text().replace(" ", "")
    page.get_by_label("Code of your authenticator app").fill("000000")
    page.get_by_role("button", name="Finish setting up").click()
    assert page.title().startswith("Error: ")
    assert page.locator(".fp-secret").inner_text().replace(" ", "") == secret
    page.get_by_label("Code of your authenticator app").fill(app_code(secret))
    page.get_by_role("button", name="Finish setting up").click()

    arrived(page, "Your recovery codes")
    assert visitor.axe() == []
    assert visitor.overflow() <= 0
    codes = page.locator("[data-fp-codes] li").all_inner_texts()
    with page.expect_download() as kept:
        page.get_by_role("button", name="Download as text").click()
    text = kept.value.path().read_text(encoding="utf-8")
    assert all(code in text for code in codes)
    assert page.get_by_role("button", name="Print").is_visible()
    page.get_by_role("button", name="I have kept them").click()
    page.wait_for_url(f"**{firm}")

    # Shown once: the way back shows none.
    page.goto("/account/security/codes")
    arrived(page, "Sign-in and security")
    assert "10 recovery codes left" in words(page)
    assert page.get_by_role("link", name=re.compile("^Remove")).count() == 1
    page.get_by_role("link", name=re.compile("^Remove")).click()
    assert page.get_by_role("button", name="Remove the authenticator app").is_disabled()
    assert "which needs a second step, so this one stays" in words(page)
    assert visitor.axe() == []

    _two_windows_and_the_way_back(visit, firm, secret, codes)


def _two_windows_and_the_way_back(visit, firm, secret, codes):
    visitor = visit()
    page = visitor.page
    page.goto(firm)
    by_password(page, personas.APP)
    arrived(page, "Second step")
    assert "Demonstration" not in words(page)
    other = visitor.context.new_page()
    other.goto("/sign-in/second-step")
    other.get_by_label("Code").fill(codes[0])
    other.get_by_role("button", name="Continue").click()
    other.wait_for_url(f"**{firm}")
    # The first window is late: its form was made for nobody signed in. No code is spent by it.
    page.get_by_label("Code").fill(codes[1])
    page.get_by_role("button", name="Continue").click()
    arrived(page, "This form is no longer valid")
    # Back to the second step: nothing waits there any more, and the way leads home.
    page.goto("/sign-in/second-step")
    page.wait_for_url(f"**/firm/{captures.FIRM}/")
    page.goto("/account/security")
    assert "9 recovery codes left" in words(page)
    other.close()

    # Something sensitive, after a recovery code: the password shown is fresh, the code was not what made it so.
    page.goto("/account/confirm-it-is-you?next=/account/security")
    page.get_by_label("Code of your authenticator app").fill(codes[2])
    page.get_by_role("button", name="Confirm with the code").click()
    assert "This code is not right" in words(page)
    assert page.title().startswith("Error: ")
    page.get_by_label("Code of your authenticator app").fill(app_code(secret, 1))
    page.get_by_role("button", name="Confirm with the code").click()
    arrived(page, "Sign-in and security")
