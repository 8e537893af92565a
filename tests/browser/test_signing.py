"""A form sent, declined, recalled, signed, changed, signed again, filed, sealed and checked: firm, person, anybody."""

from pathlib import Path

import pytest

from tests.browser import captures, personas
from tests.browser.looks import look
from tests.browser.visitor import words

pytestmark = pytest.mark.browser
PROGRAM = "tests.browser.forms_to_sign"


def begun(site, crd):
    """A complete draft about the person; its key."""
    path = site.home / f"form-{crd}"
    if not path.exists():
        site.run(PROGRAM, "draft", str(crd))
    return path.read_text(encoding="utf-8")


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def agree(page, name=None):
    """Type the name where it is not there yet, tick the box, by keyboard alone."""
    typed = page.get_by_label("Your full name")
    if name:
        typed.fill(name)
    typed.press("Tab")
    page.keyboard.press("Space")


def test_from_the_firm_to_the_person_and_to_anybody_who_holds_the_file(visit, site, tmp_path):
    key = begun(site, captures.SIGNER)
    firm, person = visit(personas.SIGNATORY), visit(personas.SIGNER)
    panel, form = f"/firm/{captures.SIGNING_FIRM}/filings/{key}/signatures", f"/me/forms/{key}/sign"

    ours = firm.open(panel)
    look(firm, "story-sign-panel-draft")
    press(ours, "Send for signature")
    ours.get_by_text("The form was sent for signature").wait_for()
    look(firm, "story-sign-panel-sent")

    dashboard = person.open("/me/")
    dashboard.get_by_role("link", name="Sign Form U4").click()
    look(person, "story-sign-form")
    theirs = person.page
    theirs.get_by_role("link", name="I do not sign").click()
    look(person, "story-sign-decline")
    press(theirs, "Send back without signing")
    theirs.get_by_text("Say why you do not sign").first.wait_for()
    theirs.get_by_label("Why do you not sign?").fill("My middle name is Quince")
    press(theirs, "Send back without signing")
    theirs.get_by_role("heading", name="You did not sign").wait_for()
    look(person, "story-sign-declined")

    ours = firm.open(panel)
    ours.get_by_text("My middle name is Quince").wait_for()
    press(ours, "Send for signature")
    press(ours, "Take the form back")
    ours.get_by_text("The form was taken back").wait_for()
    assert site_status(person, form) == 404
    press(ours, "Send for signature")

    theirs = person.open(form)
    press(theirs, "Sign Form U4")
    theirs.get_by_role("heading", name="There is a problem").wait_for()
    look(person, "story-sign-errors")
    agree(theirs)
    press(theirs, "Sign Form U4")
    theirs.get_by_role("heading", name="You signed Form U4").wait_for()
    look(person, "story-sign-signed")

    site.run(PROGRAM, "edit", key)
    ours = firm.open(panel)
    ours.get_by_text("Changed after signing").wait_for()
    look(firm, "story-sign-panel-superseded")
    press(ours, "Send for signature")
    theirs = person.open(form)
    theirs.get_by_text("Changed since you signed").wait_for()
    agree(theirs)
    press(theirs, "Sign Form U4")
    theirs.get_by_role("heading", name="You signed Form U4").wait_for()

    ours = firm.open(panel)
    ours.get_by_role("button", name="Sign for the firm").click()
    look(firm, "story-sign-for-firm")
    agree(ours, "Theodora Signatory")
    press(ours, "Sign for the firm")
    ours.get_by_text("The form is ready to be filed").wait_for()
    look(firm, "story-sign-panel-ready")

    filed(firm, f"/firm/{captures.SIGNING_FIRM}/filings/{key}")
    file = sealed(firm, panel, tmp_path)
    checked(visit, file)


def site_status(visitor, path):
    return visitor.page.request.get(f"{visitor.site.url}{path}").status


def filed(firm, form):
    """The firm files it by one button, and reads what became of it."""
    page = firm.open(form)
    page.get_by_role("button", name="File the form").or_(page.get_by_role("link", name="File the form")).first.click()
    look(firm, "story-file-ready")
    press(page, "File Form U4")
    page.get_by_role("heading", name="Receipt").wait_for()
    for _ in range(60):
        if page.get_by_text("and accepted").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    assert "and accepted" in words(page), words(page)
    page.get_by_role("heading", name="Registrations asked for").wait_for()
    look(firm, "story-file-accepted")


def sealed(firm, panel, folder):
    """The sealed form, once the worker has made it."""
    page = firm.open(panel)
    link = page.get_by_role("link", name="Sealed form")
    for _ in range(60):
        if link.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    look(firm, "story-sign-panel-accepted")
    with page.expect_download() as loading:
        link.click()
    path = folder / "form.pdf"
    loading.value.save_as(path)
    return path


def checked(visit, file: Path):
    """Nobody's browser learns that the file is genuine, and that a changed one is unknown."""
    anybody = visit()
    page = anybody.open("/check")
    look(anybody, "story-check")
    page.get_by_label("The file").set_input_files(file)
    press(page, "Check")
    page.get_by_role("heading", name="This document is genuine").wait_for()
    look(anybody, "story-check-genuine")
    assert "Averill" not in words(page)
    changed = file.with_name("changed.pdf")
    content = bytearray(file.read_bytes())
    content[2000] ^= 1
    changed.write_bytes(content)
    page.get_by_label("The file").set_input_files(changed)
    press(page, "Check")
    page.get_by_role("heading", name="We cannot say anything").wait_for()
    look(anybody, "story-check-unknown")


def test_on_paper_the_firm_prints_enters_and_signs(visit, site, tmp_path):
    key = begun(site, captures.PAPER_SIGNER)
    firm = visit(personas.PAPER_SIGNATORY)
    page = firm.open(f"/firm/{captures.PAPER_FIRM}/filings/{key}/signatures")
    look(firm, "story-paper-panel")
    press(page, "Make a copy to print")
    page.get_by_text("The copy is being made").wait_for()
    link = page.get_by_role("link", name="Form to print and sign")
    for _ in range(60):
        if link.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    with page.expect_download() as loading:
        link.click()
    scan = tmp_path / "scan.pdf"
    loading.value.save_as(scan)
    page.get_by_role("button", name="Enter the paper and sign for the firm").click()
    look(firm, "story-paper-sign")
    day = page.get_by_role("group", name="Date on the paper")
    day.get_by_label("Month").fill("11")
    day.get_by_label("Day").fill("20")
    day.get_by_label("Year").fill("2026")
    press(page, "Sign for the firm")
    page.get_by_role("heading", name="There is a problem").wait_for()
    look(firm, "story-paper-errors")
    assert day.get_by_label("Day").input_value() == "20"
    page.get_by_label("Scan of the signed page").set_input_files(scan)
    page.get_by_label("For the firm: I have read").check()
    press(page, "Sign for the firm")
    page.get_by_text("The form is ready to be filed").wait_for()
    page.get_by_role("link", name="Scan of the signed page").wait_for()
    look(firm, "story-paper-ready")
