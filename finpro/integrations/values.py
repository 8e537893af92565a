"""Reading one value from outside as what it should be; every refusal names the kind of value and never the value."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache

FIRST_YEAR, LAST_YEAR = 1900, 2100
HIGHEST_NUMBER = 999_999_999_999
LONGEST_TEXT = 1_000_000
DEEPEST = 20  # levels of an open object: a page has to draw it, and real ones have two

_KINDS = {dict: "an object", list: "a list", str: "a text", bool: "true or false", float: "a fraction", int: "a number"}
_DATE = re.compile(r"(?:(\d{1,2})/(\d{1,2})/(\d{4})|(\d{4})-(\d{2})-(\d{2})(?:T[0-9:.Z+-]*)?)")
_MONTH = re.compile(r"([0-9]{1,2})/([0-9]{4})")
_FLAGS = {"Y": True, "N": False}

Reader = Callable[[object], object]


class Malformed(ValueError):
    """A value that cannot be used. `pointer` is the JSON Pointer of the value, set by whoever knows the way to it."""

    def __init__(self, reason: str, pointer: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.pointer = pointer


def kind(value: object) -> str:
    """The kind of a JSON value in words."""
    return _KINDS.get(type(value), "nothing")


def text(value: object) -> str | None:
    """A text as received, a whole number as text; blank is None."""
    if type(value) is str:
        return value if value and not value.isspace() else None
    if value is None:
        return None
    if type(value) is int:
        return str(value)
    raise Malformed(f"a text was expected, {kind(value)} was found")


def required_text(value: object) -> str:
    """A text that may not be blank."""
    found = text(value)
    if found is None:
        raise Malformed("a text was expected, nothing was found")
    return found


def number(value: object) -> int | None:
    """A whole number from 0, also when written as text; blank is None."""
    if type(value) is str:
        stripped = value.strip()
        if not stripped:
            return None
        if not (stripped.isascii() and stripped.isdigit() and len(stripped) <= 12):
            raise Malformed("a whole number was expected, another text was found")
        return int(stripped)
    if value is None:
        return None
    if type(value) is not int:
        raise Malformed(f"a whole number was expected, {kind(value)} was found")
    if not 0 <= value <= HIGHEST_NUMBER:
        raise Malformed("the number is negative or far too large")
    return value


def identifier(value: object) -> int:
    """A CRD number: a whole number above 0."""
    found = number(value)
    if not found:
        raise Malformed("a CRD number was expected, nothing was found")
    return found


def flag(value: object) -> bool | None:
    """Y or N; blank is None."""
    if value is None or value == "":
        return None
    found = _FLAGS.get(value) if type(value) is str else None
    if found is None:
        raise Malformed("Y or N was expected, another value was found")
    return found


def day(value: object) -> date | None:
    """A date as M/D/YYYY, MM/DD/YYYY or YYYY-MM-DD (a time behind it is dropped); blank is None."""
    if type(value) is str:
        return _day(value) if value else None
    if value is None:
        return None
    raise Malformed(f"a date was expected, {kind(value)} was found")


@lru_cache(maxsize=65_536)
def _day(value: str) -> date | None:
    if value.isspace():
        return None
    match = _DATE.fullmatch(value) if len(value) < 40 else None
    if match is None or not value.isascii():
        raise Malformed("a date (M/D/YYYY or YYYY-MM-DD) was expected, another text was found")
    month, day_of_month, year, iso_year, iso_month, iso_day = match.groups()
    try:
        found = date(int(year or iso_year), int(month or iso_month), int(day_of_month or iso_day))
    except ValueError:
        raise Malformed("the date is impossible: there is no such day") from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Malformed(f"the date is impossible: its year lies outside {FIRST_YEAR} to {LAST_YEAR}")
    return found


def month(value: object) -> date | None:
    """A month as MM/YYYY, given as its first day; blank is None."""
    if value is None or value == "":
        return None
    match = _MONTH.fullmatch(value) if type(value) is str else None
    if match is None:
        raise Malformed("a month (MM/YYYY) was expected, another value was found")
    return _day(f"{match[1]}/1/{match[2]}")


def one_of(*allowed: str) -> Callable[[object], str]:
    """A reader for a code out of a closed list."""
    words = frozenset(allowed)
    sentence = f"one of {', '.join(allowed)} was expected, another value was found"

    def read(value: object) -> str:
        if type(value) is not str or value not in words:
            raise Malformed(sentence)
        return value

    return read


def optional(read: Callable[[object], str]) -> Callable[[object], str | None]:
    """The same reader, with None for blank."""
    return lambda value: None if value is None or value == "" else read(value)


def texts(value: object) -> tuple[str, ...]:
    """A list of texts, blank ones left out; absent is empty."""
    if value is None:
        return ()
    if type(value) is not list:
        raise Malformed(f"a list was expected, {kind(value)} was found")
    found = []
    for index, item in enumerate(value):
        try:
            one = text(item)
        except Malformed as error:
            raise Malformed(error.reason, f"/{index}") from None
        if one is not None:
            found.append(one)
    return tuple(found)


def bag(value: object) -> Mapping[str, object]:
    """An object as received, at most DEEPEST levels of it; absent is empty."""
    if value is None:
        return {}
    if type(value) is not dict:
        raise Malformed(f"an object was expected, {kind(value)} was found")
    level: list[object] = [value]
    for _ in range(DEEPEST):
        level = [inner for item in level for inner in _inside(item)]
        if not level:
            return value
    raise Malformed("the object is nested too deeply")


def _inside(value: object) -> Iterable[object]:
    return value.values() if type(value) is dict else value if type(value) is list else ()


def unstorable(value: object, pointer: str = "") -> None:
    """Raises `Malformed` for a text, or a key, that cannot be stored: one that holds a NUL character or half a
    surrogate pair, or is longer than `LONGEST_TEXT` characters.
    """
    if type(value) is str:
        if len(value) > LONGEST_TEXT:
            raise Malformed("the text is longer than a million characters", pointer)
        if "\x00" in value or any("\ud800" <= mark <= "\udfff" for mark in value):
            raise Malformed("the text holds a character that cannot be stored (NUL or half a pair)", pointer)
    elif type(value) is list:
        for index, item in enumerate(value):
            unstorable(item, f"{pointer}/{index}")
    elif type(value) is dict:
        for position, (key, item) in enumerate(value.items()):
            unstorable(key, pointer)
            unstorable(item, f"{pointer}/{escape(key)}" if len(key) <= 60 else f"{pointer}/{position}")


def escape(key: str) -> str:
    """A key as a part of a JSON Pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")
