"""A page that a story has come to, looked at in each look: axe, width, one heading, a picture to be kept."""

import os
from pathlib import Path

from tests.browser.visitor import Visitor

# A folder that keeps a picture of each page, to be looked at.
PICTURES = os.environ.get("FINPRO_SCREENSHOTS", "")
LOOKS = {"desktop": (1280, 900, "light"), "phone": (320, 640, "light"), "dark": (1280, 900, "dark")}


def look(visitor: Visitor, name: str) -> None:
    """Nothing may be found on the page as it stands, however it is looked at; the window is left as it was."""
    page = visitor.page
    findings = []
    for key, (width, height, scheme) in LOOKS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        if PICTURES:
            visitor.shoot(Path(PICTURES) / key / f"{name}.png")
        findings += [f"{key}: {finding}" for finding in visitor.axe()]
        if visitor.overflow() > 0:
            findings.append(f"{key}: {visitor.overflow()} px wider than the window")
        if page.locator("h1").count() != 1:
            findings.append(f"{key}: not one h1")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 720})
    assert not findings, "\n".join(findings)
