"""How events read. Each domain registers the sentences of its own tags; a house test finds a tag without one."""

from collections.abc import Callable, Mapping
from typing import Any

Sentence = Callable[[Mapping[str, Any]], str]

_sentences: dict[str, Sentence] = {}

# Kinds of events by which a list is narrowed: what people read, and how the tags of the kind begin. The first that
# fits counts; what fits none is of the last.
KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "signing-in": ("Signing in and out", ("account:sign_in:", "account:sign_out:", "account:session:")),
    "account": ("Your account", ("account:",)),
    "identity": ("Proof of identity", ("identity:", "vouch:")),
    "access": ("Where you may act", ("access:",)),
    "cases": ("Support cases", ("case:",)),
    "filings": ("Forms", ("filing:",)),
    "record": ("Records you saw", ("record:",)),
    "other": ("Everything else", ()),
}


def present(tags: Mapping[str, str | Sentence]) -> None:
    """Register how events read: tag to a sentence without a name in it, or to a function of the event's data.

    A sentence may hold fields of the data as `{count}`. Raises ValueError for a tag that has one already.
    """
    for tag, sentence in tags.items():
        if tag in _sentences:
            raise ValueError(f"The tag {tag} is presented twice.")
        _sentences[tag] = sentence.format_map if isinstance(sentence, str) else sentence


def known(tag: str) -> bool:
    """Whether somebody says how events of this tag read."""
    return tag in _sentences


def sentence(tag: str, data: Mapping[str, Any]) -> str:
    """The event in words."""
    return _sentences[tag](data)


def kind(tag: str) -> str:
    """The kind of events, a key of KINDS, that a tag belongs to."""
    return next((key for key, (_, starts) in KINDS.items() if tag.startswith(starts)), "other")


def tags_of(wanted: str) -> list[str]:
    """Every tag of a kind; every tag there is for a word that names none."""
    return [tag for tag in tags() if wanted not in KINDS or kind(tag) == wanted]


def who(actor: str, hat: str, *, own: str) -> str:
    """Who did it, as the owner of the account `own` reads it: no name and no number of anybody else."""
    if actor == own:
        return "You"
    sides = {"staff": "Registry staff", "firm": "Somebody acting for a firm", "anonymous": "Somebody not signed in"}
    return sides.get(hat, "The system" if hat == "system" else "Another account")


def tags() -> list[str]:
    """Every tag, in order."""
    return sorted(_sentences)
