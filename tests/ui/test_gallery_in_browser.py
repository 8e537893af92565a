"""The gallery in Chromium under the site's content policy: axe finds nothing, nothing overflows, keys suffice."""

import os
import shutil
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from finpro.ui import gallery, jinja

ROOT = Path(__file__).parents[2]
BUILD = jinja.BUILD / "finpro"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
LAYOUTS = ("public", "person", "firm")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium: install it or name it in CHROMIUM"),
    pytest.mark.skipif(not (BUILD / "app.js").is_file(), reason="the assets are not built: run `npm run build`"),
    pytest.mark.skipif(not AXE.is_file(), reason="node_modules is absent: run `npm ci --ignore-scripts`"),
]


@pytest.fixture
def address(site, settings):
    """Serves each layout's gallery at /<layout> and /<layout>-sent, and the built assets."""
    template = site.get_template("ui/gallery.html")
    held = {f"{settings.STATIC_URL}finpro/{path.relative_to(BUILD)}": path for path in BUILD.rglob("*.*")}
    pages = {
        f"/{name}{'-sent' if sent else ''}": template.render(
            layout=f"ui/layout_{name}.html", **gallery.context(sent=sent)
        )
        for name in LAYOUTS
        for sent in (False, True)
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            path = held.get(self.path)
            body = path.read_bytes() if path else pages.get(self.path, "").encode()
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", TYPES[path.suffix] if path else "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", POLICY)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


def opened(browser, url, *, width=1280, dark=False, bypass=False, script=True) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if dark else "light",
        bypass_csp=bypass,
        java_script_enabled=script,
    )
    page = context.new_page()
    page.goto(url, wait_until="load")
    return page


def findings(page: Page) -> list[str]:
    page.evaluate(AXE.read_text())
    result = page.evaluate("axe.run()")
    return [f"{item['id']}: {node['html'][:200]}" for item in result["violations"] for node in item["nodes"]]


def test_axe_finds_nothing(browser, address):
    for layout, width, dark in (
        ("public", 1280, False),
        ("person", 1280, True),
        ("firm", 1280, False),
        ("firm", 320, True),
    ):
        page = opened(browser, f"{address}/{layout}-sent", width=width, dark=dark, bypass=True)
        assert findings(page) == []
        page.context.close()


@pytest.mark.parametrize("width", [320, 700, 900, 1280])
def test_nothing_is_wider_than_the_screen(browser, address, width):
    for layout in LAYOUTS:
        page = opened(browser, f"{address}/{layout}-sent", width=width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.context.close()


def test_the_policy_refuses_nothing_of_ours(browser, address):
    context = browser.new_context()
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{address}/person", wait_until="load")
    assert said == []
    assert page.evaluate("document.fonts.check('16px \"Public Sans Variable\"')")
    assert page.evaluate("document.body.classList.contains('js-enabled')")


def test_the_error_summary_takes_focus_and_leads_to_the_field(browser, address):
    page = opened(browser, f"{address}/person-sent")
    assert page.evaluate("document.activeElement.className").startswith("govuk-error-summary")
    page.click("text=Date of birth must be a day that exists >> nth=0")
    assert page.evaluate("document.activeElement.id") == "id_born-month"


def test_the_menu_opens_by_keyboard_and_closes_by_escape(browser, address):
    page = opened(browser, f"{address}/person")
    page.focus(".fp-menu__button")
    page.keyboard.press("Enter")
    assert page.is_visible("text=Sign out")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "My Account"
    page.keyboard.press("Escape")
    assert not page.is_visible("text=Sign out")
    assert "fp-menu__button" in page.evaluate("document.activeElement.className")


def test_the_skip_link_comes_first(browser, address):
    page = opened(browser, f"{address}/person")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_navigation_folds_on_a_narrow_screen(browser, address):
    page = opened(browser, f"{address}/firm", width=320)
    assert not page.is_visible(".fp-nav__link >> nth=0")
    page.click(".fp-nav__toggle")
    assert page.is_visible(".fp-nav__link >> nth=0")
    assert page.get_attribute(".fp-nav__toggle", "aria-expanded") == "true"


def test_a_choice_reveals_its_question(browser, address):
    page = opened(browser, f"{address}/person")
    assert page.is_visible("#firm")
    page.check("#id_registered-2")
    assert not page.is_visible("#firm")


def test_everything_is_there_without_script(browser, address):
    page = opened(browser, f"{address}/firm", width=320, script=False)
    assert page.is_visible(".fp-nav__link >> nth=0")
    assert not page.is_visible(".fp-nav__toggle")
    assert page.is_visible("#firm")
    page.click(".fp-menu__button")
    assert page.is_visible("text=Sign out")
