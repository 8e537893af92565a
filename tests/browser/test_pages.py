"""What holds for every page of every persona: axe finds nothing, 320 px is enough, it prints, it needs no script."""

import os
from pathlib import Path

import pytest

from tests.browser import pages
from tests.browser.pages import Page

pytestmark = pytest.mark.browser

PICTURES = os.environ.get("FINPRO_SCREENSHOTS", "")
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True}
DARK = {**DESKTOP, "color_scheme": "dark"}


@pytest.fixture(params=pages.ALL, ids=lambda page: page.name)
def page(request, site) -> Page:
    """Each page of the list."""
    if request.param in pages.REAL and not site.real:
        pytest.skip("The masked real records are not beside the repository")
    return request.param


@pytest.mark.parametrize(("look", "window"), [("desktop", DESKTOP), ("phone", PHONE), ("dark", DARK)])
def test_axe_finds_nothing_and_nothing_is_cut_off(visit, page, look, window):
    visitor = visit(page.persona, **window)
    opened = visitor.open(page.path, page.status)
    if PICTURES:
        visitor.shoot(Path(PICTURES) / look / f"{page.name}.png")
    assert visitor.axe() == []
    assert visitor.overflow() <= 0
    assert opened.locator("h1").count() == 1
    assert opened.locator("main").count() == 1
    assert opened.title().endswith("– FinPro")
    assert opened.title().startswith("Error: ") == (page.status == 422)


def test_on_paper_stands_the_page_without_navigation(visit, page):
    visitor = visit(page.persona, **DESKTOP)
    opened = visitor.open(page.path, page.status)
    opened.emulate_media(media="print")
    if PICTURES:
        visitor.shoot(Path(PICTURES) / "print" / f"{page.name}.png")
    assert opened.locator("h1").is_visible()
    for gone in (".govuk-skip-link", ".fp-nav", ".fp-menu"):
        assert not any(found.is_visible() for found in opened.locator(gone).all()), gone


def test_without_script_the_page_says_the_same(visit, page):
    with_script = visit(page.persona, **DESKTOP).open(page.path, page.status)
    without = visit(page.persona, **DESKTOP, java_script_enabled=False).open(page.path, page.status)
    assert without.locator("main").inner_text() == with_script.locator("main").inner_text()
