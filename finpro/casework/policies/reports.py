"""What reports say, field by field in the words of the form, and how near an occurrence is to a report."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from finpro.registry.policies import differences
from finpro.rulebook.forms import reading
from finpro.rulebook.forms.schema import Form, Question

# Days between two dates that may still be of one event, as one source goes by the filing and another by the event.
NEAR = 31


@dataclass(frozen=True, slots=True)
class Told:
    """One field: its label, what each of several reports says ("" for nothing), whether they differ, and whether that
    counts (the commentary does not)."""

    label: str
    texts: tuple[str, ...]
    differs: bool
    counts: bool


def told(form: Form, type_: str, pages: Sequence[Mapping[str, Any]]) -> list[Told]:
    """Every field that one of the pages answers, in the order of the form. A type without a page in the form: nothing.

    Names of rows are each form's own: rows are compared by their place.
    """
    page = next((page for page in form.pages if page.type == type_), None)
    return list(_told(form, page.questions, pages, "", counts=None)) if page else []


def nearness(
    *, event_on: date | None, docket: str, other_on: date | None, other_docket: str, same_origin: bool
) -> list[str]:
    """Why an occurrence may be the one that a report tells of, in words; nothing where only the type is the same."""
    found = []
    if same_origin:
        found.append("The report was made from one about this occurrence")
    if docket.strip() and docket.strip().casefold() == other_docket.strip().casefold():
        found.append("Same docket or case number")
    if event_on is not None and other_on is not None:
        apart = abs((event_on - other_on).days)
        if apart == 0:
            found.append("Same date")
        elif apart <= NEAR:
            found.append(f"Dates {apart} day{'s' if apart > 1 else ''} apart")
    return found


def _told(
    form: Form, questions: Sequence[Question], rows: Sequence[Mapping[str, Any]], prefix: str, *, counts: bool | None
) -> Iterator[Told]:
    """`counts` is None at the top of the page, where some parts say nothing of the event."""
    for question in questions:
        values = [row.get(question.key) for row in rows]
        if all(value in (None, "", [], {}) for value in values):
            continue
        label = f"{prefix}{question.label}"
        matters = question.key not in differences.ASIDE if counts is None else counts
        if question.kind == "group":
            each = [_object(value) for value in values]
            yield from _told(form, question.questions, each, f"{label}: ", counts=matters)
        elif question.kind == "list":
            listed = [value if isinstance(value, list) else [] for value in values]
            for place in range(max(map(len, listed))):
                each = [_object(value[place]) if place < len(value) else {} for value in listed]
                yield from _told(form, question.questions, each, f"{label} {place + 1}: ", counts=matters)
        else:
            texts = tuple(reading.label_of(form, question, value) for value in values)
            yield Told(label, texts, any(value != values[0] for value in values[1:]), matters)


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
