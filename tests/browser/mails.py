"""Mails that the site wrote into its folder, as whoever they went to reads them."""

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
            found = re.search(r"The code is (\d{6})", text)
            if f"To: {address}" in text and found and found.group(1) != besides:
                return found.group(1)
        assert site.status("/healthz") == 200
    raise AssertionError(f"no code was mailed to {address}")
