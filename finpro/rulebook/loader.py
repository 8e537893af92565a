"""Reads the rulebook's TOML and refuses what is not whole.

A topic is one file `<topic>.toml` or every file of a folder `<topic>/`. A file is a list of `[[entry]]` tables; the
top-level key `continuous = true` says that the windows of each code must join. An entry with `continues = true` states
only what changed: the rest is that of the window before it, which must end the day before.
"""

import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from finpro.rulebook import coerce, schema
from finpro.rulebook.errors import Problem, RulebookError

DATA = Path(__file__).parent / "data"
Book = Mapping[str, tuple[schema.Entry, ...]]


@dataclass(frozen=True, slots=True)
class Block:
    """One `[[entry]]` as written, and where it stands."""

    file: str
    text: str
    line: int
    raw: Mapping[str, object]
    continuous: bool

    def line_of(self, key: str) -> int:
        """The line of `key` in this entry, or that of the entry where it has no such key."""
        lines = self.text.splitlines()
        for number in range(self.line, len(lines)):
            stripped = lines[number].lstrip()
            if stripped.startswith("[["):
                break
            if stripped.partition("=")[0].strip() == key:
                return number + 1
        return self.line


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry and the block it came from."""

    entry: schema.Entry
    block: Block


def load(topic: str, data: Path = DATA) -> tuple[schema.Entry, ...]:
    """The entries of one topic, by code and window. Raises `RulebookError` with every problem of the topic."""
    problems: list[Problem] = []
    placed = _topic(topic, data, problems)
    if problems:
        raise RulebookError(problems)
    return tuple(item.entry for item in placed)


def load_all(data: Path = DATA) -> Book:
    """Every topic, and the references between them checked. Raises `RulebookError` with everything found."""
    problems: list[Problem] = []
    _strangers(data, problems)
    book = {topic: _topic(topic, data, problems) for topic in schema.TOPICS}
    _references(book, problems)
    if problems:
        raise RulebookError(problems)
    return {topic: tuple(item.entry for item in placed) for topic, placed in book.items()}


def files(topic: str, data: Path = DATA) -> list[Path]:
    """The files of a topic, sorted."""
    single = data / f"{topic}.toml"
    folder = sorted((data / topic).glob("*.toml"))
    return ([single] if single.is_file() else []) + folder


def _strangers(data: Path, problems: list[Problem]) -> None:
    for path in sorted(data.iterdir()):
        name = path.stem if path.suffix == ".toml" else path.name
        if name not in schema.TOPICS and name != "forms":
            problems.append(Problem(path.name, 0, f"no topic is called {name!r}"))


def _topic(topic: str, data: Path, problems: list[Problem]) -> list[Placed]:
    by_code: dict[str, list[Placed]] = defaultdict(list)
    paths = files(topic, data)
    if not paths:
        problems.append(Problem(f"{topic}.toml", 0, "this topic has no file"))
    for path in paths:
        for block in _blocks(path, data, problems):
            _place(topic, block, by_code, problems)
    placed = [item for code in sorted(by_code) for item in sorted(by_code[code], key=_start)]
    _windows(by_code, problems)
    _aliases(placed, problems)
    return placed


def _start(item: Placed) -> date:
    return item.entry.effective_from


def _blocks(path: Path, data: Path, problems: list[Problem]) -> Iterator[Block]:
    name = path.relative_to(data).as_posix()
    try:
        text = path.read_text(encoding="utf-8")
        document = tomllib.loads(text)
    except UnicodeDecodeError:
        problems.append(Problem(name, 0, "the file is not UTF-8"))
        return
    except tomllib.TOMLDecodeError as error:
        problems.append(Problem(name, _toml_line(str(error)), f"not TOML: {error}"))
        return
    continuous = document.pop("continuous", False)
    entries = document.pop("entry", [])
    for key in document:
        problems.append(Problem(name, _line_of_top(text, key), f"unknown key {key!r}"))
    if not isinstance(continuous, bool) or not isinstance(entries, list):
        problems.append(Problem(name, 1, "`continuous` is true or false, and `[[entry]]` a list of tables"))
        return
    heads = [n for n, line in enumerate(text.splitlines(), 1) if line.strip().startswith("[[entry]]")]
    if len(heads) != len(entries):
        # Else a fault would be reported on a line where it is not.
        problems.append(Problem(name, 1, "write each entry as its own table under a line `[[entry]]`"))
        return
    for line, raw in zip(heads, entries, strict=True):
        yield Block(name, text, line, raw, continuous)


def _toml_line(message: str) -> int:
    _, _, tail = message.partition("at line ")
    digits = tail.split(",")[0]
    return int(digits) if digits.isdigit() else 0


def _line_of_top(text: str, key: str) -> int:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip().lstrip("[").startswith(key):
            return number
    return 0


def _place(topic: str, block: Block, by_code: dict[str, list[Placed]], problems: list[Problem]) -> None:
    raw = dict(block.raw)
    continues = raw.pop("continues", False)
    earlier = by_code.get(str(raw.get("code", "")))
    before = earlier[-1].entry if continues and earlier else None
    if continues and before is None:
        reason = f"{raw.get('code')!r} continues an entry that does not stand before it"
        problems.append(Problem(block.file, block.line_of("continues"), reason))
        return
    values, faults = coerce.values(topic, raw, partly=before is not None)
    problems.extend(Problem(block.file, block.line_of(key), reason) for key, reason in faults)
    if faults:
        return
    build: Callable[..., schema.Entry] = schema.TOPICS[topic]
    entry = build(**(_carried(before) | values))
    if continues and earlier and not _joins(earlier[-1].entry, entry):
        reason = f"gap: {entry.code!r} continues from {entry.effective_from}, not the day after the window before it"
        problems.append(Problem(block.file, block.line_of("effective_from"), reason))
    by_code[entry.code].append(Placed(entry, block))


def _carried(before: schema.Entry | None) -> dict[str, object]:
    if before is None:
        return {}
    own_to_a_window = ("effective_to", "verify", "mark")
    return {field.name: getattr(before, field.name) for field in fields(before) if field.name not in own_to_a_window}


def _joins(before: schema.Entry, after: schema.Entry) -> bool:
    return before.effective_to is not None and before.effective_to + timedelta(days=1) == after.effective_from


def _windows(by_code: Mapping[str, list[Placed]], problems: list[Problem]) -> None:
    for code, placed in by_code.items():
        ordered = sorted(placed, key=_start)
        for item in ordered:
            end = item.entry.effective_to
            if end is not None and end < item.entry.effective_from:
                problems.append(_window_problem(item, f"{code!r} ends before it begins"))
        for before, after in pairwise(ordered):
            end = before.entry.effective_to
            if end is None or end >= after.entry.effective_from:
                problems.append(_window_problem(after, f"overlap: {code!r} is already in force on this date"))
            elif after.block.continuous and not _joins(before.entry, after.entry) and not _continues(after):
                problems.append(_window_problem(after, f"gap: nothing is said of {code!r} since {end}"))


def _continues(item: Placed) -> bool:
    # Its gap was reported where the entry was read.
    return bool(item.block.raw.get("continues"))


def _window_problem(item: Placed, reason: str) -> Problem:
    return Problem(item.block.file, item.block.line_of("effective_from"), reason)


def _aliases(placed: list[Placed], problems: list[Problem]) -> None:
    owners: dict[str, str] = {}
    for item in placed:
        for word in coerce.words(item.entry):
            if not word:
                problems.append(Problem(item.block.file, item.block.line_of("aliases"), "an alias has no letters"))
            owner = owners.setdefault(word, item.entry.code)
            if owner != item.entry.code:
                reason = f"{word!r} already stands for {owner!r}"
                problems.append(Problem(item.block.file, item.block.line_of("aliases"), reason))


def _references(book: Mapping[str, list[Placed]], problems: list[Problem]) -> None:
    for (topic, key), target in schema.REFERENCES.items():
        known = {item.entry.code for item in book[target]}
        for item in book[topic]:
            for code in _codes(getattr(item.entry, key)):
                if code not in known:
                    reason = f"{key}: no {target} entry has the code {code!r}"
                    problems.append(Problem(item.block.file, item.block.line_of(key), reason))


def _codes(value: object) -> Iterator[str]:
    if isinstance(value, str) and value:
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _codes(part)


def field_names(topic: str) -> list[str]:
    """The fields of a topic's entries in order, those of every entry last."""
    common = [field.name for field in fields(schema.Entry)]
    own = [field.name for field in fields(schema.TOPICS[topic]) if field.name not in common]
    return ["code", *own, *(name for name in common if name != "code")]
