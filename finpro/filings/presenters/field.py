"""One question as a page draws it, and what stands around it: the rows of a list, the title of a group."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from finpro.filings.selectors.section import Stamp
from finpro.rulebook.forms.schema import Definition, Question
from finpro.ui.forms import Choice


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
    def sends_presence(self) -> bool:
        """Whether it has to say that it was there: radios and boxes of which none is chosen send nothing."""
        return self.control in {"radios", "checkboxes", "date"} or bool(self.boxes)

    @property
    def params(self) -> str:
        """The names of its inputs, for htmx."""
        names = [self.name, f"v:{self.name}", *(f"{self.name}-{box}" for box in self.boxes)]
        names += [f"{self.name}-sent"] if self.sends_presence else []
        return ",".join(names if self.present is None else [*names, f"{self.name}-present"])

    @property
    def query(self) -> str:
        """Its place, as an address holds it."""
        return quote(self.name, safe="")

    @property
    def words(self) -> Markup:
        """What stands as its label: the official number, the question, and that it may be left out."""
        official = self.question.official
        number = f'<span class="fp-number">{escape(official)}</span> ' if official and official != self.label else ""
        optional = ' <span class="fp-note">(optional)</span>' if self.optional and not self.readonly else ""
        return Markup(f"{number}{escape(self.label)}{optional}")  # noqa: S704 - escaped above

    @property
    def help(self) -> Markup | str:
        """What stands below the label, a line each: what counts, how far back it reaches, an example; of a secret that
        it is there."""
        lines = [self.hint, _reaches(self.question.look_back)]
        lines += [f"For example: {self.example}"] if self.example else []
        if self.shown and self.question.kind == "ssn":
            lines.append(f"On the form: {self.shown}. Leave it empty to keep that.")
        told = [f'<span class="fp-hint">{escape(line)}</span>' for line in lines if line]
        return Markup("".join(told)) if told else ""  # noqa: S704 - escaped above


_LOOK_BACKS = {"": "", "Ever": "Reaches back: over your whole life.", "Now": "Asks about now only."}


def _reaches(look_back: str) -> str:
    return _LOOK_BACKS.get(look_back) or (f"Reaches back: {look_back[0].lower()}{look_back[1:]}." if look_back else "")


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


def id_of(path: str) -> str:
    """The HTML id of the field at a place, which links to it lead to."""
    return "q" + re.sub(r"[^A-Za-z0-9_]+", "-", path).rstrip("-")
