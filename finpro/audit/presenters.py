"""How events read. Each domain registers the sentences of its own tags; a house test finds a tag without one."""

from collections.abc import Callable, Mapping
from typing import Any

Sentence = Callable[[Mapping[str, Any]], str]

_sentences: dict[str, Sentence] = {}


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


def tags() -> list[str]:
    """Every tag, in order."""
    return sorted(_sentences)
