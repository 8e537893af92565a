"""What the tutorial tells people to press and to see is there: each name in italics stands in the words of a page."""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TUTORIAL = ROOT / "docs" / "tutorials" / "first-steps.md"
# A number is counted by the page; names of people, codes and parts of the tutorial itself are no words of a page.
COUNTED = {"Letters to answer 2": "Letters to answer"}
NO_WORDS = {"Hollis, Juniper Mae", "FINRA GS", "Be somebody new"}
PERSONAS = {"newhire", "signer", "applicant", "paper"}


def names() -> list[str]:
    text = TUTORIAL.read_text(encoding="utf-8").partition("## File a Form U4")[2]
    found = re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", text)
    told = {" ".join(one.split()) for one in found} - NO_WORDS - PERSONAS
    return sorted(name for name in told if not name.startswith("Sign in as "))


@cache
def words() -> str:
    """Everything that a page could say."""
    files = [path for ending in ("html", "py", "toml") for path in (ROOT / "finpro").rglob(f"*.{ending}")]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


@pytest.mark.parametrize("name", names())
def test_a_name_of_the_tutorial_stands_on_a_page(name: str) -> None:
    said = COUNTED.get(name, name)
    assert re.search(rf"[\"'>(,~:] ?{re.escape(said)}", words()), said


def test_whoever_the_tutorial_signs_in_as_is_a_persona() -> None:
    text = TUTORIAL.read_text(encoding="utf-8")
    mailboxes = set(
        re.findall(r'Persona\("(\w+)"', (ROOT / "finpro/journeys/demo_world.py").read_text(encoding="utf-8"))
    )
    named = set(re.findall(r"\*Sign in as\s+(\w+)\*", text)) | {"newhire", "signer", "applicant", "paper"}
    assert len(named) == 6
    assert named <= mailboxes
