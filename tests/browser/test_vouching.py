"""A firm vouches for somebody whose identity could not be told online: asked, spoken about, answered."""

import re

import pytest

from tests.browser import personas
from tests.browser.looks import look
from tests.browser.personas import PASSWORD
from tests.browser.visitor import words

pytestmark = pytest.mark.browser

LIST = f"/firm/{personas.SIMULATED_FIRM}/vouching"
SIX = re.compile(r"\b\d{6}\b")


def ask(person):
    """The person asks the firm; the number to read out."""
    page = person.open("/identity/vouch")
    page.get_by_label("Your firm").fill(str(personas.SIMULATED_FIRM))
    page.get_by_role("button", name="Ask this firm").click()
    page.get_by_text("Read this number out").wait_for()
    return SIX.search(words(page))[0]


def waiting(page, site, persona):
    """The link to the persona's request in the firm's list."""
    first, _, last = site.record_name(persona).rpartition(" ")
    page.goto(LIST)
    return page.get_by_role("table", name="Waiting for the firm").get_by_role("link", name=f"{last}, {first}")


@pytest.fixture
def voucher(visit, site):
    """Somebody of the firm who signed in a quarter of an hour ago."""
    visitor = visit()
    cookie = {"name": "session", "value": personas.VOUCHER.signed_in_before, "url": site.url}
    visitor.context.add_cookies([cookie])
    return visitor


def test_the_firm_vouches_after_showing_again_who_it_is(visit, voucher, site):
    person = visit(personas.VOUCHED, fresh=True)
    empty = person.open("/identity/vouch")
    look(person, "story-vouch-ask")
    empty.get_by_label("Your firm").fill("Nosuch Securities")
    empty.get_by_role("button", name="Ask this firm").click()
    empty.get_by_role("alert").get_by_text("The record ties you to no firm of this name").wait_for()
    number = ask(person)
    look(person, "story-vouch-number")

    page = voucher.page
    request = waiting(page, site, personas.VOUCHED)
    look(voucher, "story-vouching-list")
    request.click()
    page.get_by_role("heading", level=1, name="Confirm that it is you").wait_for()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm with the password").click()
    page.get_by_role("heading", name="What vouching means").wait_for()
    look(voucher, "story-vouching-answer")
    page.get_by_label("Number that the person reads out").fill("000000" if number != "000000" else "111111")
    page.get_by_label("I know this person").check()
    page.get_by_role("button", name="Vouch for this person").click()
    page.get_by_role("alert").get_by_text("This is not the number of the request").wait_for()
    look(voucher, "story-vouching-wrong")
    page.get_by_label("Number that the person reads out").fill(number)
    page.get_by_label("I know this person").check()
    page.get_by_role("button", name="Vouch for this person").click()
    page.get_by_text("You vouched for the person.").wait_for()
    assert personas.VOUCHER.name in words(page)
    look(voucher, "story-vouching-done")

    person.open("/me/record")
    assert "Nobody needs to vouch for you" in words(person.open("/identity/vouch"))


def test_without_script_the_firm_declines_and_the_person_reads_why(visit, site):
    person = visit(personas.DOUBTED, fresh=True, java_script_enabled=False)
    ask(person)
    firm = visit(personas.DOUBTER, fresh=True, java_script_enabled=False)
    page = firm.page
    waiting(page, site, personas.DOUBTED).click()
    page.get_by_role("button", name="Do not vouch").click()
    page.get_by_role("alert").get_by_role("link", name="Choose why the firm does not vouch").wait_for()
    page.get_by_label("Could not be asked").check()
    page.get_by_role("button", name="Do not vouch").click()
    page.get_by_text("You did not vouch.").wait_for()
    assert "did not vouch for you. Your firm could not reach you" in words(person.open("/identity/vouch"))
    person.open("/me/record", 403)


def test_nobody_vouches_for_himself(visit, site):
    oneself = visit(personas.ONESELF, fresh=True)
    number = ask(oneself)
    page = oneself.page
    waiting(page, site, personas.ONESELF).click()
    page.get_by_text("Nobody vouches for himself or herself").wait_for()
    look(oneself, "story-vouching-oneself")
    assert page.get_by_label("Number that the person reads out").count() == 0
    assert number not in words(page)
    oneself.open("/me/record", 403)
