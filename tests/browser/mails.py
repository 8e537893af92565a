"""Mails that the site wrote into its folder, as whoever they went to reads them."""

import json
import quopri
import re
import time

from tests.browser.site import Site

WITHIN = 30.0


def code_to(site: Site, address: str, *, besides: str = "") -> str:
    """The six digits of the latest mail to the address; another code than `besides`, which came before.

    The site is asked for a sign of life between looks, so nothing pauses by the clock.
    """
    limit = time.monotonic() + WITHIN
    while time.monotonic() < limit:
        for path in sorted((site.home / "mail").glob("*.log"), key=lambda each: each.stat().st_mtime, reverse=True):
            text = path.read_text(encoding="utf-8")
            found = re.search(r"(?:The|Your) code is (\d{6})", text)
            if f"To: {address}" in text and found and found.group(1) != besides:
                return found.group(1)
        assert site.status("/healthz") == 200
    raise AssertionError(f"no code was mailed to {address}")


def link_to(site: Site, address: str) -> str:
    """The address of the link in the latest mail to somebody who opens an account without script."""
    limit = time.monotonic() + WITHIN
    while time.monotonic() < limit:
        for path in sorted((site.home / "mail").glob("*.log"), key=lambda each: each.stat().st_mtime, reverse=True):
            text = quopri.decodestring(path.read_bytes()).decode(errors="replace")
            found = re.search(r"https?://[^/\s]+(/open/link/[\w.:=-]+)", text)
            if f"To: {address}" in text and found:
                return found.group(1)
        assert site.status("/healthz") == 200
    raise AssertionError(f"no link was mailed to {address}")


def passcode_to(site: Site, phone: str, *, besides: str = "") -> str:
    """The six digits of the latest text or call to the telephone; another passcode than `besides`."""
    limit = time.monotonic() + WITHIN
    while time.monotonic() < limit:
        files = sorted((site.home / "outbox").glob("*.json"), key=lambda each: each.stat().st_mtime, reverse=True)
        for message in (json.loads(path.read_text(encoding="utf-8")) for path in files):
            found = re.search(r"code is (\d{6})", message["body"])
            if message["to"] == phone and found and found.group(1) != besides:
                return found.group(1)
        assert site.status("/healthz") == 200
    raise AssertionError(f"no passcode was sent to {phone}")
