"""Brings a document of one version of a form to another, and says what that did to it."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from finpro.rulebook.forms import answers, loader, plan
from finpro.rulebook.forms.changes import REMOVED, Change
from finpro.rulebook.forms.plan import Node, Plan, Template
from finpro.rulebook.forms.schema import Form

MOVED = "moved"
Path = tuple[str, ...]


class _Answer(NamedTuple):
    """An answer of a document: its keys without rows, the rows with their ids, its question and value."""

    path: Path
    rows: tuple[tuple[int, str], ...]
    node: Node | None  # None: the row itself, which may hold nothing
    pointer: str
    value: Any


class _Place(NamedTuple):
    """A question of the new version: its node, and after how many keys of its path a row is chosen."""

    node: Node
    lists: tuple[int, ...]


def migrate(document: Mapping[str, Any], from_form: Form, to_form: Form) -> tuple[answers.Document, list[Change]]:
    """The document as the other version holds it, and each answer that moved or was dropped.

    An answer stays where the other version asks the same key of the same kind, moves where its `renamed` says so, and
    is dropped otherwise, as it is where the other version hides its question. Nothing is dropped silently: `removed`
    changes carry the pointer into the given document and the answer that was there, `moved` ones the new pointer.
    """
    old, new = plan.of(from_form), plan.of(to_form)
    places = dict(_places(new))
    given = answers.shown(from_form, document)
    made: answers.Document = {"filing": given["filing"]} if "filing" in given else {}
    changes: list[Change] = []
    put: list[tuple[_Answer, Node, Path, str]] = []
    for answer in _answers(old, given):
        path = _renamed(to_form.renamed, answer.path)
        place = places.get(path)
        lists = place.lists if place else ()
        if answer.node is not None and answer.node.kind == "list":
            lists = lists[:-1]
        if place is None or len(lists) != len(answer.rows) or (answer.node and place.node.kind != answer.node.kind):
            if answer.node is not None:
                changes.append(_removed(answer))
            continue
        pointer = _put(made, path, lists, answer)
        if answer.node is not None:
            put.append((answer, place.node, path, pointer))
    kept = answers.shown(to_form, made)
    for answer, node, path, pointer in put:
        if not _stands(kept, pointer):
            changes.append(_removed(answer))
        elif path != answer.path:
            changes.append(Change(pointer, node.question, node.question.label, answer.value, answer.value, MOVED))
    return kept, changes


def newest(document: Mapping[str, Any], form: str, version: str) -> tuple[answers.Document, str, list[Change]]:
    """The document brought through every later version to the newest one, that version, and all that changed."""
    known = loader.versions(form)
    found = dict(document)
    changes: list[Change] = []
    for later in known[known.index(version) + 1 :]:
        found, more = migrate(found, loader.get(form, version), loader.get(form, later))
        changes += more
        version = later
    return found, version, changes


def _removed(answer: _Answer) -> Change:
    question = answer.node.question if answer.node else None
    return Change(answer.pointer, question, question.label if question else "", answer.value, None, REMOVED)


def _renamed(renamed: Mapping[str, str], path: Path) -> Path:
    """The path after the longest renaming that begins it."""
    for length in range(len(path), 0, -1):
        new = renamed.get("/" + "/".join(path[:length]))
        if new is not None:
            return (*new.strip("/").split("/"), *path[length:])
    return path


def _answers(prepared: Plan, document: Mapping[str, Any]) -> Iterator[_Answer]:
    for section in (*prepared.before, *prepared.after):
        key = section.section.key
        for node in (section.gate, section.whole):
            if node is not None:
                yield from _of(node, document, (), (), "")
        if section.whole is None:
            yield from _in(section.template, document.get(key, {}), (key,), (), f"/{key}")
    for number, row in enumerate(document.get("drps", ())):
        rows = ((number, str(row.get("id", ""))),)
        path = ("drps", row["type"])
        yield _Answer(path, rows, None, f"/drps/{number}", None)
        yield from _in(prepared.pages[row["type"]][1], row, path, rows, f"/drps/{number}")


Rows = tuple[tuple[int, str], ...]


def _in(template: Template, value: Mapping[str, Any], path: Path, rows: Rows, pointer: str) -> Iterator[_Answer]:
    for node in template.nodes:
        yield from _of(node, value, path, rows, pointer)


def _of(node: Node, around: Mapping[str, Any], path: Path, rows: Rows, pointer: str) -> Iterator[_Answer]:
    if node.key not in around:
        return
    value, here, at = around[node.key], (*path, node.key), f"{pointer}/{node.key}"
    if node.below is None or not value:
        yield _Answer(here, rows, node, at, value)
    elif node.kind == "list":
        for number, row in enumerate(value):
            inside = (*rows, (number, str(row.get("id", ""))))
            yield _Answer(here, inside, None, f"{at}/{number}", None)
            yield from _in(node.below, row, here, inside, f"{at}/{number}")
    else:
        yield from _in(node.below, value, here, rows, at)


def _places(prepared: Plan) -> Iterator[tuple[Path, _Place]]:
    for section in (*prepared.before, *prepared.after):
        for node in (section.gate, section.whole):
            if node is not None:
                yield from _place(node, (), ())
        if section.whole is None:
            for node in section.template.nodes:
                yield from _place(node, (section.section.key,), ())
    for kind, (page, template) in prepared.pages.items():
        row = Node(page.groups[0].questions[0], kind, "row", (), (), False, (), template)
        yield ("drps", kind), _Place(row, (1,))
        for node in template.nodes:
            yield from _place(node, ("drps", kind), (1,))


def _place(node: Node, path: Path, lists: tuple[int, ...]) -> Iterator[tuple[Path, _Place]]:
    here = (*path, node.key)
    if node.kind == "list":
        lists = (*lists, len(here))
    yield here, _Place(node, lists)
    for inner in node.below.nodes if node.below else ():
        yield from _place(inner, here, lists)


def _put(document: answers.Document, path: Path, lists: tuple[int, ...], answer: _Answer) -> str:
    """Put an answer in its place, making the objects and rows on the way, and give its pointer."""
    at: Any = document
    pointer = ""
    rows = dict(zip(lists, answer.rows, strict=True))
    end = len(path) - (answer.node is not None)
    number = 0
    while number < end:
        key = path[number]
        number += 1
        pointer += f"/{key}"
        chosen = rows.get(number)
        if chosen is None:
            at = at.setdefault(key, {})
            continue
        at = _row(at.setdefault(key, []), *chosen)
        pointer += f"/{chosen[0]}"
        if key == "drps":
            at["type"] = path[number]
            number += 1
    if answer.node is None:
        return pointer
    at[path[-1]] = answer.value
    return f"{pointer}/{path[-1]}"


def _row(listed: list[dict[str, Any]], number: int, identity: str) -> dict[str, Any]:
    while len(listed) <= number:
        listed.append({})
    if identity:
        listed[number]["id"] = identity
    return listed[number]


def _stands(document: Mapping[str, Any], pointer: str) -> bool:
    at: Any = document
    for part in pointer.split("/")[1:]:
        if isinstance(at, list):
            at = at[int(part)] if int(part) < len(at) else None
        elif isinstance(at, dict) and part in at:
            at = at[part]
        else:
            return False
    return at is not None
