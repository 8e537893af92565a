"""What people type about themselves: plain text without tricks."""

import unicodedata

from finpro.kernel import errors

# Kinds of characters that show nothing or turn the direction of reading: control, format, surrogates, private, unknown.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
LONGEST_NAME = 120


def has_hidden(text: str) -> bool:
    """Whether it holds a character that people cannot see, or one that turns the direction of reading."""
    return any(unicodedata.category(sign) in _HIDDEN for sign in text)


def name(typed: str) -> str:
    """A name as it is kept: composed characters (NFC), single spaces. Raises Invalid with what to type instead."""
    kept = unicodedata.normalize("NFC", typed).strip()
    if has_hidden(kept):
        raise errors.Invalid("Your name holds a character that cannot be seen. Type it instead of pasting it")
    kept = " ".join(kept.split())
    if not kept:
        raise errors.Invalid("Enter your name")
    if not any(sign.isalpha() for sign in kept):
        raise errors.Invalid("Your name must have at least one letter")
    if len(kept) > LONGEST_NAME:
        raise errors.Invalid(f"Your name must have {LONGEST_NAME} characters or fewer")
    return kept
