"""What holds for every page of every persona: axe finds nothing, 320 px is enough, it prints, it needs no script."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import pages
from tests.browser.pages import Page
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

# A folder that keeps a picture of each page, to be looked at.
PICTURES = os.environ.get("FINPRO_SCREENSHOTS", "")
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True}
LOOKS = {"desktop": DESKTOP, "phone": PHONE, "dark": {**DESKTOP, "color_scheme": "dark"}}


@pytest.fixture(params=pages.PERSONAS, ids=lambda persona: persona.key if persona else "anybody")
def own_pages(request, site) -> list[Page]:
    """The pages of each persona."""
    found = [page for page in pages.ALL if page.persona is request.param]
    if found[0] in pages.REAL and not site.real:
        pytest.skip("The masked real records are not beside the repository")
    return found


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_and_nothing_is_cut_off(visit, own_pages, look):
    visitor = visit(own_pages[0].persona, **LOOKS[look])
    findings = []
    for page in own_pages:
        visitor.open(page.path, page.status)
        _picture(visitor, look, page)
        findings += [f"{page.name}: {finding}" for finding in (*visitor.axe(), *_faults(visitor, page))]
        if look == "desktop":
            findings += [f"{page.name}: {finding}" for finding in _faults_in_print(visitor, page)]
    assert findings == []


def test_without_script_the_page_says_the_same(visit, own_pages):
    scripted = visit(own_pages[0].persona, **DESKTOP)
    plain = visit(own_pages[0].persona, **DESKTOP, java_script_enabled=False)
    for page in own_pages:
        assert _said(plain, page) == _said(scripted, page), page.name


def _said(visitor: Visitor, page: Page) -> str:
    """The words of the page, without a passkey's button, which nothing but a script can press, and the sentence in its
    place; an error's reference number is new each time.
    """
    said = visitor.open(page.path, page.status).locator("main")
    said.evaluate("main => main.querySelectorAll('noscript, [data-fp-passkey]').forEach(one => one.remove())")
    text = said.inner_text()
    return re.sub(r"reference number: \w+", "reference number", text)


def _faults(visitor: Visitor, page: Page) -> Iterator[str]:
    opened = visitor.page
    if visitor.overflow() > 0:
        yield f"{visitor.overflow()} px wider than the window"
    if opened.locator("h1").count() != 1 or opened.locator("main").count() != 1:
        yield "not one h1 in one main"
    title = opened.title()
    if not title.endswith("– FinPro") or title.startswith("Error: ") != (page.status == 422):
        yield f"title {title!r}"


def _faults_in_print(visitor: Visitor, page: Page) -> Iterator[str]:
    opened = visitor.page
    opened.emulate_media(media="print")
    _picture(visitor, "print", page)
    if not opened.locator("h1").is_visible():
        yield "no heading in print"
    for gone in (".govuk-skip-link", ".fp-nav", ".fp-menu"):
        if any(found.is_visible() for found in opened.locator(gone).all()):
            yield f"{gone} in print"
    opened.emulate_media(media="screen")


def _picture(visitor: Visitor, look: str, page: Page) -> None:
    if PICTURES:
        visitor.shoot(Path(PICTURES) / look / f"{page.name}.png")
