"""Reading the guides in `pages/`: the first line is the title, the rest Markdown written by us."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown import markdown
from markupsafe import Markup

from finpro.kernel import errors

_PAGES = Path(__file__).parent / "pages"


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide. `html` is trusted: it is made of our own files."""

    slug: str
    title: str
    html: Markup


@cache
def list_guides() -> tuple[Guide, ...]:
    """All guides, by title."""
    return tuple(sorted((_read(path) for path in _PAGES.glob("*.md")), key=lambda guide: guide.title))


def get_guide(slug: str) -> Guide:
    """One guide. Raises NotFound."""
    for guide in list_guides():
        if guide.slug == slug:
            return guide
    raise errors.NotFound("There is no such guide. See the list of guides under Help.")


def _read(path: Path) -> Guide:
    title, _, body = path.read_text(encoding="utf-8").partition("\n")
    return Guide(path.stem, title.removeprefix("# ").strip(), Markup(markdown(body, extensions=["tables"])))  # noqa: S704 - our own files
