"""Where a question stands in a document, by a pointer in which rows go by their ids; and back from findings.

A date that may be an estimate is answered in three places: the date, how exact it is, and why.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from finpro.filings.policies.documents import escape, is_row_id, parts
from finpro.filings.policies.sections import HEADER, HISTORIES, PAGES, REASONS, SIGNATURES
from finpro.rulebook.forms import loader
from finpro.rulebook.forms.schema import Condition, Form, Question, Section

EXACT, ESTIMATE = "EXACT", "EXPLANATION"
PARTS_OF_DATED = {
    "date": Question(key="date", kind="date", label="Date"),
    "precision": Question(key="precision", kind="code", label="How exact is this date?"),
    "explanation": Question(key="explanation", kind="long_text", label="Why is the date not known?", scanned=True),
}


# A reason for a gap, kept beside the form: what a history's page asks for.
REASON = (
    Question(key="from", kind="month", label="From"),
    Question(key="to", kind="month_or_present", label="To"),
    Question(key="reason", kind="long_text", label="Why is nothing said of these months?", longest=500, scanned=True),
)


def question_at(form: Form, path: str, page: str = "") -> Question | None:
    """The question that is answered at a place, None where none is. `page` is the type of the disclosure reporting page
    that a place below `/drps` lies in; without it any page's question of this place is found."""
    keys = parts(path)
    if not keys or keys[0] in {HEADER, SIGNATURES}:
        return None
    if not _rows_named(form, keys):
        return None
    if keys[0] == PAGES:
        pages = [found for found in form.pages if page in {"", found.type}]
        return next(filter(None, (_below(found.questions, keys[2:]) for found in pages)), None)
    if keys[0] == REASONS:
        return _below(REASON, keys[3:]) if keys[1:2] and keys[1] in HISTORIES else None
    section = _section(form, keys[0])
    if section is None:
        return _gate(form, keys)
    if section.shape == "codes":
        return section.questions[0] if len(keys) == 1 else None
    return _below(section.questions, keys[1:] if section.shape == "object" else keys[2:])


def _rows_named(form: Form, keys: Sequence[str]) -> bool:
    """Whether the part of a pointer that names a row of a list at the top is a row's id: what is none is no place."""
    section = _section(form, keys[0])
    listed = keys[0] == PAGES or (section is not None and section.shape == "list")
    at = 2 if keys[0] == REASONS else 1 if listed else 0
    return not at or len(keys) <= at or is_row_id(keys[at])


def _section(form: Form, key: str) -> Section | None:
    return next((section for section in form.sections if section.key == key), None)


def _gate(form: Form, keys: Sequence[str]) -> Question | None:
    gates = [section.gate for section in form.sections if section.gate is not None]
    return next((gate for gate in gates if keys == [gate.key]), None)


def _below(questions: Sequence[Question], keys: Sequence[str]) -> Question | None:
    found: Question | None = None
    place = 0
    while place < len(keys):
        found = next((question for question in questions if question.key == keys[place]), None)
        place += 1
        if found is None:
            return None
        if found.kind == "dated" and place < len(keys):
            return PARTS_OF_DATED.get(keys[place]) if place == len(keys) - 1 else None
        if found.kind == "list" and place < len(keys):
            if not is_row_id(keys[place]):
                return None
            place += 1
            if place == len(keys):
                return None
        questions = found.questions
    return found


def list_at(form: Form, path: str) -> Question | Section | None:
    """The list at a place: a question of that kind, or a section that is one; None where there is no list.

    The reporting pages are a list of rows whose questions go by their type: a question without any stands for it.
    """
    if path == f"/{PAGES}":
        return Question(key=PAGES, kind="list", label="Disclosure reporting pages", row_title="type questions")
    keys = parts(path)
    if not keys:
        return None
    if keys[0] == REASONS:
        known = len(keys) == 2 and keys[1] in HISTORIES
        return Question(key=keys[1], kind="list", label="Reasons for gaps", questions=REASON) if known else None
    section = _section(form, keys[0]) if len(keys) == 1 else None
    if section is not None and section.shape == "list":
        return section
    found = question_at(form, path)
    return found if found is not None and found.kind == "list" else None


def is_answered_here(question: Question | None) -> bool:
    """Whether people write the answer at the question's own place: not a group, a list, or what the record says."""
    return question is not None and question.kind not in {"group", "list", "dated"} and not question.prefilled


def named(document: Mapping[str, Any], pointer: str) -> str:
    """The pointer with ids in place of the numbers of rows; a row without an id keeps its number."""
    here: Any = document
    found = ""
    for key in parts(pointer):
        shown = key
        if isinstance(here, list):
            here = here[int(key)] if key.isdecimal() and int(key) < len(here) else None
            shown = str(here["id"]) if isinstance(here, dict) and here.get("id") else key
        else:
            here = here.get(key) if isinstance(here, Mapping) else None
        found += f"/{escape(shown)}"
    return found


def numbered(document: Mapping[str, Any], path: str) -> str | None:
    """The pointer with the numbers of rows in place of their ids; None for a row that is not there."""
    here: Any = document
    found = ""
    for key in parts(path):
        shown = key
        if isinstance(here, list):
            number = next((n for n, row in enumerate(here) if isinstance(row, dict) and row.get("id") == key), None)
            if number is None:
                return None
            here, shown = here[number], str(number)
        else:
            here = here.get(key) if isinstance(here, Mapping) else None
        found += f"/{escape(shown)}"
    return found


def value_at(document: Mapping[str, Any], path: str) -> Any:
    """What stands at a place; None where nothing does."""
    pointer = numbered(document, path)
    here: Any = document
    for key in parts(pointer or "/?"):
        inside = here.get(key) if isinstance(here, Mapping) else None
        here = here[int(key)] if isinstance(here, list) else inside
    return here


def begun_with(found: Question | Section | None) -> dict[str, Any]:
    """What a new row of a list begins with, by the specification; what stands in groups included."""
    values: dict[str, Any] = {}
    for question in found.questions if found is not None else ():
        if question.initial:
            values[question.key] = question.initial
        elif question.kind == "group" and (inner := begun_with(question)):
            values[question.key] = inner
    return values


@lru_cache(maxsize=256)
def looked_at(form_name: str, version: str, section: str) -> tuple[str, ...]:
    """The pointers outside a section on which its questions depend, that of the filing left out."""
    form = loader.get(form_name, version)
    found = set()
    for condition in _conditions(_questions(form, section)):
        keys = parts(condition.path)
        if condition.path.startswith("/") and keys[0] not in {HEADER, section}:
            found.add(condition.path)
    return tuple(sorted(found))


@lru_cache(maxsize=16)
def revealing(form_name: str, version: str) -> frozenset[str]:
    """The keys of questions on whose answers others depend: when one is saved, its page is drawn anew."""
    form = loader.get(form_name, version)
    everything = [question for section in form.sections for question in _questions(form, section.key)]
    keys = {part for condition in _conditions(everything) for part in condition.path.split("/") if part != ".."}
    gates = {section.gate.key for section in form.sections if section.gate is not None}
    # A yes calls for a reporting page, which the page then offers.
    calling = {question.key for question in everything if question.drp}
    return frozenset(keys - {""}) | gates | calling | {"precision"}


def _questions(form: Form, section: str) -> list[Question]:
    found = form.section(section)
    pages = form.pages if section == "disclosure" else ()
    gate = (found.gate,) if found.gate is not None else ()
    return [*gate, *found.questions, *(question for page in pages for question in page.questions)]


def _conditions(questions: Iterable[Question]) -> Iterable[Condition]:
    for question in questions:
        yield from (*question.when, *question.when_any, *question.required_when)
        yield from _conditions(question.questions)
