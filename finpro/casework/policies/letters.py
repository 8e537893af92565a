"""Letters from templates: names in braces are filled in, and nothing is sent with one left open."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from finpro.rulebook import lookup as rulebook

_BLANK = re.compile(r"\{([a-z_]+)\}")
# Reasons that say no more than that a letter is open.
_ITSELF = frozenset({"LETTER", "DISCLOSURE_LETTER", "OTHER"})
LONGEST = 6_000  # characters


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with every name that has a value filled in; the others stay for whoever writes the letter."""
    return _BLANK.sub(lambda found: values.get(found.group(1)) or found.group(0), text)


def blanks(text: str) -> list[str]:
    """The names that are still open, in the order in which they come."""
    return list(dict.fromkeys(_BLANK.findall(text)))


def fault(text: str) -> str:
    """Why the text cannot be sent, "" where it can."""
    if not text.strip() or "\x00" in text:
        return "Write the letter"
    if len(text) > LONGEST:
        return f"The letter must have {LONGEST:,} characters or fewer"
    if left := blanks(text):
        return f"Fill in {', '.join('{' + name + '}' for name in left)}, or take it out"
    return ""


def about(code: str) -> str:
    """What a letter is about, in words: an exam with its number, a report by its key; "" where nothing is said."""
    kind, _, key = code.partition(":")
    if kind == "report" and key:
        return f"report {key}"
    name = rulebook.label("exams", code) if code in rulebook.codes("exams") else code
    return f"{name} ({code})" if code and name != code else code


def answer_by(on: date) -> date:
    """The last day on which a letter sent on `on` is answered in time."""
    return on + timedelta(days=rulebook.on(on).number("letter_days"))


def closes(reason: str) -> bool:
    """Whether the end of a letter ends what the request lacked: where that is no more than the letter itself. An exam
    that is missing stays missing, whatever the firm answers."""
    return reason in _ITSELF


def lacks(reason: str, template: str, code: str) -> str:
    """What a deficiency opened by a letter is about: as typed, or the letter itself where that is all that is open."""
    return code or (template if reason in _ITSELF else "")
