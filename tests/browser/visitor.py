"""Somebody at a browser: signs in, opens pages, notes what the browser complains about."""

import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.browser.personas import PASSWORD, TOTP_SECRET, Persona
from tests.browser.site import ROOT, Site

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
WITHIN = 10_000  # milliseconds
# Every rule, the best practices included; the widths and colours are those of the window.
AXE_RUN = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
# Colours glide from light to dark; what is judged is where they come to rest. Nothing waits for them: a glide whose end
# never comes, on a page that something else redraws, would be waited for without end.
SETTLED = """() => {
  for (const glide of document.getAnimations()) {
    if (glide.effect.getComputedTiming().endTime === Infinity) glide.cancel(); else glide.finish();
  }
}"""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Visitor:
    """One window. `problems` holds console errors, refused content and script errors; a test fails on any."""

    def __init__(self, browser: Browser, site: Site, options: dict[str, Any]) -> None:
        self.site = site
        self.context = browser.new_context(base_url=site.url, locale="en-US", **options)
        self.context.set_default_timeout(WITHIN)
        self.problems: list[str] = []
        self.page: Page = self.context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.problems.append(f"{self.page.url}: {error}"))

    def _console(self, message: ConsoleMessage) -> None:
        # An error page is announced as an error too; that the page itself has that status is what its test asks for.
        own = message.location.get("url", "").partition("#")[0] == self.page.url.partition("#")[0]
        if message.type == "error" and not (own and message.text.startswith("Failed to load resource")):
            self.problems.append(f"{self.page.url}: {message.text}")

    def open(self, path: str, status: int = 200) -> Page:
        """Go to an address of the site and expect this status."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}"
        return self.page

    def sign_in(self, persona: Persona, cookies: dict[str, Any] | None = None) -> None:
        """Sign in by the form, or by the cookies of an earlier time."""
        if cookies is not None and persona.key in cookies:
            self.context.add_cookies(cookies[persona.key])
            return
        self.open("/sign-in")
        self.page.get_by_label("E-mail address").fill(persona.email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        if persona.has_second_factor:
            self.page.get_by_label("Code").fill(app_code(TOTP_SECRET))
            self.page.get_by_role("button", name="Continue").click()
        self.page.get_by_text(f"Menu of {persona.name}").wait_for(state="attached")
        if cookies is not None:
            cookies[persona.key] = self.context.cookies()

    def axe(self) -> list[str]:
        """What axe finds on the page that is open, one line for each element."""
        self.page.evaluate(SETTLED)
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        return [
            f"{self.page.url}: {found['id']}: {found['help']}: {node['html'][:160]}"
            for found in self.page.evaluate(AXE_RUN)
            for node in found["nodes"]
        ]

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        wider: int = self.page.evaluate(WIDER)
        return wider

    def shoot(self, path: Path) -> None:
        """Keep a picture of the whole page."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=path, full_page=True)


def app_code(secret: str, ahead: int = 0) -> str:
    """What an authenticator app with this secret shows now, or `ahead` codes later."""

    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value  # noqa: PLC0415 - once Django is set up

    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def words(page: Page) -> str:
    """The words of the page's main part, with single spaces: some of its spaces do not break a line."""
    return " ".join(page.get_by_role("main").inner_text().split())
