"""Google in a real browser, against a server that speaks OpenID Connect as Google does."""

import json
import urllib.request

import pytest

from tests.browser import personas
from tests.browser.visitor import words

pytestmark = pytest.mark.browser

BUTTON = "Continue with Google (sandbox)"


@pytest.fixture(scope="module", autouse=True)
def people(site):
    """Who is at Google, besides those whom the sandbox brings."""
    for key, verified in (("gil", True), ("lin", True), ("stranger", True), ("sly", False)):
        claims = {"email": f"{key}@gmail.example", "email_verified": verified, "name": key.title()}
        request = urllib.request.Request(
            f"{site.google}/users/{key}",
            json.dumps(claims).encode(),
            {"Content-Type": "application/json"},
            method="PUT",
        )
        urllib.request.urlopen(request, timeout=10)


def at_google(page, key=""):
    """Choose who one is at Google, or go back."""
    page.get_by_text("This page stands in for Google").wait_for()
    if not key:
        page.get_by_role("button", name="Deny").click()
        return
    page.get_by_placeholder("sub").fill(key)
    page.get_by_role("button", name="Authorize").click()


def by_google(visitor, key="", next_page=""):
    page = visitor.open(f"/sign-in?next={next_page}" if next_page else "/sign-in")
    page.get_by_role("button", name=BUTTON).click()
    at_google(page, key)
    return page


def arrived(page, heading):
    page.get_by_role("heading", level=1, name=heading).wait_for()


def test_linked_then_signed_in_then_unlinked(visit):
    visitor = visit(personas.LINKS, fresh=True)
    page = visitor.open("/account/security")
    page.get_by_role("button", name="Link Google (sandbox)").click()
    at_google(page, "lin")
    arrived(page, "Sign-in and security")
    assert "Google is linked" in words(page)
    assert "Linked: lin@gmail.example" in words(page)

    other = visit()
    page = by_google(other, "lin", "/account/security")
    arrived(page, "Sign-in and security")
    page.get_by_text(f"Menu of {personas.LINKS.name}").wait_for(state="attached")
    page.get_by_role("button", name="Unlink Google").click()
    assert "Not linked" in words(page)

    # What was unlinked opens nothing; it is nobody's again.
    page = by_google(visit(), "lin")
    page.wait_for_url("**/open/google**")


def test_somebody_new_is_led_to_open_an_account(visit):
    page = by_google(visit(), "rowan")
    page.wait_for_url("**/open/google**")


def test_google_alone_stays_and_confirms(visit):
    visitor = visit()
    page = by_google(visitor, "gil", "/account/security")
    arrived(page, "Sign-in and security")
    assert "This is the only way into your account" in words(page)
    assert page.get_by_role("button", name="Unlink Google").is_disabled()
    assert visitor.axe() == []
    page = visitor.open("/account/confirm-it-is-you?next=/account/security")
    assert "With a code by e-mail" in words(page)
    assert visitor.axe() == []
    page.get_by_role("button", name=BUTTON).click()
    at_google(page, "gil")
    arrived(page, "Sign-in and security")
    page = visitor.open("/account/confirm-it-is-you?next=/account/security")
    page.get_by_role("button", name=BUTTON).click()
    at_google(page, "stranger")
    arrived(page, "That did not work")
    assert "not linked to your account" in words(page)


@pytest.mark.parametrize(
    ("key", "said"),
    [("", "without going on"), ("sly", "has not verified the e-mail address")],
)
def test_what_does_not_work_is_said(visit, key, said):
    visitor = visit()
    page = by_google(visitor, key)
    arrived(page, "That did not work")
    assert said in words(page)
    assert "Nothing was changed" in words(page)
    assert visitor.axe() == []
    assert visitor.overflow() <= 0


def test_an_address_that_has_an_account_signs_in_first(visit, site):
    claims = {"email": personas.INDIVIDUAL.email.upper(), "email_verified": True}
    request = urllib.request.Request(
        f"{site.google}/users/odette", json.dumps(claims).encode(), {"Content-Type": "application/json"}, method="PUT"
    )
    urllib.request.urlopen(request, timeout=10)
    page = by_google(visit(), "odette")
    arrived(page, "That did not work")
    assert "Sign in to that account first" in words(page)


def test_a_state_that_was_tampered_with_opens_nothing(visit):
    visitor = visit()
    page = visitor.open("/sign-in")
    page.get_by_role("button", name=BUTTON).click()
    page.get_by_text("This page stands in for Google").wait_for()
    page.goto(page.url.replace("state=", "state=x"))
    at_google(page, "gil")
    arrived(page, "That did not work")
    assert "was not begun in this browser" in words(page)
    assert "Sign in" in page.get_by_role("banner").inner_text()


def test_the_way_there_needs_no_script(visit):
    visitor = visit(java_script_enabled=False)
    page = by_google(visitor, "gil", "/account/")
    arrived(page, "My account")
