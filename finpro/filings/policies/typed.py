"""What people type, read as the value that stands in a document; and what is shown of a value to be typed over.

Saving is lenient: a text is kept as it was typed, too long or unfinished, and the checks say what is wrong with it.
Only what could not stand in a document at all is not kept, such as a date without a year: a sentence says why.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from finpro.kernel import errors
from finpro.registry.policies import ssn
from finpro.rulebook.forms.schema import Question

Data = Mapping[str, Sequence[str]]

MOST = 20_000  # characters of any answer
PRESENT = "PRESENT"
_DATES = {"date", "month", "month_or_present", "month_or_date"}
_MASKED = re.compile(r"XXX-XX-\d{4}")
YEARS = range(1900, 2200)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed at a question. `problem` says why it is no value; `digits` are those of an SSN, to be sealed.

    `absent`: the page that was sent did not hold the question, or left a number that is not shown as it is.
    """

    value: Any = None
    problem: str = ""
    digits: str = ""
    absent: bool = False


def read(question: Question, path: str, data: Data, *, fictitious: bool = False) -> Typed:
    """The value of a question from the fields of a form; those of a date are named `<path>-month` and so on.

    `fictitious`: in a demo, Social Security numbers of invented people pass.
    """
    if question.kind in _DATES:
        return _date(question, path, data)
    if question.kind == "codes":
        found = [code for text in data.get(path, ())[:200] if (code := _clean(text, lines=False)[:100])]
        return Typed(found or None, absent=path not in data and f"{path}-sent" not in data)
    if path not in data:
        # A group of radios of which none is chosen sends nothing but that it was there.
        return Typed(absent=f"{path}-sent" not in data)
    text = _clean(data[path][-1], lines=question.kind == "long_text")
    if not text:
        return Typed(absent=question.kind == "ssn")
    return _READERS.get(question.kind, _text)(question, text) if question.kind != "ssn" else _ssn(text, fictitious)


def _clean(text: str, *, lines: bool) -> str:
    found = text.replace("\x00", " ").replace("\r\n", "\n").strip()
    return found[:MOST] if lines else " ".join(found.split())[:MOST]


def _text(_question: Question, text: str) -> Typed:
    return Typed(text)


def _yes_no(question: Question, text: str) -> Typed:
    if text not in {"true", "false"}:
        return Typed(problem=f"Choose yes or no: {question.label}")
    return Typed(text == "true")


def _integer(question: Question, text: str) -> Typed:
    plain = text.replace(",", "")
    if not re.fullmatch(r"\d{1,12}", plain, re.ASCII):
        return Typed(problem=f"{question.label} must be a whole number, such as 12")
    return Typed(int(plain))


def _decimal(question: Question, text: str) -> Typed:
    example = "1250.00" if question.kind == "money" else "12.5"
    try:
        amount = Decimal(text.replace(",", "").removeprefix("$").strip())
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or amount < 0 or amount >= Decimal(10) ** 13:
        return Typed(problem=f"{question.label} must be a number, such as {example}")
    if question.kind == "money":
        if amount != amount.quantize(Decimal("0.01")):
            return Typed(problem=f"{question.label} has two decimal places at most, such as {example}")
        return Typed(f"{amount:.2f}")
    return Typed(f"{amount.normalize():f}")


def _ssn(text: str, fictitious: bool) -> Typed:
    if _MASKED.fullmatch(text.upper()):
        return Typed(absent=True)
    try:
        digits = ssn.issued(text, fictitious=fictitious)
    except errors.Invalid as invalid:
        return Typed(problem=invalid.message.rstrip("."))
    return Typed(masked(digits), digits=digits)


def masked(digits: str) -> str:
    """A Social Security number as it stands in a draft's document."""
    return f"XXX-XX-{digits[-4:]}"


_READERS = {
    "yes_no": _yes_no,
    "integer": _integer,
    "money": _decimal,
    "hours": _decimal,
}


def _date(question: Question, path: str, data: Data) -> Typed:
    boxes = {part: data.get(f"{path}-{part}") for part in ("month", "day", "year")}
    if all(box is None for box in boxes.values()) and f"{path}-sent" not in data:
        return Typed(absent=True)
    month, day, year = (_clean(box[-1], lines=False) if box else "" for box in boxes.values())
    if data.get(f"{path}-present"):
        if month or day or year:
            return Typed(problem=f"{question.label}: untick “Present”, or leave the boxes of the date empty")
        return Typed(PRESENT)
    wanted = {"month": month, "year": year}
    if question.kind == "date" or (day and question.kind == "month_or_date"):
        wanted = {"month": month, "day": day, "year": year}
    if not any(wanted.values()):
        return Typed()
    missing = [part for part, text in wanted.items() if not text]
    if missing:
        return Typed(problem=f"{question.label}: add the {' and the '.join(missing)}")
    if not all(text.isascii() and text.isdecimal() for text in wanted.values()):
        return Typed(problem=f"{question.label} must be written in numbers")
    try:
        found = date(int(year), int(month), int(wanted.get("day", "1")))
    except ValueError:
        return Typed(
            problem=f"{question.label} must be a day that exists" if day else f"{question.label}: a month is 1 to 12"
        )
    if found.year not in YEARS:
        return Typed(problem=f"{question.label}: the year must have 4 digits")
    return Typed(found.isoformat() if "day" in wanted else found.isoformat()[:7])


def is_month(text: str) -> bool:
    """Whether a text is a month of a document, or says that something goes on."""
    return text == PRESENT or re.fullmatch(r"[12]\d{3}-(0[1-9]|1[0-2])", text, re.ASCII) is not None


def date_parts(value: Any) -> dict[str, str]:
    """A date or month of a document as the texts of its boxes."""
    pieces = str(value or "").split("-")
    if not all(piece.isdecimal() for piece in pieces):
        return {}
    plain = [str(int(piece)) for piece in pieces]
    return dict(zip(("year", "month", "day"), plain, strict=False))


def token(version: int, value: Any) -> str:
    """What a page carries of an answer it shows: the version, and a digest by which what was not touched is known."""
    return f"{version}.{_digest(value)}"


def read_token(text: str) -> tuple[int, str]:
    """Version and digest of a page's token; 0 and "" for one that is none."""
    version, _, digest = text.partition(".")
    return (int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else 0), digest


def untouched(digest: str, value: Any) -> bool:
    """Whether what was sent is what the page had shown."""
    return digest == _digest(value)


def _digest(value: Any) -> str:
    if value is None:
        return ""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
