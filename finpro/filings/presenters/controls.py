"""How a question is asked: by which control, in which boxes, with which choices, by its kind alone."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from finpro.filings.policies import places
from finpro.rulebook.forms import reading
from finpro.rulebook.forms.schema import Form, Question
from finpro.ui.forms import Choice

# Up to so many choices stand as radios, more as a select.
MOST_RADIOS = 7
_WIDTHS = {"integer": 10, "money": 10, "hours": 5, "postal": 10, "ssn": 10, "name": 20}
_MODES = {"integer": "numeric", "money": "decimal", "hours": "decimal", "ssn": "numeric"}
_YES_NO = [Choice("true", "Yes"), Choice("false", "No")]
_YES_NO_OR_NONE = [*_YES_NO, Choice("", "No answer")]
_PRECISIONS = [Choice(places.EXACT, "This is the exact date"), Choice(places.ESTIMATE, "It is an estimate")]


def control_of(question: Question, around: Mapping[str, Any]) -> str:
    """input, textarea, radios, checkboxes, select or date; "code" where the number of choices decides. `around` is the
    object that the question stands in."""
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


def boxes_of(question: Question) -> tuple[str, ...]:
    """The boxes of a date; none for anything else."""
    if question.kind in {"month", "month_or_present"}:
        return ("month", "year")
    return ("month", "day", "year") if question.kind in {"date", "month_or_date"} else ()


def choices_of(form: Form, question: Question, control: str, on: date, *, optional: bool) -> list[Choice]:
    """What may be chosen on a day; nothing for what is typed. `optional`: it may be left out for good."""
    if question.kind == "yes_no":
        # What may be left out must be possible to take back, which radios alone do not allow.
        return _YES_NO_OR_NONE if optional else _YES_NO
    if question is places.PARTS_OF_DATED["precision"]:
        return _PRECISIONS
    if control not in {"code", "checkboxes", "select"}:
        return []
    return [Choice(value, label) for value, label in reading.choices(form, question, on)]


def width_of(question: Question) -> int:
    """How many characters its box shows; 0 for the whole line."""
    return _WIDTHS.get(question.kind, 0) or (20 if question.longest and question.longest <= 25 else 0)


def attrs_of(question: Question) -> dict[str, Any]:
    """The attributes of its input: the keyboard that a phone shows, and what a browser must not keep."""
    found: dict[str, Any] = {"spellcheck": "true" if question.kind == "long_text" else "false"}
    if question.kind in _MODES:
        found["inputmode"] = _MODES[question.kind]
    if question.kind == "ssn":
        found["autocomplete"] = "off"
    return found
