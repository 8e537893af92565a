"""The Jinja environment of the site: the design system's, with the templates of each portal and each domain's mails."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from jinja2 import Environment

from finpro.ui import jinja, record

PACKAGE = Path(__file__).parent.parent


def environment(**options: Any) -> Environment:
    """Called by Django's template backend."""
    portals = sorted(str(path) for path in PACKAGE.glob("portals/*/templates"))
    mails = sorted(str(path.parent) for path in PACKAGE.glob("*/templates/notices"))
    site = jinja.environment(folders=[*portals, *mails], bytecode=_compiled(), **options)
    # In the text of a mail an ampersand is an ampersand.
    site.autoescape = lambda name: not (name or "").endswith(".txt")
    site.globals.update(record.GLOBALS)
    site.filters["regulator_name"] = record.GLOBALS["regulator_name"]
    return site


def _compiled() -> Path | None:
    """The folder that keeps compiled templates, so that the first page after a start does not wait for them."""
    home: Path = settings.FINPRO["home"]
    if not os.access(home, os.W_OK | os.X_OK):
        return None
    folder = home / "templates"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
