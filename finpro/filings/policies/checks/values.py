"""Reads single answers of a document without trusting them: what is not as it should be is read as no answer."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from finpro.rulebook import coerce

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_AMOUNT = re.compile(r"\d{1,15}(?:\.\d{1,2})?", re.ASCII)
# Boxes of a post office, and boxes that a business rents out as addresses.
_BOX = re.compile(
    r"\bp\.?\s?o\.?\s?(?:box|drawer)\b|\bpost\s?office\s?box\b|\bp\.?o\.?b\.?\s?#?\d|^\s*(?:box|drawer)\s?#?\d|"
    r"\bpmb\s?#?\d|\bprivate\s?mail\s?box\b|\bmail\s?drop\b",
    re.IGNORECASE | re.ASCII,
)
ZIP = re.compile(r"\d{5}(?:-?\d{4})?", re.ASCII)


def text(value: object) -> str:
    """A text without the spaces around it; "" for anything else."""
    return value.strip() if isinstance(value, str) else ""


def answered(value: object) -> bool:
    """Whether something stands there: no empty text, list or object."""
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value not in ([], {})


def day(value: object) -> date | None:
    """A day written "YYYY-MM-DD"; None for anything else."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def dated(value: object) -> date | None:
    """The day of an answer that may be an estimate."""
    return day(value.get("date")) if isinstance(value, Mapping) else day(value)


def amount(value: object) -> Decimal | None:
    """An amount or a number of hours written as a decimal; None for anything else, negative ones included."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    written = str(value).strip()
    if not _AMOUNT.fullmatch(written):
        return None
    try:
        return Decimal(written)
    except InvalidOperation:
        return None


def whole(value: object) -> int | None:
    """A whole number; None for anything else, true and false included."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def inside(value: object) -> Mapping[str, object]:
    """An object; an empty one for anything else."""
    return value if isinstance(value, Mapping) else {}


def rows(value: object) -> Iterator[tuple[int, Mapping[str, object]]]:
    """The objects of a list with their places."""
    if isinstance(value, list):
        for place, row in enumerate(value):
            if isinstance(row, Mapping):
                yield place, row


def codes(value: object) -> Iterator[tuple[int, str]]:
    """The texts of a list with their places."""
    if isinstance(value, list):
        for place, code in enumerate(value):
            if isinstance(code, str):
                yield place, code


def is_box(street: object) -> bool:
    """Whether a street is a box of a post office or of a mail drop."""
    return _BOX.search(text(street)[:200]) is not None


def same_firm(one: object, other: object) -> bool:
    """Whether two texts name one firm: case, punctuation and corporate endings do not count."""
    key = coerce.key_of(text(one))
    return bool(key) and key == coerce.key_of(text(other))


def plain(name: object) -> str:
    """A name as names are compared: without case, and with single spaces."""
    return " ".join(text(name).casefold().split())


def said(when: date) -> str:
    """A day as people read it: "31 December 2026"."""
    return f"{when.day} {when:%B} {when.year}"


def dollars(money: Decimal) -> str:
    """An amount as people read it: "$15,000"."""
    return f"${money:,.2f}".removesuffix(".00")
