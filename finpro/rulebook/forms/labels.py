"""What people read for an answer, and what may be chosen."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from finpro.rulebook import lookup
from finpro.rulebook import schema as topics
from finpro.rulebook.forms.schema import Condition, Form, Question

_TOPIC = "rulebook:"
PRESENT = "PRESENT"


def choices(form: Form, question: Question, on: date) -> Sequence[tuple[str, str]]:
    """The codes that may be chosen on a day with what people read, in the order of their list; else none."""
    if question.codes.startswith(_TOPIC):
        return _of_topic(lookup.on(on), question.codes.removeprefix(_TOPIC), question.only)
    found = form.lists.get(question.codes)
    return [(code.code, code.label) for code in found.codes] if found else []


@lru_cache(maxsize=1024)
def _of_topic(rules: lookup.View, topic: str, only: tuple[Condition, ...]) -> tuple[tuple[str, str], ...]:
    """What of a topic may be chosen: kept, because of countries there are many and every page of a day asks again."""
    return tuple((code, label_of_entry(entry)) for code, entry in rules.topic(topic).items() if _meets(entry, only))


def label_of_entry(entry: topics.Entry) -> str:
    """What people read for an entry of the rulebook: its label or name, with the code where that says more."""
    name = str(getattr(entry, "label", None) or getattr(entry, "name", None) or entry.code)
    return name if isinstance(entry, topics.Term) or name == entry.code else f"{name} ({entry.code})"


def _meets(entry: topics.Entry, only: Sequence[Condition]) -> bool:
    return all(_holds(getattr(entry, condition.path, None), condition) for condition in only)


def _holds(value: object, condition: Condition) -> bool:
    met = value in condition.values if condition.values else value not in (None, "", (), False)
    return met is not condition.negated


def label_of(form: Form, question: Question, value: Any) -> str:
    """What people read for an answer to a question; empty for none. A number that is secret stays masked."""
    if value is None or value in ("", []):
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        if question.kind == "list":
            return "; ".join(row_name(form, question, row) for row in value if isinstance(row, dict))
        return "; ".join(_code(form, question, code) for code in value)
    if isinstance(value, dict):
        return _dated(value) if question.kind == "dated" else row_name(form, question, value)
    if question.kind == "ssn":
        return masked(str(value))
    if question.kind == "money":
        return _money(str(value))
    if question.codes:
        return _code(form, question, value)
    if question.kind in ("date", "month", "month_or_present", "month_or_date"):
        return day(str(value))
    return str(value)


def row_name(form: Form, question: Question, row: Mapping[str, Any]) -> str:
    """What a row of a list is called: the answers that its `row_title` names, else all short ones."""
    return named(form, question.questions, question.row_title, row)


def named(form: Form, questions: Sequence[Question], title: str, row: Mapping[str, Any]) -> str:
    """What an object with these questions is called by the keys of `title`; without them by all its short answers."""
    by_key = {question.key: question for question in questions}
    keys = title.split() or [key for key, question in by_key.items() if question.kind not in ("list", "long_text")]
    texts = [label_of(form, by_key[key], row.get(key)) for key in keys if key in by_key]
    return ", ".join(text for text in texts if text)


def masked(number: str) -> str:
    """A Social Security number with nothing but its last four digits."""
    digits = [character for character in number if character.isdigit()]
    return f"XXX-XX-{''.join(digits[-4:])}" if len(digits) >= 4 else "XXX-XX-XXXX"


def day(text: str) -> str:
    """A date "31 December 2026" or month "December 2026" of a document; what is none stays as it is."""
    if text == PRESENT:
        return "Present"
    try:
        found = date.fromisoformat(text if len(text) > len("2026-12") else f"{text}-01")
    except ValueError:
        return text
    month = f"{found:%B} {found.year}"
    return month if len(text) <= len("2026-12") else f"{found.day} {month}"


def _money(text: str) -> str:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return text
    return f"${amount:,.2f}" if amount.is_finite() else text


def _dated(value: Mapping[str, Any]) -> str:
    when = day(str(value.get("date") or ""))
    if value.get("precision") != "EXPLANATION":
        return when
    said = str(value.get("explanation") or "")
    return f"about {when}: {said}" if said else f"about {when}"


def _code(form: Form, question: Question, code: object) -> str:
    text = str(code)
    if question.codes.startswith(_TOPIC):
        entry = lookup.latest(question.codes.removeprefix(_TOPIC)).get(text)
        return label_of_entry(entry) if entry else text
    found = form.lists.get(question.codes)
    return next((known.label for known in found.codes if known.code == text), text) if found else text
