"""A filled-in form as people read it: in its own order, with its official numbers, nothing left out.

Every question stands there with what was answered, or with the words that it is not answered or not asked. The same
view draws the page for the person, the firm and the registry, and the paper that is sealed.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from finpro.rulebook.forms import labels, reading
from finpro.rulebook.forms.reading import Item
from finpro.rulebook.forms.schema import Form, Page, Question, Section

UNANSWERED, NOT_ASKED, NO_ENTRIES = "Not answered", "Not asked", "No entries"
GAPS = "Reasons given for months without an entry"
NOT_PART = "This section is not part of this type of filing."
_REASONS = "gap_reasons"  # beside the form's own sections, each about one of them
_SIGNATURES = "signatures"  # drawn with their statements by whoever shows them


@dataclass(frozen=True, slots=True)
class Line:
    """One question with its answer. `state`: answered, unanswered, hidden. `changed`: not as the record has it."""

    official: str
    label: str
    answer: str
    state: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Lines under a heading of their own: a group of questions, or an entry of a list. `level` is 3, 4 and so on."""

    title: str
    level: int
    lines: tuple[Line, ...]
    changed: bool = False


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section or reporting page. `note` stands instead of its lines where it is not part of the filing."""

    key: str
    number: str
    title: str
    intro: str
    note: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class FormView:
    """The whole form. `version` names its specification and wording."""

    title: str
    type: str
    version: str
    sections: tuple[SectionView, ...]


@dataclass(slots=True)
class _Making:
    """A section while its items are read."""

    view: SectionView
    title: str = ""
    level: int = 3
    changed: bool = False
    lines: list[Line] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    def begin(self, title: str, level: int, *, changed: bool = False) -> None:
        self.end()
        self.title, self.level, self.changed = title, level, changed

    def end(self) -> None:
        if self.lines or self.title:
            self.parts.append(Part(self.title, self.level, tuple(self.lines), self.changed))
        self.lines, self.title = [], ""

    def made(self) -> SectionView:
        self.end()
        shown = self.view
        return SectionView(shown.key, shown.number, shown.title, shown.intro, shown.note, tuple(self.parts))


def form_view(form: Form, document: Mapping[str, Any], *, changed: Collection[str] = ()) -> FormView:
    """The document as it is read. `changed` are JSON Pointers of answers, or of whole entries, that are marked so."""
    kind = document.get("filing", {}).get("type", "")
    found = {each.code: each for each in form.types}.get(kind)
    without = frozenset(found.without) if found else frozenset()
    reader = _Reader(form, document, frozenset(changed))
    return FormView(
        title=form.title,
        type=found.title if found else "",
        version=form.text_version,
        sections=tuple(reader.sections(without)),
    )


class _Reader:
    def __init__(self, form: Form, document: Mapping[str, Any], changed: frozenset[str]) -> None:
        self.form, self.changed = form, changed
        self.document = reading.shown(form, document)
        self.items = reading.walk(form, document)
        self.open: list[str] = []
        self.group = ""

    def sections(self, without: frozenset[str]) -> list[SectionView]:
        made: list[_Making] = []
        current = ""
        for item in self.items:
            if isinstance(item.section, Section) and item.section.key == _SIGNATURES:
                continue
            key = _place(item)
            if key != current:
                current = key
                made.append(_Making(self._head(item, without)))
                self.open, self.group = [], ""
            if made[-1].view.note:
                continue
            self._take(made[-1], item)
        for each in made:
            self._reasons(each)
        return [each.made() for each in made]

    def _reasons(self, making: _Making) -> None:
        """Below a history, what was said of months that no entry covers: it is signed with the rest."""
        given = enumerate(self.document.get(_REASONS, ()))
        rows = [(number, row) for number, row in given if row.get("section") == making.view.key]
        if not rows or making.view.note:
            return
        making.begin(GAPS, 3)
        for number, row in rows:
            first, last = (labels.day(str(row.get(key) or "")) for key in ("from", "to"))
            reason = str(row.get("reason") or "").strip()
            state = "answered" if reason else "unanswered"
            changed = f"/{_REASONS}/{number}/reason" in self.changed
            making.lines.append(Line("", f"{first} to {last}", reason or UNANSWERED, state, changed))

    def _head(self, item: Item, without: frozenset[str]) -> SectionView:
        section = item.section
        if isinstance(section, Section):
            note = NOT_PART if section.key in without else ""
            return SectionView(section.key, section.number, section.title, section.intro, note, ())
        number = int(item.pointer.split("/")[2])
        row = self.document["drps"][number]
        name = labels.named(self.form, section.questions, section.row_title, row)
        title = f"{section.title}{': ' + name if name else ''}"
        return SectionView(f"drp-{number + 1}", "DRP", title, section.intro, "", ())

    def _take(self, making: _Making, item: Item) -> None:
        question = item.question
        rows = _rows(item.pointer)
        own = rows[1:] if isinstance(item.section, Page) else rows
        for depth, row in enumerate(own):
            if row not in self.open:
                del self.open[depth:]
                self.open.append(row)
                # No heading is left out: below a group's title an entry stands one lower than right in a section.
                level = depth + (4 if self.group else 3)
                making.begin(self._entry(row), level, changed=row in self.changed)
        if len(own) < len(self.open):
            del self.open[len(own) :]
            making.begin("", 3)
        title = item.group.title if item.group else ""
        if not own and title != self.group:
            self.group = title
            making.begin(title, 3)
        if not item.asked:
            # What stands below a question that is itself not asked says nothing new.
            if item.pointer.rpartition("/")[0] not in self.hidden:
                making.lines.append(self._line(item, NOT_ASKED, "hidden"))
        elif question.kind == "list":
            if not item.value:
                making.lines.append(self._line(item, NO_ENTRIES, "unanswered"))
        elif question.kind == "group":
            return
        elif not reading.answered(item.value):
            making.lines.append(self._line(item, UNANSWERED, "unanswered"))
        else:
            making.lines.append(self._line(item, labels.label_of(self.form, question, item.value), "answered"))

    def _line(self, item: Item, answer: str, state: str) -> Line:
        changed = item.pointer in self.changed
        return Line(item.question.official, item.question.label, answer, state, changed)

    @cached_property
    def hidden(self) -> frozenset[str]:
        """Groups that are not asked as a whole."""
        return frozenset(item.pointer for item in self.items if item.question.kind == "group" and not item.asked)

    def _entry(self, row: str) -> str:
        """What an entry is called: its list, its number, and what its answers name it by."""
        above, _, number = row.rpartition("/")
        question = self.lists.get(_generic(above))
        value = _at(self.document, row)
        name = labels.row_name(self.form, question, value) if question is not None and isinstance(value, dict) else ""
        label = question.label if question is not None else "Entry"
        return f"{label}, entry {int(number) + 1}{': ' + name if name else ''}"

    @cached_property
    def lists(self) -> Mapping[str, Question]:
        """The questions that are lists, by pointer with the rows left out."""
        return {_generic(item.pointer): item.question for item in self.items if item.question.kind == "list"}


def _place(item: Item) -> str:
    if isinstance(item.section, Section):
        return item.section.key
    return "/".join(item.pointer.split("/")[:3])


def _rows(pointer: str) -> list[str]:
    """The pointers of the rows that a question stands in, the outermost first."""
    parts = pointer.split("/")
    return ["/".join(parts[: place + 1]) for place, part in enumerate(parts) if part.isdecimal()]


def _generic(pointer: str) -> str:
    return "/".join("*" if part.isdecimal() else part for part in pointer.split("/"))


def _at(document: Mapping[str, Any], pointer: str) -> Any:
    found: Any = document
    for part in pointer.split("/")[1:]:
        found = found[int(part)] if isinstance(found, list) else found.get(part)
    return found
