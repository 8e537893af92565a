"""The Jinja environment of the site: the design system's, with a folder of templates for each portal."""

from pathlib import Path
from typing import Any

from jinja2 import Environment

from finpro.ui import jinja

PORTALS = Path(__file__).parent.parent / "portals"


def environment(**options: Any) -> Environment:
    """Called by Django's template backend."""
    folders = sorted(str(path) for path in PORTALS.glob("*/templates"))
    return jinja.environment(folders=folders, **options)
