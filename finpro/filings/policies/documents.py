"""A document taken apart into answers by their places, and put together again.

Drafting keeps a row for each answer, so that two people can write at once; everything else reads one document. Places
are JSON Pointers (RFC 6901) in which rows of lists go by their ids. A list of objects is rows; any other list, such as
codes, is one answer. A cleared answer, null, stands in no document.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Document = dict[str, Any]
_ROW_ID = re.compile(r"[rn][0-9]{1,19}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list: `list` is the list's pointer, `id` the row's within it, `position` its place in the order."""

    list: str
    id: str
    position: int

    @property
    def path(self) -> str:
        """The pointer of the row itself."""
        return f"{self.list}/{escape(self.id)}"


@dataclass(frozen=True, slots=True)
class Scattered:
    """A document taken apart: value by pointer, and the rows of its lists."""

    answers: Mapping[str, Any]
    rows: tuple[Row, ...]


def escape(key: str) -> str:
    """The key as a part of a JSON Pointer."""
    return key.replace("~", "~0").replace("/", "~1")


def unescape(part: str) -> str:
    """The key that a part of a JSON Pointer stands for."""
    return part.replace("~1", "/").replace("~0", "~")


def parts(path: str) -> list[str]:
    """The keys of a pointer from the root down; none for the root itself."""
    return [unescape(part) for part in path.split("/")[1:]]


def is_row_id(part: str) -> bool:
    """Whether a part of a pointer is a row's id: no key of a form looks like one."""
    return _ROW_ID.fullmatch(part) is not None


def innermost_row(path: str) -> tuple[str, str]:
    """The list and the id of the innermost row that a path lies in; two empty texts where it lies in none."""
    pieces = path.split("/")
    for place in range(len(pieces) - 1, 0, -1):
        if is_row_id(pieces[place]):
            return "/".join(pieces[:place]), pieces[place]
    return "", ""


def scatter(document: Mapping[str, Any]) -> Scattered:
    """Take a document apart. Rows without an id get one: n1, n2 and so on, that no row of the list has yet."""
    answers: dict[str, Any] = {}
    rows: list[Row] = []
    _scatter("", document, answers, rows)
    return Scattered(answers, tuple(rows))


def _scatter(path: str, value: Any, answers: dict[str, Any], rows: list[Row]) -> None:
    if isinstance(value, Mapping) and (value or not path):
        for key, below in value.items():
            _scatter(f"{path}/{escape(key)}", below, answers, rows)
    elif isinstance(value, list) and value and all(isinstance(item, Mapping) for item in value):
        taken = {str(item["id"]) for item in value if item.get("id")}
        for position, item in enumerate(value, 1):
            row = Row(path, str(item.get("id") or fresh(taken)), position)
            taken.add(row.id)
            rows.append(row)
            for key, below in item.items():
                if key != "id":
                    _scatter(f"{row.path}/{escape(key)}", below, answers, rows)
    elif value is not None:
        answers[path] = value


def fresh(taken: Iterable[str]) -> str:
    """An id for a new row: n1, n2 and so on, the first that none of the list has or had."""
    numbers = (int(name[1:]) for name in taken if name.startswith("n") and name[1:].isdecimal())
    return f"n{max(numbers, default=0) + 1}"


def assemble(answers: Mapping[str, Any], rows: Iterable[Row]) -> Document:
    """Put a document together. `rows` are the live ones: what was answered in a row that was removed stays out.

    A list without live rows is left out too, unless it was answered as an empty one.
    """
    document: Document = {}
    nodes: dict[str, Any] = {"": document}
    lists: dict[str, list[Document]] = {}
    for row in sorted(rows, key=lambda row: (row.list.count("/"), row.list, row.position, row.id)):
        if row.list not in lists:
            parent, _, key = row.list.rpartition("/")
            above = _node(nodes, lists, parent)
            if above is None:
                continue
            lists[row.list] = above[unescape(key)] = []
        nodes[row.path] = {"id": row.id}
        lists[row.list].append(nodes[row.path])
    for path, value in answers.items():
        parent, _, key = path.rpartition("/")
        # What was answered as empty, an object or a list, may have been filled since.
        if value is None or path in lists or path in nodes:
            continue
        node = _node(nodes, lists, parent)
        if node is not None:
            node[unescape(key)] = value
    return document


def _node(nodes: dict[str, Any], lists: Mapping[str, Any], path: str) -> Document | None:
    """The object at a pointer, made where it is not there yet; None within a row that is not there."""
    if path in nodes:
        found: Document | None = nodes[path]
        return found
    parent, _, key = path.rpartition("/")
    node = None
    # Of a list whose rows are all gone nothing is known but the ids of its rows.
    if parent not in lists and not is_row_id(key):
        above = _node(nodes, lists, parent)
        if above is not None:
            node = above[unescape(key)] = {}
    nodes[path] = node
    return node
