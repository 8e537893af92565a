"""From the tables of a specification's folder to its dataclasses, with every fault of one table alone."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from finpro.rulebook import schema as topics
from finpro.rulebook.errors import Problem
from finpro.rulebook.forms import lending, schema, source
from finpro.rulebook.forms.schema import Group, Page, Question
from finpro.rulebook.forms.source import Table

T = TypeVar("T")
SHAPES = ("object", "list", "codes")
REP_EDITS = ("default", "optional", "never")
SIGNERS = ("person", "signatory")
# What `codes = "answers"` becomes on each page: the questions that it may support.
ANSWERS = "answers"


@dataclass(slots=True)
class Draft:
    """A form while it is read: what its files hold, and from which table each piece came."""

    problems: list[Problem]
    origins: dict[int, Table] = field(default_factory=dict)
    parts: dict[str, tuple[Question, ...]] = field(default_factory=dict)
    page_questions: tuple[Question, ...] = ()
    head: dict[str, Any] = field(default_factory=dict)
    sections: list[schema.Section] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    lists: dict[str, schema.CodeList] = field(default_factory=dict)
    definitions: dict[str, schema.Definition] = field(default_factory=dict)
    lent: "Draft | None" = None  # what the form of `base` lends

    def made(self, piece: T, table: Table) -> T:
        """Remember where a piece came from."""
        self.origins[id(piece)] = table
        return piece


def effective_from(folder: Path) -> date:
    """The first day of the version in a folder; date.max where its head cannot be read, which `form` then reports."""
    try:
        found = tomllib.loads((folder / "form.toml").read_text(encoding="utf-8")).get("effective_from")
    except (OSError, ValueError):
        return date.max
    return found if type(found) is date else date.max


def form(folder: Path, problems: list[Problem]) -> tuple[schema.Form, Mapping[int, Table]] | None:
    """The form in a folder and the table of each of its pieces by id; None where its head cannot be read."""
    draft = Draft(problems)
    paths = sorted(folder.glob("*.toml"))
    tables = {path.name: source.read(path, path.name, problems) for path in paths}
    _lend(draft, folder, tables.get("form.toml"))
    for name in ("parts.toml", "form.toml", *(n for n in tables if n not in ("parts.toml", "form.toml"))):
        table = tables.get(name)
        reader = _reader(name)
        if reader is None:
            problems.append(Problem(name, 0, f"no part of a form is called {name!r}"))
        elif table is not None:
            reader(draft, table)
    if "form.toml" not in tables:
        problems.append(Problem("form.toml", 0, "this file is missing"))
    _unique(draft, draft.sections, "key")
    _unique(draft, draft.pages, "type")
    if not draft.head:
        return None
    made = schema.Form(
        form=folder.parent.name,
        version=folder.name,
        sections=tuple(sorted(draft.sections, key=_by_number)),
        pages=tuple(draft.pages),
        lists=_kept(draft, draft.lists, draft.lent.lists if draft.lent else {})
        | {_answers_of(page.type): _answers(draft, page) for page in draft.pages},
        definitions=_kept(draft, draft.definitions, draft.lent.definitions if draft.lent else {}),
        **draft.head,
    )
    return made, draft.origins


def _by_number(section: schema.Section) -> tuple[int, str]:
    digits = re.match(r"\d*", section.number)
    return (int(digits[0]) if digits and digits[0] else 0, section.number)


def _lend(draft: Draft, folder: Path, head: Table | None) -> None:
    """Take parts, lists, definitions and reporting pages from the form that `base` of form.toml names, if it does."""
    name = head.raw.get("base") if head is not None else None
    if name is None or head is None:
        return
    base = folder.parent.parent / str(name)
    if not (base / "form.toml").is_file():
        head.fault("base", f"there is no version of a form {name!r} that could lend anything")
        return
    lent = Draft(draft.problems, draft.origins)
    first: tuple[Question, ...] = ()
    # Parts come first, as in the form itself.
    for path in sorted(base.glob("*.toml"), key=lambda path: (path.name != "parts.toml", path.name)):
        reader = _reader(path.name)
        table = source.read(path, f"../../{name}/{path.name}", draft.problems) if reader in _LENDABLE else None
        if table is not None and reader is _head:
            # A page is lent without them: they stand first on whatever page it becomes.
            first = _questions(lent, table.tables("page_question"), "questions")
        elif table is not None and reader is not None:
            reader(lent, table)
    draft.lent = lent
    draft.parts, draft.page_questions = dict(lent.parts), first
    draft.lists, draft.definitions = dict(lent.lists), dict(lent.definitions)


def _kept(draft: Draft, found: Mapping[str, T], lent: Mapping[str, T]) -> dict[str, T]:
    """What a form has of its own, and what it uses of that which is lent."""
    used = {name for question in _asked(draft) for name in (question.codes, *question.terms)}
    return {key: piece for key, piece in found.items() if key not in lent or key in used}


def _asked(draft: Draft) -> Iterator[Question]:
    waiting = [question for section in draft.sections for question in section.questions]
    waiting += [question for page in draft.pages for question in page.questions]
    waiting += [section.gate for section in draft.sections if section.gate is not None]
    while waiting:
        question = waiting.pop()
        yield question
        waiting.extend(question.questions)


def _reader(name: str) -> Callable[[Draft, Table], None] | None:
    for start, reader in _READERS.items():
        if name == f"{start}.toml" or (start in ("section", "drp", "lists") and name.startswith(f"{start}_")):
            return reader
    return None


def _parts(draft: Draft, table: Table) -> None:
    _only(table, "part")
    for part in table.tables("part"):
        # A part may stand for one before it, so that none stands for itself.
        questions = _questions(draft, part.tables("question"), "questions")
        key = part.raw.get("key")
        if not isinstance(key, str) or key in draft.parts:
            part.fault("key", "a part has a key of its own")
        else:
            draft.parts[key] = questions
        for name in part.raw:
            if name not in ("key", "question"):
                part.fault(name, f"unknown key {name!r}")


def _head(draft: Draft, table: Table) -> None:
    below = ("type", "block", "page_question", "renamed", "base")
    for key in ("form", "version", "sections", "pages", "lists", "definitions", "wording"):
        if key in table.raw:
            table.fault(key, f"{key} is given by the folder and its files")
    taken = ("form", "version", "sections", "pages", "lists", "definitions", "wording", "blocks", "types")
    values = table.values(schema.Form, apart=(*below, *taken))
    draft.page_questions = _questions(draft, table.tables("page_question"), "questions") or draft.page_questions
    types = [found for t in table.tables("type") if (found := _piece(draft, t, schema.FilingType)) is not None]
    blocks = [made for t in table.tables("block") if (made := _piece(draft, t, schema.Block)) is not None]
    for block in blocks:
        if block.signer not in SIGNERS:
            draft.origins[id(block)].fault("signer", f"signer must be one of {', '.join(SIGNERS)}")
    _unique(draft, types, "code")
    _unique(draft, blocks, "key")
    renamed = table.raw.get("renamed", {})
    if not isinstance(renamed, dict) or not all(isinstance(new, str) for new in renamed.values()):
        table.fault("renamed", "`renamed` is a table of old pointer = new pointer")
        renamed = {}
    if values is not None:
        draft.head = values | {"types": tuple(types), "blocks": tuple(blocks), "renamed": renamed}


def _section(draft: Draft, table: Table) -> None:
    values = table.values(schema.Section, apart=("group", "groups", "gate"))
    if "groups" in table.raw:
        table.fault("groups", "write each group as its own table under a line `[[group]]`")
    gate = table.table("gate")
    questions = _questions(draft, [gate], "questions") if gate else ()
    groups = _groups(draft, table)
    if values is None:
        return
    made = schema.Section(**values, groups=groups, gate=questions[0] if questions else None)
    draft.sections.append(draft.made(made, table))
    if made.shape not in SHAPES:
        table.fault("shape", f"shape must be one of {', '.join(SHAPES)}")
    if made.rep_edits not in REP_EDITS:
        table.fault("rep_edits", f"rep_edits must be one of {', '.join(REP_EDITS)}")
    if made.shape == "codes" and [q.key for q in made.questions] != [made.key]:
        table.fault("shape", "a section that is a list of codes has one question, with the section's own key")
    if made.gate is not None and made.gate.kind != "yes_no":
        table.fault("gate", "a gate is a yes_no question")


def _page(draft: Draft, table: Table) -> None:
    values = table.values(schema.Page, apart=("group", "groups", *lending.KEYS))
    groups = _groups(draft, table)
    if "like" in table.raw:
        pages = {page.type: page for page in draft.lent.pages} if draft.lent else {}
        groups = (*lending.groups(table, pages, draft.origins), *groups)
        _twice(draft, [question for group in groups for question in group.questions])
    if values is None:
        return
    own = tuple(
        draft.made(replace(question, codes=_answers_of(values["type"])), draft.origins[id(question)])
        if question.codes == ANSWERS
        else question
        for question in draft.page_questions
    )
    first = (Group(questions=own),) if own else ()
    draft.pages.append(draft.made(Page(**values, groups=(*first, *groups)), table))


def _answers_of(page_type: str) -> str:
    return f"{ANSWERS}_{page_type}"


def _answers(draft: Draft, page: Page) -> schema.CodeList:
    labels = {question.key: question.label for section in draft.sections for question in section.questions}
    codes = tuple(schema.Code(code=key, label=key, meaning=labels.get(key, "")) for key in page.answers)
    title = f"Questions that a page may answer: {page.title}"
    return schema.CodeList(key=_answers_of(page.type), title=title, codes=codes, source=page.source)


def _lists(draft: Draft, table: Table) -> None:
    _only(table, "list")
    for item in table.tables("list"):
        values = item.values(schema.CodeList, apart=("code", "codes", "labels"))
        codes = [found for t in item.tables("code") if (found := _piece(draft, t, schema.Code)) is not None]
        labels = item.raw.get("labels", {})
        if not isinstance(labels, dict) or not all(isinstance(label, str) for label in labels.values()):
            item.fault("labels", '`labels` is a table of code = "label"')
            labels = {}
        codes += [schema.Code(code=code, label=label) for code, label in labels.items()]
        if not codes:
            item.fault("key", "a list has at least one code")
        seen: set[str] = set()
        for code in codes:
            if code.code in seen:
                item.fault(code.code, f"the code {code.code!r} stands here twice")
            seen.add(code.code)
        if values is not None:
            made = draft.made(schema.CodeList(**values, codes=tuple(codes)), item)
            if made.key in draft.lists:
                item.fault("key", f"there is already a list {made.key!r}")
            draft.lists[made.key] = made


def _definitions(draft: Draft, table: Table) -> None:
    _only(table, "definition")
    for item in table.tables("definition"):
        made = _piece(draft, item, schema.Definition)
        if made is not None:
            if made.key in draft.definitions:
                item.fault("key", f"there is already a definition {made.key!r}")
            draft.definitions[made.key] = made


_READERS: dict[str, Callable[[Draft, Table], None]] = {
    "parts": _parts,
    "form": _head,
    "section": _section,
    "drp": _page,
    "lists": _lists,
    "definitions": _definitions,
}
_LENDABLE = (_parts, _head, _page, _lists, _definitions)


def _only(table: Table, key: str) -> None:
    for name in table.raw:
        if name != key:
            table.fault(name, f"unknown key {name!r}")


def _piece(draft: Draft, table: Table, kind: type[T]) -> T | None:
    values = table.values(kind)
    return None if values is None else draft.made(kind(**values), table)


def _groups(draft: Draft, table: Table) -> tuple[Group, ...]:
    groups = []
    for item in table.tables("group"):
        values = item.values(Group, apart=("question", "questions"))
        if "questions" in item.raw:
            item.fault("questions", "write each question as its own table under a line `[[group.question]]`")
        questions = _questions(draft, item.tables("question"), "questions")
        if values is not None:
            groups.append(Group(**values, questions=questions))
    _twice(draft, [question for group in groups for question in group.questions])
    return tuple(groups)


def _questions(draft: Draft, tables: Sequence[Table], below: str) -> tuple[Question, ...]:
    found: list[Question] = []
    for table in tables:
        if "part" in table.raw:
            found.extend(_from_part(draft, table))
            continue
        values = table.values(Question, apart=("questions",))
        nested = _questions(draft, table.tables(below), below)
        if values is None:
            continue
        question = draft.made(Question(**values, questions=nested), table)
        _fits(question, table)
        _twice(draft, nested)
        found.append(question)
    return tuple(found)


def _from_part(draft: Draft, table: Table) -> tuple[Question, ...]:
    name = table.raw["part"]
    for key in table.raw:
        if key != "part":
            table.fault(key, "a table that stands for a part holds nothing else")
    if name not in draft.parts:
        table.fault("part", f"there is no part {name!r}")
        return ()
    return draft.parts[str(name)]


def _fits(question: Question, table: Table) -> None:
    if question.kind not in schema.KINDS:
        table.fault("kind", f"kind must be one of {', '.join(schema.KINDS)}")
    if (question.kind in ("group", "list")) != bool(question.questions):
        table.fault("kind", "questions of kind group and list have questions below them, and no others do")
    if question.kind in ("code", "codes") and not question.codes:
        table.fault("kind", "a question with codes names their list in `codes`")
    if question.codes and question.kind not in ("code", "codes", "state", "country"):
        table.fault("codes", f"a question of kind {question.kind} has no codes")
    topic = question.codes.removeprefix("rulebook:")
    if topic != question.codes and topic not in topics.TOPICS:
        table.fault("codes", f"the rulebook has no topic {topic!r}")
    if question.only and topic == question.codes:
        table.fault("only", "only a topic of the rulebook can be narrowed")
    if not question.key or "/" in question.key or "~" in question.key:
        table.fault("key", "a key has no / and no ~")


def _twice(draft: Draft, questions: Sequence[Question]) -> None:
    seen: set[str] = set()
    for question in questions:
        if question.key in seen:
            draft.origins[id(question)].fault("key", f"{question.key!r} is asked twice")
        seen.add(question.key)


def _unique(draft: Draft, pieces: Sequence[Any], key: str) -> None:
    seen: set[str] = set()
    for piece in pieces:
        name = getattr(piece, key)
        if name in seen:
            draft.origins[id(piece)].fault(key, f"there is already a {key} {name!r}")
        seen.add(name)
