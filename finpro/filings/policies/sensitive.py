"""What free text should not hold: numbers that open accounts, birth dates, and health (U4-FRM-03).

Free text of a filing becomes public in part. A hit is a warning that never blocks: whoever files decides. Patterns are
bounded, so that a long text costs no more than its length.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

KINDS = {
    "ssn": "a Social Security number",
    "tax_id": "a taxpayer number",
    "card": "a card number",
    "account": "an account number",
    "birth_date": "a date of birth",
    "health": "information about health",
}


@dataclass(frozen=True, slots=True)
class Span:
    """Where in a text something sensitive stands, `start` included and `end` not, and of what kind it is (`KINDS`)."""

    start: int
    end: int
    kind: str

    @property
    def said(self) -> str:
        """What it looks like, in words."""
        return KINDS[self.kind]


# Nine digits in the grouping of a Social Security number, or without any; no digit, point or hyphen goes on from them.
_NINE = re.compile(r"(?<![\w.-])(?<![\w][/#])(\d{3})([ -]?)(\d{2})\2(\d{4})(?![\w]|[.-]\d)", re.ASCII)
_EMPLOYER = re.compile(r"(?<![\w.-])(\d{2})-(\d{7})(?![\w]|[.-]\d)", re.ASCII)
_TAX_WORDS = re.compile(
    r"(?:\b(?:EIN|FEIN|TIN|ITIN)|tax(?:payer)? ?(?:id(?:entification)?|number)|employer identification)\b"
    r"[^\d\n]{0,20}(\d{2}-?\d{7}|\d{3}-?\d{2}-?\d{4})(?!\w)",
    re.IGNORECASE | re.ASCII,
)
_CARD = re.compile(r"(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w]|[.-]\d)", re.ASCII)
_ACCOUNT = re.compile(
    r"\b(?:account|acct|a/c|routing|IBAN|ABA)\b\.?(?: ?(?:no|number|num|nr|ending|ends|in|is|was|of|with))*"
    r"[ .:#]{0,4}([A-Z]{0,4}-?\d[A-Z\d-]{4,24}[A-Z\d])",
    re.IGNORECASE | re.ASCII,
)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,3})?\b", re.ASCII)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DATE = (
    rf"(\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}|{_MONTH} ?\d{{1,2}}(?:st|nd|rd|th)?,? ?\d{{4}}|"
    rf"\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH},? ?\d{{4}})"
)
_BIRTH = re.compile(
    rf"\b(?:born(?: on)?|DOB|D\.O\.B\.?|date of birth|birth ?dates?|birthday)"
    rf"[^\w\n]{{0,4}}(?:is |was |on |of )?{_DATE}",
    re.IGNORECASE | re.ASCII,
)
# What announces a number that is public: nothing behind it is a hit.
_PUBLIC = re.compile(
    r"(?:\bCRD|\bdocket|\bIARD|\bSEC file|\b(?:case|file|claim|index|matter|complaint|cause|order|award|AWC|"
    r"arbitration|FINRA|NASD)(?= ?(?:no\b|number|num\b|nr\b|#)))\W{0,2}(?:no|number|num|nr|id)?\W{0,3}(?:is |was )?$",
    re.IGNORECASE | re.ASCII,
)
_AHEAD = 32  # characters before a number in which it may be announced
_DAY_LIKE = re.compile(r"(?:\d{1,2}-\d{1,2}-\d{2,4}|\d{4}-\d{1,2}(?:-\d{1,2})?)")
# First two digits that the tax service has given to employers' numbers.
_NO_EMPLOYER = frozenset(
    ("00", "07", "08", "09", "17", "18", "19", "28", "29", "49", "69", "70", "78", "79", "89", "96", "97")
)


def scan(text: str, health: Sequence[str] = ()) -> tuple[Span, ...]:
    """Everything in a text that looks sensitive, in order; no two spans overlap.

    `health` are the words of the rulebook's constant `health_words`; one in capital letters is found only so.
    """
    found: list[Span] = []
    finders: tuple[Callable[[str], Iterator[Span]], ...] = (_tax, _accounts, _numbers, _cards, _births)
    for finder in finders:
        found += [span for span in finder(text) if _free(span, found)]
    if health:
        found += [span for span in _health(text, tuple(health)) if _free(span, found)]
    return tuple(sorted(found, key=lambda span: span.start))


def mask(text: str, span: Span) -> str:
    """The text with the letters and digits of one span as X: as long as before, and no hit there any more."""
    hidden = "".join("X" if character.isalnum() else character for character in text[span.start : span.end])
    return text[: span.start] + hidden + text[span.end :]


def _free(span: Span, found: Sequence[Span]) -> bool:
    return all(span.end <= other.start or other.end <= span.start for other in found)


def _announced(text: str, start: int) -> bool:
    return _PUBLIC.search(text[max(0, start - _AHEAD) : start]) is not None


def _numbers(text: str) -> Iterator[Span]:
    for match in _NINE.finditer(text):
        area, _, group, serial = match.groups()
        if _announced(text, match.start()):
            continue
        if area not in ("000", "666") and area[0] != "9" and group != "00" and serial != "0000":
            yield Span(match.start(), match.end(), "ssn")
        elif area[0] == "9" and _individual(int(group)):
            yield Span(match.start(), match.end(), "tax_id")


def _individual(group: int) -> bool:
    """Whether the middle digits are given to taxpayers who have no Social Security number."""
    return 50 <= group <= 65 or 70 <= group <= 88 or 90 <= group <= 92 or 94 <= group <= 99


def _tax(text: str) -> Iterator[Span]:
    for match in _TAX_WORDS.finditer(text):
        yield Span(match.start(1), match.end(1), "tax_id")
    for match in _EMPLOYER.finditer(text):
        if match.group(1) not in _NO_EMPLOYER and not _announced(text, match.start()):
            yield Span(match.start(), match.end(), "tax_id")


def _cards(text: str) -> Iterator[Span]:
    for match in _CARD.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if _issued(digits) and _luhn(digits) and not _announced(text, match.start()):
            yield Span(match.start(), match.end(), "card")


def _issued(digits: str) -> bool:
    """Whether a network gives out cards of this beginning and length."""
    length = len(digits)
    if digits[0] == "4":
        return length in (13, 16, 19)
    if digits[:2] in ("34", "37"):
        return length == 15
    if digits[:2] in ("30", "36", "38", "39"):
        return length in (14, 16)
    if 51 <= int(digits[:2]) <= 55 or 2221 <= int(digits[:4]) <= 2720:
        return length == 16
    return digits[:2] in ("35", "60", "62", "64", "65") and 16 <= length <= 19


def _luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of a card."""
    doubled = [int(d) for d in digits[-2::-2]]
    return (sum(int(d) for d in digits[-1::-2]) + sum(2 * d - 9 * (d > 4) for d in doubled)) % 10 == 0


def _accounts(text: str) -> Iterator[Span]:
    for match in _ACCOUNT.finditer(text):
        number = match.group(1)
        if sum(character.isdigit() for character in number) >= 6 and not _DAY_LIKE.fullmatch(number):
            yield Span(match.start(1), match.end(1), "account")
    for match in _IBAN.finditer(text):
        if _checked(match.group().replace(" ", "")):
            yield Span(match.start(), match.end(), "account")


def _checked(iban: str) -> bool:
    """Whether the check digits of an international account number fit."""
    if not 15 <= len(iban) <= 34:
        return False
    return int("".join(str(int(character, 36)) for character in iban[4:] + iban[:4])) % 97 == 1


def _births(text: str) -> Iterator[Span]:
    for match in _BIRTH.finditer(text):
        yield Span(match.start(1), match.end(1), "birth_date")


def _health(text: str, words: tuple[str, ...]) -> Iterator[Span]:
    for pattern in _health_patterns(words):
        for match in pattern.finditer(text):
            yield Span(match.start(), match.end(), "health")


@lru_cache(maxsize=8)
def _health_patterns(words: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    exact = [word for word in words if word.isupper()]
    other = [word for word in words if not word.isupper()]
    return tuple(
        re.compile(rf"\b(?:{'|'.join(re.escape(word) for word in some)})\b", flags)
        for some, flags in ((exact, 0), (other, re.IGNORECASE))
        if some
    )
