"""Form U4 filled in at a browser as people do it: field by field, each waiting until it says that it was saved."""

import re
from collections.abc import Callable, Mapping

from playwright.sync_api import Locator, Page

Answers = Mapping[str, str | bool]


def place(page: Page) -> str:
    """What the names of the fields of the open page begin with: a section's key, or the place of an entry."""
    found = re.search(r"/(?:section|row)/([\w/]+)", page.url)
    assert found is not None, page.url
    return f"/{found.group(1)}/"


def answer(page: Page, answers: Answers) -> None:
    """Write answers by key, in this order; each is on the server before the next is typed.

    True and False choose a radio; "2026-11-25", "2026-11" and "PRESENT" fill the boxes of a date.
    """
    base = place(page)
    for key, value in answers.items():
        _write(page, f"{base}{key}", value)


def row(page: Page, answers: Answers, *, then: str = "Save and continue") -> None:
    """Fill in the page of one entry, and save it."""
    answer(page, answers)
    _leave(page, then)


def add(page: Page, answers: Answers) -> None:
    """A new entry of the list of the open section."""
    page.get_by_role("button", name=re.compile("^Add (the first|another)")).first.click()
    page.wait_for_url("**/row/**")
    row(page, answers)


def no_to_all(page: Page) -> int:
    """Answer No to every question of the open page, and save the page; how many there were."""
    boxes = page.locator('#section input[type=radio][value="false"]')
    names = [str(box.get_attribute("name")) for box in boxes.all()]
    for name in names:
        _saved(page, page.locator(f'[name="{name}"][value="false"]'), lambda box: box.check())
    _leave(page, "Save and continue")
    return len(names)


def _leave(page: Page, button: str) -> None:
    here = page.url
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_url(lambda url: url != here)


def _write(page: Page, name: str, value: str | bool) -> None:
    month = page.locator(f'[name="{name}-month"]')
    field = page.locator(f'[name="{name}"]')
    field.or_(month).first.wait_for(state="attached")
    if value == "PRESENT":
        _saved(page, page.locator(f'[name="{name}-present"]'), lambda box: box.check())
    elif month.count():
        _untick(page, page.locator(f'[name="{name}-present"]'))
        year, number, *day = str(value).split("-")
        month.fill(number)
        if day:
            page.locator(f'[name="{name}-day"]').fill(day[0])
        _saved(page, page.locator(f'[name="{name}-year"]'), lambda box: _type(box, year))
    elif field.first.get_attribute("type") in {"radio", "checkbox"}:
        chosen = str(value).lower() if isinstance(value, bool) else value
        _saved(page, page.locator(f'[name="{name}"][value="{chosen}"]'), lambda box: box.check())
    elif field.evaluate("(one) => one.tagName") == "SELECT":
        _saved(page, field, lambda box: box.select_option(str(value)))
    else:
        _saved(page, field, lambda box: _type(box, str(value)))


def _untick(page: Page, present: Locator) -> None:
    """What goes on now ends: the box is unticked before a month is typed."""
    if present.count() and present.is_checked():
        _saved(page, present, lambda box: box.uncheck())


def _type(box: Locator, text: str) -> None:
    box.fill(text)
    box.press("Tab")


def _saved(page: Page, box: Locator, act: Callable[[Locator], None]) -> None:
    """Do it, and wait for the server's answer to it."""
    with page.expect_response(lambda answer: "/save?" in answer.url):
        act(box)
