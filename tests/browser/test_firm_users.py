"""Who may do what, in a browser: inviting and accepting, removing on the same day, certifying, changing hats."""

import os
from pathlib import Path

import pytest

from finpro.access import policies
from finpro.kernel import clock
from tests.browser import captures, personas
from tests.browser.visitor import words

pytestmark = pytest.mark.browser

PICTURES = os.environ.get("FINPRO_SCREENSHOTS", "")
USERS = f"/firm/{captures.OTHER_FIRM}/admin/users"
LOOKS = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 320, "height": 640}, "has_touch": True},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
}


def _look(visitor, name, look="desktop"):
    """Nothing for axe to find, nothing cut off, and a picture for those who ask for one."""
    if PICTURES:
        visitor.shoot(Path(PICTURES) / look / f"{name}.png")
    assert visitor.axe() == []
    assert visitor.overflow() <= 0


@pytest.mark.parametrize("look", LOOKS)
def test_every_step_of_inviting_fits_and_says_what_comes_along(visit, look):
    visitor = visit(personas.SUPER, **LOOKS[look])
    page = visitor.open(f"{USERS}/invite")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("alert").get_by_role("link", name="Choose at least one thing that the user may do").click()
    assert page.evaluate("document.activeElement.value") == "roster.view"
    _look(visitor, "firm-users-invite-errors", look)
    page.get_by_label("E-mail address").fill(f"somebody-{look}@people.example")
    page.get_by_label("File Form U4").check()
    page.get_by_label("See full Social Security numbers").check()
    page.get_by_role("button", name="Continue").click()
    assert "Who files Form U4 corrects it first" in words(page)
    _look(visitor, "firm-users-invite-check", look)
    page.get_by_role("button", name="Change the answers").click()
    assert page.get_by_label("File Form U4").is_checked()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Send the invitation").click()
    assert "The invitation is on its way" in words(page)
    _look(visitor, "firm-users-invited", look)
    page.get_by_role("button", name="Withdraw the invitation to s•••@people.example").click()
    assert "The invitation was withdrawn" in words(page)
    page.get_by_role("link", name="Change Max Mate").click()
    _look(visitor, "firm-user", look)
    page.get_by_label("File Form U5").check()
    page.get_by_role("button", name="Continue").click()
    assert "ends registrations" in words(page)
    _look(visitor, "firm-user-check", look)
    page.goto(page.url)
    page.get_by_role("link", name="Remove Max Mate").click()
    _look(visitor, "firm-user-remove", look)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_an_invitation_is_sent_and_declined(visit, script):
    boss = visit(personas.SUPER, java_script_enabled=script).open(f"{USERS}/invite")
    boss.get_by_label("E-mail address").fill(personas.NOBODY.email)
    boss.get_by_label("Draft Form U4").check()
    boss.get_by_role("button", name="Continue").click()
    boss.get_by_role("button", name="Send the invitation").click()
    guest = visit(personas.NOBODY, java_script_enabled=script).open("/account/invitations")
    guest.get_by_role("button", name="Decline").click()
    assert "The invitation was declined" in words(guest)


def test_accepting_gives_a_hat_and_removal_takes_it_at_once(visit):
    boss = visit(personas.SUPER)
    page = boss.open(f"{USERS}/invite")
    page.get_by_label("E-mail address").fill(personas.GUEST.email)
    page.get_by_label("Draft Form U4").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Send the invitation").click()
    visitor = visit(personas.GUEST)
    guest = visitor.open("/account/invitations")
    assert "Draft Form U4" in words(guest)
    _look(visitor, "account-invitations")
    guest.get_by_role("button", name="Accept").click()
    assert "You act for the firm from now on" in words(guest)
    guest.get_by_text("Menu of").locator("..").click()
    guest.get_by_role("navigation", name="Act as").get_by_role("link", name="TIDEWATER").click()
    guest.wait_for_url("**/account/second-factor*")
    page.goto(f"{boss.site.url}{USERS}")
    page.get_by_role("link", name="Change Gus Guest").click()
    page.get_by_role("link", name="Remove Gus Guest").click()
    page.get_by_label("Has another role at the firm").check()
    page.get_by_role("button", name="Remove the user").click()
    assert "can no longer act for the firm" in words(page)
    visitor.open(f"/firm/{captures.OTHER_FIRM}/", 403)
    assert guest.get_by_role("navigation", name="Act as").count() == 0


def test_a_year_is_certified_and_its_report_prints(visit):
    visitor = visit(personas.SUPER)
    page = visitor.open(f"/firm/{captures.OTHER_FIRM}/admin/certification")
    today = clock.today()
    if today < policies.window(today.year).opens_on:
        assert page.get_by_role("button", name=f"Open the certification of {today.year}").is_disabled()
        assert f"opens on 15 April {today.year}" in words(page)
        return
    page.get_by_role("button", name=f"Open the certification of {today.year}").click()
    assert "0 of 1 decided" in words(page)
    _look(visitor, "firm-certification-open")
    page.get_by_role("button", name="Keep the ticked users as they are").click()
    page.get_by_role("alert").get_by_role("link", name="Tick at least one user").click()
    page.get_by_label("Max Mate").check()
    page.get_by_role("button", name="Keep the ticked users as they are").click()
    assert "1 of 1 decided" in words(page)
    _look(visitor, "firm-certification-decided")
    page.get_by_role("button", name="Close the certification").click()
    assert "Keep as it is" in words(page)
    _look(visitor, "firm-certification-report")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Download the report (CSV)").click()
    assert saved.value.suggested_filename == f"certification-{captures.OTHER_FIRM}-{today.year}.csv"


@pytest.mark.parametrize("look", LOOKS)
def test_hats_are_changed_from_the_menu_without_signing_out(visit, look):
    visitor = visit(personas.ADMINISTRATOR, **LOOKS[look])
    page = visitor.open(f"/firm/{captures.FIRM}/")
    page.get_by_text("Menu of").locator("..").click()
    sides = page.get_by_role("navigation", name="Act as")
    assert "EXAMPLE SECURITIES" in sides.locator("[aria-current]").inner_text()
    _look(visitor, "menu-open", look)
    sides.get_by_role("link").filter(has_not_text="EXAMPLE SECURITIES").click()
    page.wait_for_url(f"**/firm/{personas.SIMULATED_FIRM}/")


def test_the_menu_is_used_by_keyboard(visit):
    page = visit(personas.ADMINISTRATOR).open(f"/firm/{captures.FIRM}/")
    page.get_by_text("Menu of").locator("..").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('nav').getAttribute('aria-label')") == "Act as"
    while "EXAMPLE SECURITIES" in page.evaluate("document.activeElement.textContent"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/firm/{personas.SIMULATED_FIRM}/")
