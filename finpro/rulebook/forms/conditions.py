"""Conditions as they are written in a specification: `"status: PENDING|ON_APPEAL"`, `"/unaffiliated/bd: true"`."""

from finpro.rulebook.coerce import Misfit
from finpro.rulebook.forms.schema import Condition, Scalar


def parse(text: str) -> Condition:
    """One condition. `!` before the values negates, `*` in their place asks for any answer.

    Raises `Misfit` with the end of a sentence that begins with the condition's field.
    """
    path, colon, wanted = (part.strip() for part in text.partition(": "))
    if not colon or not path or not wanted:
        raise Misfit(f'holds {text!r}, which is not like "status: PENDING|ON_APPEAL"')
    negated = wanted.startswith("!")
    values = wanted.removeprefix("!").strip()
    if not values:
        raise Misfit(f"holds {text!r}, which names no value; * stands for any answer")
    if values == "*":
        return Condition(path=path, negated=negated)
    parts = [part.strip() for part in values.split("|")]
    if not all(parts):
        raise Misfit(f"holds {text!r}, which has an empty value")
    return Condition(path=path, values=tuple(_scalar(part) for part in parts), negated=negated)


def written(condition: Condition) -> str:
    """A condition as it is written; the reverse of `parse`."""
    values = "|".join(str(value).lower() if isinstance(value, bool) else str(value) for value in condition.values)
    return f"{condition.path}: {'!' if condition.negated else ''}{values or '*'}"


def _scalar(text: str) -> Scalar:
    if text in ("true", "false"):
        return text == "true"
    return int(text) if text.isdecimal() and (text == "0" or text[0] != "0") else text
