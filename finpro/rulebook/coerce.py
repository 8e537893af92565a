"""From TOML values to the fields of an entry, with a reason for each that does not fit."""

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache

from finpro.rulebook import schema

Fault = tuple[str, str]
LONGEST = 200

_APOSTROPHES = re.compile(r"['’`.]")
_OTHER = re.compile(r"[^0-9a-z]+")
_CORPORATE = re.compile(r"( (inc|llc|l l c|corp))+$")


class Misfit(Exception):
    """A value that is not what its field asks for; the message completes "<field> ..."."""


def key_of(word: str) -> str:
    """A word as aliases are compared: case, punctuation, spacing and a corporate ending do not count.

    A word longer than any alias has an empty key, so that a hostile one costs nothing.
    """
    return _key(word) if len(word) <= LONGEST else ""


@lru_cache(maxsize=4096)
def _key(word: str) -> str:
    plain = _OTHER.sub(" ", _APOSTROPHES.sub("", word.casefold())).strip()
    return _CORPORATE.sub("", plain)


def words(entry: schema.Entry) -> list[str]:
    """The keys under which an entry of a topic with aliases is found: code, aliases, and its name or label.

    Names of exams are left out: an exam and the one that replaced its second part share theirs.
    """
    aliases: tuple[str, ...] | None = getattr(entry, "aliases", None)
    if aliases is None:
        return []
    shown = "" if isinstance(entry, schema.Exam) else getattr(entry, "name", "") or getattr(entry, "label", "")
    return [key_of(word) for word in (entry.code, shown, *aliases) if word]


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Misfit("must be text")
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise Misfit("must be true or false")
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Misfit("must be a whole number of at least 0")
    return value


def _day(value: object) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise Misfit("must be a date like 2026-01-31")
    return value


def _money(value: object) -> Decimal:
    try:
        amount = Decimal(_text(value))
    except InvalidOperation:
        raise Misfit('must be an amount like "100.00"') from None
    if not amount.is_finite() or amount < 0 or amount.as_tuple().exponent != -2:
        raise Misfit('must be an amount like "100.00"')
    return amount


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise Misfit("must be a list of texts")
    return tuple(_text(part) for part in value)


def _alternatives(value: object) -> schema.Alternatives:
    if not isinstance(value, list):
        raise Misfit("must be a list of lists of codes")
    return tuple(_texts(part) for part in value)


def _constant(value: object) -> schema.Value:
    if isinstance(value, list):
        if value and all(isinstance(part, str) for part in value):
            return tuple(_text(part) for part in value)
        return tuple(_count(part) for part in value)
    if isinstance(value, bool | int | str | date) and not isinstance(value, datetime):
        return value
    raise Misfit("must be a number, a text, true or false, a date, or a list of numbers or texts")


PARSERS: dict[object, Callable[[object], object]] = {
    str: _text,
    bool: _flag,
    int: _count,
    int | None: _count,
    date: _day,
    date | None: _day,
    Decimal: _money,
    Decimal | None: _money,
    tuple[str, ...]: _texts,
    schema.Alternatives: _alternatives,
    schema.Value: _constant,
}


@cache
def _fields(topic: str) -> Mapping[str, Field[object]]:
    return {field.name: field for field in fields(schema.TOPICS[topic])}


def values(topic: str, raw: Mapping[str, object], *, partly: bool) -> tuple[dict[str, object], list[Fault]]:
    """The fields of one entry, and a (key, reason) for each fault.

    `partly`: the entry continues another one, so only its own window and source are required.
    """
    known = _fields(topic)
    found: dict[str, object] = {}
    faults: list[Fault] = [(key, f"unknown key {key!r}") for key in raw if key not in known]
    for name, field in known.items():
        if name not in raw:
            required = name in ("code", "effective_from", "source") if partly else field.default is MISSING
            if required:
                faults.append((name, f"{name} is missing"))
            continue
        try:
            found[name] = _fitting(topic, field, raw[name])
        except Misfit as misfit:
            faults.append((name, f"{name} {misfit}"))
    faults.extend(marks(found))
    return found, faults


def _fitting(topic: str, field: Field[object], value: object) -> object:
    fitting = PARSERS[field.type](value)
    if isinstance(fitting, str) and not fitting.strip() and field.default is MISSING:
        raise Misfit("has no text")
    choices = schema.CHOICES.get((topic, field.name))
    if choices is not None and fitting not in choices:
        raise Misfit(f"must be one of {', '.join(choices)}")
    return fitting


def marks(found: dict[str, object]) -> list[Fault]:
    """What does not fit between an entry's `verify` and `mark`; a mark that is left out becomes "verify"."""
    verify, mark = found.get("verify", False), found.get("mark", "")
    if verify and not mark:
        found["mark"] = mark = "verify"
    if mark and mark not in schema.MARKS:
        return [("mark", f"mark must be one of {', '.join(schema.MARKS)}")]
    if mark and not verify:
        return [("mark", "a mark needs `verify = true` beside it")]
    if found.get("needs_action") and not str(found.get("action", "")).strip():
        return [("needs_action", "action has no text, and this status needs one")]
    return []
