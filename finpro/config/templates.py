"""The Jinja environment of the site: the design system's, with a folder of templates for each portal."""

from pathlib import Path
from typing import Any

from jinja2 import Environment

from finpro.rulebook import lookup as rulebook
from finpro.ui import jinja

PORTALS = Path(__file__).parent.parent / "portals"


def environment(**options: Any) -> Environment:
    """Called by Django's template backend."""
    folders = sorted(str(path) for path in PORTALS.glob("*/templates"))
    site = jinja.environment(folders=folders, **options)
    # Old rows are named even where their code is no longer, or was not yet, in force on the date shown.
    site.globals.update(latest=rulebook.latest, label=rulebook.label, regulator_name=rulebook.regulator_name)
    return site
