"""The registry works on a case from the queue to the decision, and the person reads where it stands."""

import re

import pytest

from tests.browser import captures, personas
from tests.browser.looks import look
from tests.browser.visitor import words

pytestmark = pytest.mark.browser


def arrived(page, heading):
    page.get_by_role("heading", level=1, name=heading).wait_for()


def number_of(page):
    """The person's own case, and its number."""
    page.goto("/identity/case")
    return page.get_by_role("heading", level=1).inner_text().removeprefix("Your case ")


def open_case(page, number):
    page.goto("/registry/cases")
    page.get_by_role("link", name=number).click()
    arrived(page, f"Case {number}")


def take(page):
    page.get_by_role("button", name="Take this case").click()
    page.get_by_role("heading", name="Done").wait_for()


def test_from_the_queue_to_a_grant_with_a_question_between(visit):
    person, staff = visit(personas.APPLICANT, fresh=True), visit(personas.REGISTRAR, fresh=True)
    number = number_of(person.page)
    assert "Waiting for the registry" in words(person.page)
    page = staff.page
    page.goto("/registry/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Cases").click()
    look(staff, "story-queue")
    open_case(page, number)
    assert "Number and date of birth fit nobody on the record" in words(page)
    look(staff, "story-case-open")
    take(page)
    look(staff, "story-case-taken")
    page.get_by_text("Ask the person").first.click()
    page.get_by_label("Your question to the person").fill("Which name did you use before?")
    page.get_by_role("button", name="Ask the person").click()
    page.get_by_text("The person was asked. The case comes back").wait_for()

    mine = person.page
    mine.goto("/identity/case")
    assert "Which name did you use before?" in words(mine)
    look(person, "story-case-asked")
    mine.get_by_label("Your answer").fill("O'Hara, before I married.")
    mine.get_by_role("button", name="Send your answer").click()
    mine.get_by_text("Your answer was sent to the registry.").wait_for()

    page.reload()
    assert "O'Hara, before I married." in words(page)
    page.get_by_label("CRD number").fill(str(captures.ELSEWHERE))
    page.get_by_role("button", name="Compare").click()
    page.get_by_text("Fits the name of the account").wait_for()
    assert "TOBIAS" in words(page)
    look(staff, "story-case-compared")
    page.get_by_role("link", name=f"Decide for CRD {captures.ELSEWHERE}").click()
    arrived(page, f"Decide case {number}")
    page.get_by_role("button", name="Decide and close the case").click()
    page.get_by_role("alert").get_by_role("link", name="Choose what you decide").wait_for()
    page.get_by_label("It is the person: connect the account to the record").check()
    page.get_by_label("Name changed").check()
    page.get_by_label("What else the person should read (optional)").fill("Welcome back.")
    page.get_by_label("Note for the registry (optional)").fill("Marriage certificate by video.")
    look(staff, "story-decide")
    page.get_by_role("button", name="Decide and close the case").click()
    page.get_by_text("Granted, and what follows from it is done").wait_for()
    assert "Name changed" in words(page)
    look(staff, "story-case-granted")

    mine.goto("/identity/case")
    text = words(mine)
    assert "Decided: it is you" in text
    assert "your earlier and your present name belong to one person" in text
    assert "Welcome back." in text
    assert "Marriage certificate" not in text
    look(person, "story-case-granted-own")
    person.open("/me/record")
    assert "TOBIAS" in mine.get_by_role("heading", level=1).inner_text()


def test_a_refusal_says_why_and_what_is_left(visit):
    person = visit(personas.TURNED_DOWN, fresh=True)
    staff = visit(personas.REFUSER, fresh=True)
    number = number_of(person.page)
    page = staff.page
    open_case(page, number)
    take(page)
    page.get_by_role("button", name="Decide this case").click()
    arrived(page, f"Decide case {number}")
    page.get_by_label("It could not be told, or it is not the person").check()
    page.get_by_label("Too little shown").check()
    page.get_by_role("button", name="Decide and close the case").click()
    page.get_by_text("Refused. The person was told.").wait_for()
    page.reload()
    assert page.get_by_role("button", name="Take this case").count() == 0
    person.page.reload()
    text = words(person.page)
    assert "You may begin again and show more" in text
    assert "Nothing on any record was changed" in text
    look(person, "story-case-refused-own")
    person.open("/me/record", 403)


def test_of_two_who_take_one_case_the_second_reads_who_has_it(visit):
    person = visit(personas.BETWEEN, fresh=True)
    number = number_of(person.page)
    first, second = visit(personas.FIRST), visit(personas.SECOND)
    for staff in (first, second):
        open_case(staff.page, number)
    take(first.page)
    page = second.page
    page.get_by_role("button", name="Take this case").click()
    page.get_by_role("alert").get_by_text("Fern First has this case").wait_for()
    assert page.title().startswith("Error: ")
    look(second, "story-case-conflict")
    page.get_by_role("button", name="Take over").click()
    page.get_by_text("The case is yours.").wait_for()
    first.page.get_by_role("button", name="Give it back to the queue").click()
    first.page.get_by_role("alert").get_by_text("Sol Second has this case").wait_for()
    page.get_by_role("button", name="Give it back to the queue").click()
    page.get_by_text("The case is back in the queue.").wait_for()


def test_a_case_is_found_by_the_address_which_stands_in_no_address(visit):
    staff = visit(personas.WATCHER)
    asked = []
    staff.page.on("request", lambda request: asked.append(request.url))
    page = staff.open("/registry/cases")
    page.get_by_label("Case number or e-mail address").fill(personas.SHOWN.email)
    page.get_by_role("button", name="Find").click()
    page.get_by_role("heading", name="Account found by e-mail address").wait_for()
    look(staff, "story-account-found")
    assert personas.SHOWN.email not in page.content().replace(f'value="{personas.SHOWN.email}"', "")
    page.get_by_role("link", name=re.compile("^Case ")).first.click()
    arrived(page, re.compile("^Case "))
    assert [url for url in asked if "people.example" in url] == []


def test_a_role_is_changed_and_ended(visit):
    staff = visit(personas.STEWARD, fresh=True)
    page = staff.open("/registry/roles")
    page.get_by_role("link", name=personas.CLERK.name).click()
    arrived(page, personas.CLERK.name)
    page.get_by_label("Support", exact=True).check()
    look(staff, "story-role")
    page.get_by_role("button", name="Change the role").click()
    page.get_by_text("The role was changed.").wait_for()
    page.get_by_role("link", name=personas.CLERK.name).click()
    page.get_by_role("button", name="End the role").click()
    page.get_by_text("The role was ended at once").wait_for()
    assert page.get_by_role("link", name=personas.CLERK.name).count() == 0
    page.get_by_role("link", name=personas.STEWARD.name).click()
    page.get_by_text("This is your own role.").wait_for()
    assert page.get_by_role("button", name="End the role").count() == 0
