"""Reads a document as if whoever wrote it meant harm: what the form does not know, and answers of the wrong shape.

`parse` makes an object of bytes. `faults` says what makes a document unusable: an unknown key or code, a value of the
wrong kind, an impossible date. `misfits` says which answers, though of the right kind, the form cannot hold: too long,
out of bounds, a code that is not offered on the day. Neither asks whether anything is missing.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from finpro.kernel import errors
from finpro.rulebook import lookup
from finpro.rulebook.forms import labels
from finpro.rulebook.forms.schema import Form, Question, Section

LARGEST = 5_000_000  # bytes of a file
MOST_ROWS = 1_000
_TOPIC = "rulebook:"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])", re.ASCII)
_AMOUNT = re.compile(r"\d{1,13}(?:\.\d{1,2})?", re.ASCII)
_FILING = {"type": "type", "firm_crd": "number", "individual_crd": "number", "as_of": "day"}
_REASON = ("section", "from", "to", "reason")
_LARGEST_NUMBER = 10**15


class Fault(NamedTuple):
    """Where something is wrong, and what."""

    pointer: str
    message: str


def parse(raw: bytes) -> object:
    """The JSON value in `raw`. Raises `errors.Invalid` with one finding for what is no JSON that anybody could mean."""
    if len(raw) > LARGEST:
        raise _unusable(f"This is larger than {LARGEST // 1_000_000} MB, and no form is.")
    try:
        value = json.loads(
            raw.decode("utf-8-sig"),
            object_pairs_hook=_once_each,
            parse_constant=_no_number,
            parse_float=_finite,
        )
        json.dumps(value, ensure_ascii=False).encode()  # half a character cannot be written again
    except UnicodeError:
        raise _unusable("This is no UTF-8.") from None
    except RecursionError:
        raise _unusable("This is nested deeper than any form.") from None
    except json.JSONDecodeError as error:
        raise _unusable(f"This is no JSON: {error.msg.lower()} in line {error.lineno}.") from None
    except ValueError as error:
        raise _unusable(f"This is no JSON for a form: {error}.") from None
    return value


def _unusable(message: str) -> errors.Invalid:
    return errors.Invalid(message, [errors.Finding("FORM", "error", "", message)])


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return made


def _no_number(text: str) -> object:
    raise ValueError(f"{text} is no number")


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError("a number is too large")
    return number


def faults(form: Form, document: object) -> list[Fault]:
    """What makes a document unusable for this form, in its order. A null is no answer, and no fault."""
    return list(_Reading(form).document(document))


def misfits(form: Form, document: Mapping[str, object], on: date) -> list[Fault]:
    """Usable answers that the form cannot hold on a day."""
    return list(_Reading(form, on).document(document))


class _Reading:
    """One document being read: for its shape, or with a day for what fits."""

    def __init__(self, form: Form, on: date | None = None) -> None:
        self.form, self.on = form, on
        self.pages = {page.type: page.questions for page in form.pages}
        self.answerable = frozenset(key for page in form.pages for key in page.answers)
        self.offered: dict[int, frozenset[str]] = {}

    def document(self, document: object) -> Iterator[Fault]:
        """The whole."""
        if not isinstance(document, Mapping):
            yield from self.shape("", "A form is one object.")
            return
        sections = {section.key: section for section in self.form.sections}
        gates = {section.gate.key: section.gate for section in self.form.sections if section.gate}
        for key, value in document.items():
            at = f"/{_token(key)}"
            if key == "filing":
                yield from self.filing(value)
            elif key == "gap_reasons":
                yield from self.reasons(value)
            elif key == "drps" and self.pages:
                yield from self.reports(value)
            elif key in gates:
                yield from self.answer(gates[key], value, at)
            elif key in sections:
                yield from self.section(sections[key], value, at)
            else:
                yield from self.shape(at, "The form has no such section.")

    def shape(self, at: str, message: str) -> Iterator[Fault]:
        """A fault of shape, which whoever asks what fits does not want to hear."""
        if self.on is None:
            yield Fault(at, message)

    def filing(self, value: object) -> Iterator[Fault]:
        """What is filed, by whom and about whom."""
        if not isinstance(value, Mapping):
            yield from self.shape("/filing", "This is an object with type, firm_crd, individual_crd and as_of.")
            return
        for key, part in value.items():
            at, kind = f"/filing/{_token(key)}", _FILING.get(key, "")
            if not kind:
                yield from self.shape(at, "There is no such key here.")
            elif kind == "type" and part not in [found.code for found in self.form.types]:
                yield from self.shape(at, "This is no type of filing of this form.")
            elif kind == "number" and part is not None and not _is_count(part):
                yield from self.shape(at, "This is no CRD number.")
            elif kind == "day" and part is not None and not _is_day(part):
                yield from self.shape(at, "This is no date like 2026-01-31.")

    def reasons(self, value: object) -> Iterator[Fault]:
        """Why a history has gaps."""
        for number, row in self.listed(value, "/gap_reasons"):
            at = f"/gap_reasons/{number}"
            if not isinstance(row, Mapping):
                yield from self.shape(at, "This is an object.")
                continue
            for key, part in row.items():
                if key not in (*_REASON, "id"):
                    yield from self.shape(f"{at}/{_token(key)}", "There is no such key here.")
                elif not isinstance(part, str) or (key == "from" and not _is_month(part)):
                    yield from self.shape(f"{at}/{key}", "This is a text, and from and to are months like 2026-01.")
                elif key == "to" and part != "PRESENT" and not _is_month(part):
                    yield from self.shape(f"{at}/{key}", "This is a month like 2026-01, or PRESENT.")
        yield from self.no_list(value, "/gap_reasons")

    def section(self, section: Section, value: object, at: str) -> Iterator[Fault]:
        """What stands under the key of a section."""
        if value is None:
            return
        if section.shape == "codes":
            yield from self.answer(section.questions[0], value, at)
        elif section.shape == "list":
            yield from self.rows(section.questions, value, at)
        else:
            yield from self.answers_in(section.questions, value, at)

    def reports(self, value: object) -> Iterator[Fault]:
        """Reporting pages: what each holds depends on its type."""
        for number, row in self.listed(value, "/drps"):
            at = f"/drps/{number}"
            kind = row.get("type") if isinstance(row, Mapping) else None
            if not isinstance(row, Mapping):
                yield from self.shape(at, "This is an object.")
            elif not isinstance(kind, str) or kind not in self.pages:
                yield from self.shape(f"{at}/type", "This is no type of reporting page.")
            else:
                yield from self.answers_in(self.pages[kind], row, at, beside=("id", "type"))
        yield from self.no_list(value, "/drps")

    def listed(self, value: object, at: str) -> Iterator[tuple[int, object]]:
        """The rows of a list that is one, with their places."""
        if isinstance(value, list):
            yield from enumerate(value[:MOST_ROWS])

    def no_list(self, value: object, at: str) -> Iterator[Fault]:
        """That something is no list, or too long a one."""
        if value is not None and not isinstance(value, list):
            yield from self.shape(at, "This is a list.")
        elif isinstance(value, list) and len(value) > MOST_ROWS:
            yield from self.shape(at, f"This has more than {MOST_ROWS:,} entries, and no form does.")

    def rows(self, questions: tuple[Question, ...], value: object, at: str) -> Iterator[Fault]:
        """The rows of a list of questions."""
        for number, row in self.listed(value, at):
            yield from self.answers_in(questions, row, f"{at}/{number}", beside=("id",))
        yield from self.no_list(value, at)

    def answers_in(
        self, questions: tuple[Question, ...], value: object, at: str, *, beside: tuple[str, ...] = ()
    ) -> Iterator[Fault]:
        """An object that answers questions, and has keys beside them that are texts."""
        if not isinstance(value, Mapping):
            yield from self.shape(at, "This is an object.")
            return
        by_key = {question.key: question for question in questions}
        for key, part in value.items():
            here = f"{at}/{_token(key)}"
            if key in by_key:
                yield from self.answer(by_key[key], part, here)
            elif key not in beside:
                yield from self.shape(here, "The form asks no such question.")
            elif not isinstance(part, str):
                yield from self.shape(here, "This is a text.")

    def answer(self, question: Question, value: object, at: str) -> Iterator[Fault]:
        """One answer."""
        kind = question.kind
        if value is None:
            return
        if kind == "group":
            yield from self.answers_in(question.questions, value, at)
        elif kind == "list":
            yield from self.rows(question.questions, value, at)
        elif kind == "codes":
            for number, code in self.listed(value, at):
                yield from self.code(question, code, f"{at}/{number}")
            yield from self.no_list(value, at)
        elif kind in ("code", "country"):
            yield from self.code(question, value, at)
        elif kind == "dated":
            yield from self.dated(value, at)
        elif (wanted := _wrong(kind, value)) is not None:
            yield from self.shape(at, wanted)
        elif self.on is not None:
            yield from _bounds(question, value, at)

    def code(self, question: Question, value: object, at: str) -> Iterator[Fault]:
        """One code of a list of the form, or of a topic of the rulebook."""
        topic = question.codes.removeprefix(_TOPIC) if question.codes.startswith(_TOPIC) else ""
        if question.key == "questions" and at.startswith("/drps/"):
            known = self.answerable  # whether the page may answer it is another question
        elif topic:
            known = lookup.codes(topic)
        else:
            known = self.of_list(question.codes)
        if not isinstance(value, str) or value not in known:
            yield from self.shape(at, "This is no code that the form knows.")
        elif self.on is not None and topic and value not in self.of_day(question, self.on):
            yield Fault(at, "This code cannot be chosen here on the day of filing. Choose another one.")

    def of_list(self, key: str) -> frozenset[str]:
        """The codes of a list of the form."""
        found = self.form.lists.get(key)
        return frozenset(entry.code for entry in found.codes) if found else frozenset()

    def of_day(self, question: Question, on: date) -> frozenset[str]:
        """The codes that a question offers on the day."""
        if id(question) not in self.offered:
            self.offered[id(question)] = frozenset(code for code, _ in labels.choices(self.form, question, on))
        return self.offered[id(question)]

    def dated(self, value: object, at: str) -> Iterator[Fault]:
        """A date that may be an estimate."""
        if not isinstance(value, Mapping):
            yield from self.shape(at, "This is an object with date, precision and explanation.")
            return
        for key, part in value.items():
            here = f"{at}/{_token(key)}"
            if key == "date" and part is not None and not _is_day(part):
                yield from self.shape(here, "This is no date like 2026-01-31.")
            elif key == "precision" and part not in (None, "EXACT", "EXPLANATION"):
                yield from self.shape(here, "This is EXACT or EXPLANATION.")
            elif key == "explanation" and part is not None and not isinstance(part, str):
                yield from self.shape(here, "This is a text.")
            elif key not in ("date", "precision", "explanation"):
                yield from self.shape(here, "There is no such key here.")


def _wrong(kind: str, value: object) -> str | None:
    """What a value of a kind is, where this one is not."""
    if kind == "yes_no":
        return None if isinstance(value, bool) else "This is true or false."
    if kind == "integer":
        whole = isinstance(value, int) and not isinstance(value, bool) and abs(value) < _LARGEST_NUMBER
        return None if whole else "This is a whole number."
    if kind == "hours" and isinstance(value, int | float) and not isinstance(value, bool):
        return None if 0 <= value < _LARGEST_NUMBER else "This is a number of hours."
    if not isinstance(value, str):
        return "This is a text."
    if kind == "date":
        return None if _is_day(value) else "This is no date like 2026-01-31."
    if kind in ("money", "hours"):
        return None if _AMOUNT.fullmatch(value) else "This is no amount like 15000.00."
    if kind in ("month", "month_or_present", "month_or_date"):
        is_other = (kind, value) == ("month_or_present", "PRESENT") or (kind == "month_or_date" and _is_day(value))
        return None if is_other or _is_month(value) else "This is no month like 2026-01."
    return None


def _bounds(question: Question, value: object, at: str) -> Iterator[Fault]:
    if isinstance(value, str) and question.longest is not None and len(value) > question.longest:
        yield Fault(at, f"This has more than {question.longest} characters. Shorten it.")
    if isinstance(value, int | float) and not isinstance(value, bool):
        least, most = question.least, question.most
        if (least is not None and value < least) or (most is not None and value > most):
            yield Fault(at, f"“{question.label}” is a number from {least} to {most}. Enter it.")


def _is_day(value: object) -> bool:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_month(value: str) -> bool:
    return _MONTH.fullmatch(value) is not None and value[:4] != "0000"


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < _LARGEST_NUMBER


def _token(key: object) -> str:
    return str(key).replace("~", "~0").replace("/", "~1")
