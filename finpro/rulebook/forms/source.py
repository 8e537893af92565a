"""A file of a specification as tables that know the line on which they stand."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from finpro.rulebook import coerce
from finpro.rulebook.errors import Problem
from finpro.rulebook.forms import conditions
from finpro.rulebook.forms.schema import Condition

# The head of a table or a key, as far as its name; a name in quotes may hold anything.
_NAME = re.compile(r"""\s*(\[{0,2})\s*("[^"]*"|'[^']*'|[^\s=.\]]*)""")
_HEADER = re.compile(r"\s*\[\[\s*([A-Za-z0-9_.]+)\s*\]\]")


class Table:
    """One table of a file: its own keys, the tables below it, and where it stands."""

    def __init__(self, file: "File", path: str, line: int, raw: Mapping[str, object]) -> None:
        self.file, self.path, self.line, self.raw = file, path, line, raw

    def line_of(self, key: str) -> int:
        """The line of `key`, or that of the table where it has no such line."""
        below = False  # under the head of a table in this one, whose keys are not ours
        for number in range(self.line, len(self.file.lines)):
            head, name = _NAME.findall(self.file.lines[number])[0]
            if head == "[[" or (head and self.path):
                break
            below = below or bool(head)
            if name.strip("\"'") == key and (head or not below):
                return number + 1
        return self.line

    def fault(self, key: str, reason: str) -> None:
        """Remember that something is wrong with `key`."""
        self.file.problems.append(Problem(self.file.name, self.line_of(key), reason))

    def tables(self, key: str) -> list["Table"]:
        """The tables of the list `key`; none, and a fault, where it is something else."""
        found = self.raw.get(key, [])
        if not isinstance(found, list) or not all(isinstance(part, dict) for part in found):
            self.fault(key, f"`{key}` is a list of tables, each under a line `[[{self._below(key)}]]`")
            return []
        path = self._below(key)
        return [Table(self.file, path, self.file.next_line(path, self.line), part) for part in found]

    def table(self, key: str) -> "Table | None":
        """The single table `key`, or None."""
        found = self.raw.get(key)
        if found is None:
            return None
        if not isinstance(found, dict):
            self.fault(key, f"`{key}` is a table under a line `[{self._below(key)}]`")
            return None
        return Table(self.file, self._below(key), self.line_of(key), found)

    def _below(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def values(self, kind: type, *, apart: Sequence[str] = ()) -> dict[str, Any] | None:
        """The fields of a dataclass as this table gives them, or None with every fault remembered.

        `apart` names keys that the caller reads, fields or not.
        """
        known = _fields(kind)
        before = len(self.file.problems)
        for key in self.raw:
            if key not in known and key not in apart:
                self.fault(key, f"unknown key {key!r}")
        found: dict[str, Any] = {}
        for name, field in known.items():
            if name in apart:
                continue
            if name in self.raw:
                try:
                    found[name] = fitting(field, self.raw[name])
                except coerce.Misfit as misfit:
                    self.fault(name, f"{name} {misfit}")
            elif field.default is MISSING and field.default_factory is MISSING:
                self.fault(name, f"{name} is missing")
        for key, reason in coerce.marks(found) if "mark" in known else ():
            self.fault(key, reason)
        return None if len(self.file.problems) > before else found


@dataclass(slots=True)
class File:
    """A file as read: its lines, and what was found wrong in it."""

    name: str
    lines: list[str]
    problems: list[Problem]
    headers: dict[str, Iterator[int]]

    def next_line(self, path: str, otherwise: int) -> int:
        """The line of the next `[[path]]`: tables are asked for in the order in which they stand."""
        return next(self.headers.get(path, iter(())), otherwise)


def read(path: Path, name: str, problems: list[Problem]) -> Table | None:
    """The top table of a file, or None with the reason among `problems`."""
    try:
        text = path.read_text(encoding="utf-8")
        raw = tomllib.loads(text)
    except UnicodeDecodeError:
        problems.append(Problem(name, 0, "the file is not UTF-8"))
        return None
    except tomllib.TOMLDecodeError as error:
        _, _, tail = str(error).partition("at line ")
        digits = tail.split(",")[0]
        problems.append(Problem(name, int(digits) if digits.isdigit() else 0, f"not TOML: {error}"))
        return None
    lines = text.splitlines()
    matches = [(match[1], n) for n, line in enumerate(lines, 1) if (match := _HEADER.match(line))]
    written = Counter(header for header, _ in matches)
    counted = Counter(_lists("", raw))
    # Where a list is written in another way, its lines are not told apart: that of what it is in is given.
    headers = {
        header: iter([n for found, n in matches if found == header])
        for header in written
        if written[header] == counted[header]
    }
    return Table(File(name, lines, problems, headers), "", 0, raw)


def _lists(path: str, raw: Mapping[str, object]) -> Iterator[str]:
    for key, value in raw.items():
        below = f"{path}.{key}" if path else key
        if isinstance(value, dict):
            yield from _lists(below, value)
        elif isinstance(value, list):
            for part in value:
                if isinstance(part, dict):
                    yield below
                    yield from _lists(below, part)


def fitting(field: Field[Any], value: object) -> object:
    """A TOML value as its field wants it. Raises `coerce.Misfit`."""
    if field.type == tuple[Condition, ...]:
        texts = coerce.PARSERS[tuple[str, ...]](value)
        return tuple(conditions.parse(text) for text in texts)  # type: ignore[attr-defined]
    found = coerce.PARSERS[field.type](value)
    if isinstance(found, str) and not found.strip() and field.default is MISSING:
        raise coerce.Misfit("has no text")
    return found


@cache
def _fields(kind: type) -> Mapping[str, Field[Any]]:
    return {field.name: field for field in fields(kind)}
