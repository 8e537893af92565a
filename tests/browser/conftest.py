"""A running site for the session, a Chromium for each module, a watched page for each test.

The browser lives for one module only: while Playwright is open its event loop runs in this thread, and Django refuses
the database to code beside a running loop. So these tests ask the site, never the database.
"""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser import site as sites
from tests.browser.personas import Persona
from tests.browser.visitor import Visitor

CHROMIUM = shutil.which(os.environ.get("CHROMIUM") or "chromium") or ""

Open = Callable[..., Visitor]


@pytest.fixture(scope="session")
def site(database, tmp_path_factory) -> Iterator[sites.Site]:
    """The site, with its world."""
    if not CHROMIUM:
        pytest.skip("There is no Chromium: set CHROMIUM to the path of one")
    with sites.running(database.owner_url, database.app_url, tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture(scope="module")
def browser(site) -> Iterator[Browser]:
    """A Chromium without a window."""
    with sync_playwright() as playwright:
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser, site, cookies) -> Iterator[Open]:
    """Opens a window: `visit(persona)` is signed in, `visit()` is nobody. Options are those of a browser context.

    When the test is over, nothing may have been written to any window's console as an error.
    """
    opened: list[Visitor] = []

    def visit(persona: Persona | None = None, *, fresh: bool = False, **options) -> Visitor:
        visitor = Visitor(browser, site, options)
        opened.append(visitor)
        if persona:
            visitor.sign_in(persona, None if fresh else cookies)
        return visitor

    yield visit
    problems = [problem for visitor in opened for problem in visitor.problems]
    for visitor in opened:
        visitor.context.close()
    assert not problems


@pytest.fixture(scope="session")
def cookies() -> dict[str, list]:
    """Cookies of personas who signed in before; tests that sign out use `fresh` ones."""
    return {}
