"""Passkeys in a real browser: added, the whole way in, the second step, renamed, removed; and what is refused."""

import json

import pytest

from tests.browser import personas
from tests.browser.authenticator import Device, by_name
from tests.browser.visitor import Visitor, words

pytestmark = pytest.mark.browser


@pytest.fixture
def window(browser, site):
    """Opens windows on the site under its name; nothing may be written to a console as an error."""
    opened = []

    def window(persona=None):
        visitor = Visitor(browser, by_name(site), {})
        opened.append(visitor)
        if persona:
            visitor.sign_in(persona)
        return visitor

    yield window
    problems = [problem for visitor in opened for problem in visitor.problems]
    for visitor in opened:
        visitor.context.close()
    # A passkey that is refused is answered with a status that the console repeats.
    assert [problem for problem in problems if "409" not in problem] == []


def add(visitor, name):
    page = visitor.open("/account/security")
    page.get_by_label("Name of the passkey").fill(name)
    page.get_by_role("button", name="Add a passkey").click()
    return page


def arrived(page, heading):
    page.get_by_role("heading", level=1, name=heading).wait_for()


def is_in(page, persona):
    page.get_by_text(f"Menu of {persona.name}").wait_for(state="attached")


def kept(page):
    """Take note of the recovery codes that are shown once."""
    page.get_by_role("heading", name="Your recovery codes").wait_for()
    codes = page.locator("[data-fp-codes] li").all_inner_texts()
    page.get_by_role("button", name="I have kept them").click()
    arrived(page, "Sign-in and security")
    return codes


def test_a_passkey_from_the_first_day_to_the_last(window):
    visitor = window(personas.KEYS)
    phone = Device(visitor)
    page = add(visitor, "My phone")
    assert len(kept(page)) == 10
    assert "My phone" in words(page)
    assert "Your account, by itself" in words(page)
    assert visitor.axe() == []

    # The whole way in, at another window with the same phone: no password, no second step.
    other = window()
    phone.copy_to(Device(other))
    page = other.open("/sign-in?next=/account/security")
    page.get_by_role("button", name="Use a passkey").click()
    arrived(page, "Sign-in and security")
    assert "My phone" in words(page)

    # The second step after the password.
    third = window()
    phone.copy_to(Device(third))
    page = third.open("/sign-in")
    page.get_by_label("E-mail address").fill(personas.KEYS.email)
    page.get_by_label("Password", exact=True).fill(personas.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    assert page.title() == "Second step – FinPro"
    assert third.axe() == []
    page.get_by_role("button", name="Use a passkey").click()
    is_in(page, personas.KEYS)

    # Confirming that it is you.
    page = third.open("/account/confirm-it-is-you?next=/account/security")
    assert third.axe() == []
    page.get_by_role("button", name="Use a passkey").click()
    arrived(page, "Sign-in and security")

    page.get_by_role("link", name="Rename or remove").click()
    page.get_by_label("Name of the passkey").fill("Blue phone")
    page.get_by_role("button", name="Save the name").click()
    assert "Blue phone" in words(page)
    page.get_by_role("link", name="Rename or remove").click()
    page.get_by_role("button", name="Remove the passkey").click()
    assert "You have no passkey yet" in words(page)

    # What was removed opens nothing. (Who is signed in is led home from the sign-in page.)
    other.context.clear_cookies()
    page = other.open("/sign-in")
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_text("The passkey was not accepted").wait_for()


def test_what_a_passkey_may_not_be_used_for(window):
    visitor = window(personas.LOST)
    page = visitor.open("/account/security")
    device = Device(visitor, whole=False)
    page = add(visitor, "Old key")
    codes = kept(page)
    assert "The second step, after another way in" in words(page)

    # The same device again.
    page = add(visitor, "Old key once more")
    page.get_by_text("This device has a passkey for your account already").wait_for()

    # A name is needed; nothing is asked of the device without one.
    page = add(visitor, " ")
    page.get_by_text("Enter a name for the passkey").wait_for()
    assert len(device.keys()) == 1

    # A recovery code in its place.
    other = window()
    page = other.open("/sign-in")
    page.get_by_label("E-mail address").fill(personas.LOST.email)
    page.get_by_label("Password", exact=True).fill(personas.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Continue").click()
    is_in(page, personas.LOST)


ASK = """async ([path, more]) => {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(path, {method: "POST", body: JSON.stringify(more),
    headers: {"Content-Type": "application/json", "X-CSRFToken": token}});
  return [answer.status, await answer.text()];
}"""
SHOW = """async (asked) => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\\+/g, "-").replace(/\\//g, "_").replace(/=+$/, "");
  const found = await navigator.credentials.get({publicKey: {...asked, challenge: bytes(asked.challenge)}});
  const r = found.response;
  return {id: found.id, rawId: text(found.rawId), type: found.type, response: {
    clientDataJSON: text(r.clientDataJSON), authenticatorData: text(r.authenticatorData),
    signature: text(r.signature), userHandle: text(r.userHandle)}};
}"""


def test_a_challenge_is_answered_once_and_only_its_own(window):
    visitor = window(personas.REPLAY)
    phone = Device(visitor)
    kept(add(visitor, "Phone"))

    thief = window()
    phone.copy_to(Device(thief))
    page = thief.open("/sign-in")

    def ask():
        status, body = page.evaluate(ASK, ["/sign-in/passkey", {}])
        assert status == 200
        return json.loads(body)["ask"]["publicKey"]

    def show(credential):
        return page.evaluate(ASK, ["/sign-in/passkey", {"credential": credential}])

    first = page.evaluate(SHOW, ask())
    # Another challenge was asked since: the answer to the first is worth nothing, and the second is spent by it.
    second_asked = ask()
    assert show(first)[0] == 409
    assert show(page.evaluate(SHOW, second_asked))[0] == 409
    # Altered on the way.
    asked = ask()
    credential = page.evaluate(SHOW, asked)
    credential["response"]["signature"] = credential["response"]["signature"][:-4] + "AAAA"
    assert show(credential)[0] == 409
    # Right, once.
    asked = ask()
    credential = page.evaluate(SHOW, asked)
    assert show(credential)[0] == 200
    page.goto("/account/")
    assert page.title() == "My account – FinPro"
    page.goto("/sign-in")
    assert show(credential)[0] == 409


def test_without_its_script_the_page_says_so_and_offers_no_button(browser, site):
    visitor = Visitor(browser, by_name(site), {"java_script_enabled": False})
    page = visitor.open("/sign-in")
    assert "Passkeys need this page’s script" in words(page)
    assert page.get_by_role("button", name="Use a passkey").count() == 0
    visitor.context.close()
