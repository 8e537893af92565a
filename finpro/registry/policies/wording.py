"""How a name typed into a search is compared with the names of the record (upper case, single spaces)."""

import re
from dataclasses import dataclass

LONGEST = 100  # characters of a search that are read; no name is longer
MOST_WORDS = 6
_APART = re.compile(r"[\s,.;]+")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a search. `patterns` are SQL LIKE patterns of which one must match; wildcards typed are literal.

    `indexed`: long enough for the trigram index to find by; shorter words only narrow what others found.
    """

    text: str
    patterns: tuple[str, ...]
    indexed: bool


def words(typed: str) -> tuple[Word, ...]:
    """The words of a search in upper case, at most six, read from the first hundred characters.

    A word matches the beginning of a word of the name; a word of two letters a whole word ("LI" is not "LINDA").
    """
    parts = [part for part in _APART.split(typed[:LONGEST].replace("\x00", " ").upper()) if part]
    return tuple(_word(part) for part in dict.fromkeys(parts[:MOST_WORDS]))


def spelled(found: tuple[Word, ...]) -> str:
    """The words as a full name is stored."""
    return " ".join(word.text for word in found)


def literal(text: str) -> str:
    """The text for a LIKE pattern, its wildcards taken literally."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _word(text: str) -> Word:
    plain = literal(text)
    letters = sum(char.isalnum() for char in text)
    if letters == 2:
        return Word(text, (plain, f"{plain} %", f"% {plain} %", f"% {plain}"), True)
    return Word(text, (f"{plain}%", f"% {plain}%"), letters > 2)
