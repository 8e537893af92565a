"""The human check in Chromium under the site's content policy: solved unseen, renewed by itself, nothing typed lost."""

import json
import os
import shutil
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import expect, sync_playwright

from finpro.integrations.human_check.altcha import Altcha
from finpro.integrations.human_check.port import HumanCheck
from finpro.integrations.human_check.recaptcha import Recaptcha
from finpro.kernel import clock
from finpro.ui import jinja
from finpro.ui.page import Page
from tests.integrations.stub import Answer, serving

BUILD = jinja.BUILD / "finpro"
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
OURS = ("script-src", "style-src", "img-src", "font-src", "connect-src", "form-action")
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
PAGE = """
{% extends "ui/layout_public.html" %}
{% block main %}
<h1>Open an account</h1>
<form method="post" action="/sent">
  {{ ui.input("name", "Full name", "name") }}
  {{ ui.human_check("/challenge") }}
  <button class="govuk-button" name="go" value="on">Continue</button>
</form>
{% endblock %}
"""
# What the vendor's script does, as far as ours calls it: a box that gives a token once it is ticked.
VENDOR = b"""
window.grecaptcha = {
  ready: (then) => then(),
  render: (place, options) => {
    const box = document.createElement("button");
    box.type = "button";
    box.textContent = "I am not a robot";
    box.addEventListener("click", () => options.callback("a-token"));
    place.append(box);
    return 0;
  },
  reset: () => {},
};
"""
DONE = "Done: the check that you are a person was passed."

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium: install it or name it in CHROMIUM"),
    pytest.mark.skipif(not (BUILD / "human-check.js").is_file(), reason="not built: run `npm run build`"),
    pytest.mark.skipif(not AXE.is_file(), reason="node_modules is absent: run `npm ci --ignore-scripts`"),
]


@dataclass
class Site:
    """A page with the check: how many challenges fail from now on, whether they wait, and what its form was sent."""

    check: HumanCheck
    html: bytes
    files: dict[str, Path]
    url: str = ""
    failing: int = 0
    asked: int = 0
    sent: list[dict[str, str]] = field(default_factory=list)
    go: threading.Event = field(default_factory=threading.Event)

    def __call__(self, asked):
        answer = self.answered(asked)
        policy = {"default-src": ["'none'"]} | {name: ["'self'"] for name in OURS}
        for name, sources in self.check.csp().items():
            policy[name] = [*policy.get(name, []), *sources]
        answer.headers["Content-Security-Policy"] = "; ".join(f"{name} {' '.join(v)}" for name, v in policy.items())
        return answer

    def answered(self, asked):
        if asked.method == "POST":
            self.sent.append({name: values[0] for name, values in parse_qs(asked.body.decode()).items()})
            return Answer(200, b"<!doctype html><html lang=en><title>Sent</title><h1>Sent</h1>", "text/html")
        if asked.path == "/challenge":
            self.asked += 1
            self.go.wait(10)
            if self.failing:
                self.failing -= 1
                return Answer(503)
            made = self.check.challenge("open-account", at=clock.now())
            return Answer(200, json.dumps(made.data).encode())
        if asked.path in self.files:
            path = self.files[asked.path]
            return Answer(200, path.read_bytes(), TYPES[path.suffix])
        if asked.path == "/favicon.ico":
            return Answer(204)
        return Answer(200 if asked.path == "/" else 404, self.html, "text/html; charset=utf-8")

    def verdict(self):
        return self.check.verify("open-account", self.sent[-1]["human_check"], at=clock.now())


@pytest.fixture
def serve(site, settings, brand):
    """Serves the page with a given check."""
    files = {f"{settings.STATIC_URL}finpro/{path.relative_to(BUILD)}": path for path in BUILD.rglob("*.*")}
    html = site.from_string(PAGE).render(page=Page("Open an account", brand)).encode()

    @contextmanager
    def served(check):
        made = Site(check, html, files)
        made.go.set()
        with serving(made) as stub:
            made.url = stub.url
            yield made
            made.go.set()

    return served


@pytest.fixture
def proof(serve):
    with serve(Altcha(key="k1", solution_key="k2", lifetime=timedelta(minutes=20))) as made:
        yield made


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser):
    """A page that keeps what the browser complains about in `page.said`."""
    context = browser.new_context(viewport={"width": 320, "height": 700})
    made = context.new_page()
    made.said = []
    made.on("console", lambda message: made.said.append(message.text))
    made.on("pageerror", lambda error: made.said.append(str(error)))
    yield made
    context.close()


def test_it_is_solved_unseen_and_the_policy_refuses_nothing(page, proof):
    page.goto(proof.url)
    expect(page.get_by_role("status")).to_have_text(DONE)
    assert page.said == []
    assert not page.is_visible("text=Check again")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.fill("#name", "Mae Quill")
    page.click("text=Continue")
    page.wait_for_selector("text=Sent")
    assert proof.sent[-1]["name"] == "Mae Quill"
    assert proof.verdict().ok


def test_a_form_that_is_sent_early_waits_for_the_answer(page, proof):
    proof.go.clear()
    page.goto(proof.url)
    expect(page.get_by_role("status")).to_have_text("Checking that you are a person…")
    page.fill("#name", "Mae Quill")
    page.keyboard.press("Enter")
    assert proof.sent == []
    proof.go.set()
    page.wait_for_selector("text=Sent")
    (sent,) = proof.sent
    assert (sent["name"], sent["go"]) == ("Mae Quill", "on")
    assert proof.verdict().ok


def test_a_failed_try_is_made_again_and_keeps_what_was_typed(page, proof):
    page.clock.install()
    proof.failing = 1
    page.goto(proof.url)
    page.fill("#name", "Mae Quill")
    expect(page.get_by_role("status")).to_have_text("Trying again… (1 of 3)")
    page.clock.fast_forward(1000)
    expect(page.get_by_role("status")).to_have_text(DONE)
    assert page.input_value("#name") == "Mae Quill"
    assert proof.asked == 2


def test_an_answer_is_renewed_before_it_ends(page, proof):
    page.clock.install()
    page.goto(proof.url)
    expect(page.get_by_role("status")).to_have_text(DONE)
    first = page.input_value("[name=human_check]")
    with page.expect_response("**/challenge"):
        page.clock.fast_forward("19:31")
    answer = page.locator("[name=human_check]")
    expect(answer).not_to_have_value("")
    expect(answer).not_to_have_value(first)
    assert proof.asked == 2


def test_a_check_that_cannot_be_made_says_so_and_stands_in_nobodys_way(page, proof):
    page.clock.install()
    proof.failing = 4
    page.goto(proof.url)
    for tries in (1, 2, 3):
        expect(page.get_by_role("status")).to_have_text(f"Trying again… ({tries} of 3)")
        page.clock.fast_forward(9_000)
    expect(page.get_by_role("status")).to_contain_text("could not be made. Send the form all the same")
    page.click("text=Check again")
    expect(page.get_by_role("status")).to_have_text(DONE)
    assert not page.is_visible("text=Check again")


def test_without_an_answer_the_form_can_be_sent(page, proof):
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', {value: false})")
    page.goto(proof.url)
    expect(page.get_by_role("status")).to_contain_text("could not be made. Send the form all the same")
    page.click("text=Continue")
    page.wait_for_selector("text=Sent")
    assert "human_check" not in proof.sent[-1]


def test_without_script_another_way_is_named(browser, proof):
    context = browser.new_context(java_script_enabled=False)
    made = context.new_page()
    made.goto(proof.url)
    assert made.is_visible("noscript p")
    assert "needs JavaScript, which is off. Send the form all the same" in made.locator("noscript").inner_text()
    assert not made.is_visible("text=Check again")
    context.close()


def test_axe_finds_nothing(browser, proof):
    for scheme in ("light", "dark"):
        context = browser.new_context(bypass_csp=True, color_scheme=scheme)
        made = context.new_page()
        made.goto(proof.url)
        expect(made.get_by_role("status")).to_have_text(DONE)
        made.evaluate(AXE.read_text())
        assert made.evaluate("axe.run()")["violations"] == []
        context.close()


def test_a_vendors_box_comes_from_its_host_and_the_ticked_box_gives_the_answer(page, serve):
    with serving(lambda _: Answer(200, VENDOR, "text/javascript")) as vendor:
        check = Recaptcha(
            site_key="s", secret="k", lifetime=timedelta(minutes=20), url=f"{vendor.url}/recaptcha/api/siteverify"
        )
        with serve(check) as made:
            page.goto(made.url)
            expect(page.get_by_role("status")).to_have_text("Tick the box to show that you are a person.")
            page.click("text=I am not a robot")
            expect(page.get_by_role("status")).to_have_text(DONE)
            page.click("text=Continue")
            page.wait_for_selector("text=Sent")
            assert made.sent[-1]["human_check"].endswith("~a-token")
            assert page.said == []
        assert vendor.asked[0].path == "/recaptcha/api.js?render=explicit"
