"""The questions of a section, or of one row of a list, as the fields of a page: drawn from the specification alone.

Nothing here knows a question by name. What a field is called in a form is its place in the document, so that one answer
can be sent by itself.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from markupsafe import Markup, escape

from finpro.filings.policies import places, sensitive, typed
from finpro.filings.policies.documents import Document, Row
from finpro.filings.selectors.section import Stamp
from finpro.rulebook import lookup as rulebook
from finpro.rulebook.forms import reading
from finpro.rulebook.forms.answers import Item
from finpro.rulebook.forms.schema import Definition, Form, Question
from finpro.ui.forms import Choice

MOST_RADIOS = 7
_WIDTHS = {"integer": 10, "money": 10, "hours": 5, "postal": 10, "ssn": 10, "name": 20}
_MODES = {"integer": "numeric", "money": "decimal", "hours": "decimal", "ssn": "numeric"}
YES_NO = (("true", "Yes"), ("false", "No"))
PRECISIONS = ((places.EXACT, "This is the exact date"), (places.ESTIMATE, "It is an estimate"))


@dataclass(frozen=True, slots=True)
class Field:
    """One question as a page draws it. `control` is input, textarea, select, radios, checkboxes, date, group, list or
    static.

    `name` is its place; `token` tells the version shown; `params` are the names that belong to it. `reveals`: saving it
    may show or hide others. `fields` are those of a group, `rows` those of a list. `looks_like` says what sensitive
    data seems to stand in it, and `marked` shows where.
    """

    control: str
    name: str
    id: str
    label: str
    question: Question
    hint: str = ""
    example: str = ""
    value: str = ""
    values: Sequence[str] = ()
    parts: Mapping[str, str] = field(default_factory=dict)
    boxes: Sequence[str] = ()
    choices: Sequence[Choice] = ()
    attrs: Mapping[str, Any] = field(default_factory=dict)
    width: int = 0
    prefix: str = ""
    error: str = ""
    token: str = ""
    stamp: Stamp | None = None
    terms: Sequence[Definition] = ()
    shown: str = ""
    present: bool | None = None
    reveals: bool = False
    required: bool = False
    optional: bool = False
    readonly: bool = False
    fields: Sequence["Field"] = ()
    rows: Sequence["RowLine"] = ()
    removed: Sequence["RowLine"] = ()
    marked: str = ""
    looks_like: Sequence[str] = ()

    @property
    def options(self) -> Sequence[Choice]:
        """The choices of a select, none of them chosen first."""
        return [Choice("", "No answer" if self.optional else "Choose one"), *self.choices]

    @property
    def target(self) -> str:
        """The id of the element that takes focus when a link leads to the question."""
        return f"{self.id}-{self.boxes[0]}" if self.control == "date" else self.id

    @property
    def params(self) -> str:
        """The names of its inputs, for htmx."""
        names = [self.name, f"{self.name}-sent", f"{self.name}-present", *(f"{self.name}-{box}" for box in self.boxes)]
        return ",".join([*names, f"v:{self.name}"])


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row of a list as the list shows it. `place` is its pointer without the first stroke, as addresses hold it.
    `detail` says from when to when, of what has a time."""

    path: str
    place: str
    title: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Fields under a title of their own, "" for none."""

    title: str
    intro: str
    fields: Sequence[Field]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What fields are drawn from. `document` is the one that is shown, `sent` what a form sent that came back.

    `gone` is the document with the rows that were removed, to name them by.
    """

    form: Form
    form_name: str
    document: Document
    stamps: Mapping[str, Stamp]
    removed: Sequence[Row] = ()
    gone: Document = field(default_factory=dict)
    on: date
    may_write: bool = True
    problems: Mapping[str, str] = field(default_factory=dict)
    sent: typed.Data = field(default_factory=dict)


def id_of(path: str) -> str:
    """The HTML id of the field at a place, which links to it lead to."""
    return "q" + re.sub(r"[^A-Za-z0-9_]+", "-", path).rstrip("-")


def section_blocks(drawing: Drawing, section: str, part: str = "") -> list[Block]:
    """The fields of a section; of a section that is a list, its question and its rows. `part` narrows it to one of its
    pages (policies.sections.part_of)."""
    spec = drawing.form.section(section)
    items = [item for item in reading.walk(drawing.form, drawing.document) if item.section is spec]
    if part:
        group = spec.groups[int(part) - 1] if part.isdecimal() else None
        items = [item for item in items if item.group is group]
    return _blocks(drawing, items)


def row_blocks(drawing: Drawing, path: str) -> list[Block]:
    """The fields of one row of a list, by its path; none for a row that is not there."""
    pointer = places.numbered(drawing.document, path)
    if pointer is None:
        return []
    prefix = f"{pointer}/"
    items = [item for item in reading.walk(drawing.form, drawing.document) if item.pointer.startswith(prefix)]
    return _blocks(drawing, items)


def _blocks(drawing: Drawing, items: Sequence[Item]) -> list[Block]:
    drawn = _Drawn(drawing, items)
    found: list[tuple[str, str, list[Field]]] = []
    last: object = None
    for item, one in drawn.all():
        group = item.group
        if not found or group is not last:
            found.append((group.title if group else "", group.intro if group else "", []))
            last = group
        found[-1][2].append(one)
    return [Block(title, intro, fields) for title, intro, fields in found if fields]


class _Drawn:
    """Walks items once, nesting what is below groups and leaving out what is below lists and what is hidden."""

    def __init__(self, drawing: Drawing, items: Sequence[Item]) -> None:
        self.drawing, self.items = drawing, items
        self.revealing = places.revealing(drawing.form_name, drawing.form.version)

    def all(self) -> Iterator[tuple[Item, Field]]:
        """Each outermost question that is asked, with its field."""
        place = 0
        while place < len(self.items):
            item = self.items[place]
            after = self._after(place)
            if item.asked:
                yield item, self._field(item, self.items[place + 1 : after])
            place = after

    def _after(self, place: int) -> int:
        prefix = f"{self.items[place].pointer}/"
        after = place + 1
        while after < len(self.items) and self.items[after].pointer.startswith(prefix):
            after += 1
        return after

    def _field(self, item: Item, below: Sequence[Item]) -> Field:
        question = item.question
        path = places.named(self.drawing.document, item.pointer)
        if question.kind == "group":
            inner = _Drawn(self.drawing, below)
            return self._plain("group", item, path, fields=[one for _, one in inner.all()])
        if question.kind == "list":
            return self._list(item, path)
        if question.kind == "dated":
            return self._plain("group", item, path, fields=list(self._dated(item, path)))
        return _one(self.drawing, self.revealing, question, path, item.value, item.required, self._around(item))

    def _around(self, item: Item) -> Mapping[str, Any]:
        """The object that the question stands in."""
        here: Any = self.drawing.document
        for key in item.pointer.split("/")[1:-1]:
            here = here[int(key)] if isinstance(here, list) else here.get(key.replace("~1", "/"), {})
        return here if isinstance(here, dict) else {}

    def _dated(self, item: Item, path: str) -> Iterable[Field]:
        value = item.value if isinstance(item.value, dict) else {}
        for key, question in places.PARTS_OF_DATED.items():
            if key != "explanation" or value.get("precision") == places.ESTIMATE:
                inner = f"{path}/{key}"
                yield _one(self.drawing, self.revealing, question, inner, value.get(key), item.required, {})

    def _list(self, item: Item, path: str) -> Field:
        rows = item.value if isinstance(item.value, list) else []
        shown = [row for row in rows if isinstance(row, dict) and row.get("id")]
        if {"from", "to"} <= {question.key for question in item.question.questions}:
            # A history is read from now backwards; what has no month yet was begun just now.
            shown.sort(key=lambda row: (row.get("from") or "~", row.get("to") or "~"), reverse=True)
            shown.sort(key=lambda row: row.get("to") != typed.PRESENT and bool(row.get("from")))
        lines = [self._line(item.question, path, row) for row in shown]
        removed = [self._removed(item.question, row) for row in self.drawing.removed if row.list == path]
        return self._plain("list", item, path, rows=lines, removed=removed)

    def _line(self, question: Question, path: str, row: Mapping[str, Any]) -> RowLine:
        here = f"{path}/{row['id']}"
        name = reading.row_name(self.drawing.form, question, row) or "Not filled in yet"
        return RowLine(here, here[1:], name, _times(self.drawing.form, question, row))

    def _removed(self, question: Question, row: Row) -> RowLine:
        held = places.value_at(self.drawing.gone, row.path)
        name = reading.row_name(self.drawing.form, question, held) if isinstance(held, dict) else ""
        return RowLine(row.path, row.path[1:], name or "An entry that was not filled in")

    def _plain(self, control: str, item: Item, path: str, **more: Any) -> Field:
        question = item.question
        return Field(
            control=control,
            name=path,
            id=id_of(path),
            label=question.label,
            question=question,
            hint=question.help,
            terms=_terms(self.drawing.form, question),
            required=item.required,
            optional=_optional(question, required=item.required),
            readonly=not self.drawing.may_write,
            **more,
        )


def _times(form: Form, question: Question, row: Mapping[str, Any]) -> str:
    """From when to when a row of a list is about, in words; "" for a list whose rows have no time."""
    by_key = {one.key: one for one in question.questions}
    if not {"from", "to"} <= set(by_key):
        return ""
    first, last = (reading.label_of(form, by_key[key], row.get(key)) for key in ("from", "to"))
    until = "now" if row.get("to") == typed.PRESENT else last or "no last month yet"
    return f"{first or 'No first month yet'} to {until}"


def _optional(question: Question, *, required: bool) -> bool:
    """Whether an answer may be left out for good: not what other types of filing need, or what only an amendment does
    not need unless it changes."""
    by_type = any(condition.path.startswith("/filing/") for condition in question.required_when)
    return not (required or question.required or question.at_least or by_type)


def _terms(form: Form, question: Question) -> list[Definition]:
    return [form.definitions[key] for key in question.terms if key in form.definitions]


def _one(
    drawing: Drawing,
    revealing: frozenset[str],
    question: Question,
    path: str,
    value: Any,
    required: bool,
    around: Mapping[str, Any],
) -> Field:
    """The field of a question that is answered at its own place."""
    error = drawing.problems.get(path, "")
    again = drawing.sent if error else {}
    stamp = drawing.stamps.get(path)
    control = _control(question, around)
    choices = _choices(drawing, question, control, optional=_optional(question, required=required))
    if control == "code":
        # What may be left out must be possible to take back, which radios do not allow.
        control = "radios" if len(choices) <= MOST_RADIOS and required else "select"
    boxes = _boxes(question)
    given = again.get(path)
    return Field(
        control="static" if question.prefilled or not drawing.may_write else control,
        name=path,
        id=id_of(path),
        label=question.label,
        question=question,
        hint=question.help,
        example=question.example,
        value=given[-1] if given else "" if question.kind == "ssn" else _text(value),
        values=[str(code) for code in value] if isinstance(value, list) else (),
        parts={box: again.get(f"{path}-{box}", [""])[-1] for box in boxes} if error else typed.date_parts(value),
        boxes=boxes,
        choices=choices,
        attrs=_attrs(question),
        width=_WIDTHS.get(question.kind, 0) or (20 if question.longest and question.longest <= 25 else 0),
        prefix="$" if question.kind == "money" else "",
        error=error,
        token=typed.token(stamp.version if stamp else 0, value),
        stamp=stamp,
        terms=_terms(drawing.form, question),
        shown=reading.label_of(drawing.form, question, value),
        present=(value == typed.PRESENT) if question.kind == "month_or_present" else None,
        reveals=question.key in revealing,
        required=required,
        optional=_optional(question, required=required) and question not in places.PARTS_OF_DATED.values(),
        readonly=not drawing.may_write,
        **sensitive_parts(question, value, drawing.on),
    )


def sensitive_parts(question: Question, value: Any, on: date) -> dict[str, Any]:
    """What looks sensitive in a free text (U4-FRM-03): `looks_like` in words, `marked` the text with it highlighted."""
    if not question.scanned or not isinstance(value, str):
        return {}
    spans = spans_of(value, on)
    if not spans:
        return {}
    pieces, reached = [], 0
    for span in spans:
        pieces += [escape(value[reached : span.start]), Markup("<mark>{}</mark>").format(value[span.start : span.end])]
        reached = span.end
    pieces.append(escape(value[reached:]))
    return {"marked": Markup("").join(pieces), "looks_like": list(dict.fromkeys(span.said for span in spans))}


def spans_of(text: str, on: date) -> Sequence[sensitive.Span]:
    """Where something sensitive seems to stand in a text, by the words of the rulebook on a day."""
    words = rulebook.on(on).constants["health_words"].value
    return sensitive.scan(text, [str(word) for word in words] if isinstance(words, tuple) else ())


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None or isinstance(value, list | dict) else str(value)


def _control(question: Question, around: Mapping[str, Any]) -> str:
    match question.kind:
        case "long_text":
            return "textarea"
        case "yes_no":
            return "radios"
        case "code":
            return "code"
        case "codes":
            return "checkboxes"
        case "country":
            return "select"
        case "state":
            # Provinces of Canada are typed (forms.md 1.0).
            return "select" if around.get("country", "USA") == "USA" else "input"
        case "date" | "month" | "month_or_present" | "month_or_date":
            return "date"
    return "input"


def _boxes(question: Question) -> tuple[str, ...]:
    if question.kind in {"month", "month_or_present"}:
        return ("month", "year")
    return ("month", "day", "year") if question.kind in {"date", "month_or_date"} else ()


def _choices(drawing: Drawing, question: Question, control: str, *, optional: bool) -> list[Choice]:
    if question.kind == "yes_no":
        # What may be left out must be possible to take back, which radios alone do not allow.
        open_end = [Choice("", "No answer")] if optional else []
        return [*(Choice(value, label) for value, label in YES_NO), *open_end]
    if question is places.PARTS_OF_DATED["precision"]:
        return [Choice(value, label) for value, label in PRECISIONS]
    if control in {"code", "checkboxes", "select"}:
        found = reading.choices(drawing.form, question, drawing.on)
        return [Choice(value, label) for value, label in found]
    return []


def _attrs(question: Question) -> dict[str, Any]:
    found: dict[str, Any] = {"spellcheck": "true" if question.kind == "long_text" else "false"}
    if question.kind in _MODES:
        found["inputmode"] = _MODES[question.kind]
    if question.kind == "ssn":
        found["autocomplete"] = "off"
    return found
