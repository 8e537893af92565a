"""What two firms say of one event, compared field by field; what differs is material but for the commentary (RV-03)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# Parts of a report that say nothing of the event: the commentary, and how the report itself came about.
ASIDE = ("comment", "drp_response", "id", "learned_by", "learned_on", "questions", "type")


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of several reports: its pointer inside the page, and what each says (None: nothing)."""

    pointer: str
    values: tuple[Any, ...]

    @property
    def differs(self) -> bool:
        """Whether the reports do not all say the same."""
        return any(value != self.values[0] for value in self.values[1:])


def compare(pages: Sequence[Mapping[str, Any]]) -> list[Compared]:
    """Every field that one of the pages has, in the order in which they first come, with what each page says."""
    said = [dict(_fields(said_in(page))) for page in pages]
    pointers = dict.fromkeys(pointer for page in said for pointer in page)
    return [Compared(pointer, tuple(page.get(pointer) for page in said)) for pointer in pointers]


def differ(pages: Sequence[Mapping[str, Any]]) -> bool:
    """Whether two of the pages tell the event differently."""
    said = [said_in(page) for page in pages]
    return any(page != said[0] for page in said[1:])


def said_in(page: Mapping[str, Any]) -> dict[str, Any]:
    """What a page says of the event, without the commentary and the names of rows, which are each form's own."""
    return {key: _plain(value) for key, value in page.items() if key not in ASIDE}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items() if key != "id"}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return value


def _fields(value: Any, pointer: str = "") -> Sequence[tuple[str, Any]]:
    if isinstance(value, Mapping) and value:
        return [found for key, part in value.items() for found in _fields(part, f"{pointer}/{key}")]
    if isinstance(value, list) and any(isinstance(part, Mapping) for part in value):
        return [found for index, part in enumerate(value) for found in _fields(part, f"{pointer}/{index}")]
    return [(pointer, value)]
