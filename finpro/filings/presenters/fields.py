"""The questions of a section, or of one row of a list, as the fields of a page: drawn from the specification alone.

Nothing here knows a question by name. What a field is called in a form is its place in the document, so that one answer
can be sent by itself.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from markupsafe import Markup, escape

from finpro.filings.policies import places, sensitive, typed
from finpro.filings.policies.documents import Document, Row
from finpro.filings.presenters import controls
from finpro.filings.presenters.field import Block, Field, RowLine, id_of
from finpro.filings.selectors.section import Stamp
from finpro.rulebook import lookup as rulebook
from finpro.rulebook.forms import reading
from finpro.rulebook.forms.answers import Item
from finpro.rulebook.forms.schema import Definition, Form, Question


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
    told: set[str] = set()
    for item, one in drawn.all():
        group = item.group
        if not found or group is not last:
            told = set()
            found.append((group.title if group else "", group.intro if group else "", []))
            last = group
        found[-1][2].append(_first_told(one, told))
    return [Block(title, intro, fields) for title, intro, fields in found if fields]


def _first_told(one: Field, told: set[str]) -> Field:
    """The field with those of its terms that no question above it in the same group has explained."""
    terms = [term for term in one.terms if term.key not in told]
    told.update(term.key for term in terms)
    return one if len(terms) == len(one.terms) else replace(one, terms=terms)


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


def _present(question: Question, path: str, value: Any, again: typed.Data) -> bool | None:
    """Whether the box “Present” is ticked, as it was sent where the page comes back; None where there is none."""
    if question.kind != "month_or_present":
        return None
    return f"{path}-present" in again if again else value == typed.PRESENT


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
    optional = _optional(question, required=required)
    control = controls.control_of(question, around)
    choices = controls.choices_of(drawing.form, question, control, drawing.on, optional=optional)
    if control == "code":
        # What may be left out must be possible to take back, which radios do not allow.
        control = "radios" if len(choices) <= controls.MOST_RADIOS and required else "select"
    boxes = controls.boxes_of(question)
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
        attrs=controls.attrs_of(question),
        width=controls.width_of(question),
        prefix="$" if question.kind == "money" else "",
        error=error,
        token=typed.token(stamp.version if stamp else 0, value),
        stamp=stamp,
        terms=_terms(drawing.form, question),
        shown=reading.label_of(drawing.form, question, value),
        present=_present(question, path, value, again),
        reveals=question.key in revealing,
        required=required,
        optional=optional and question not in places.PARTS_OF_DATED.values(),
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
