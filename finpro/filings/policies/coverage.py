"""Which months a history covers: gaps, overlaps, and the months to offer (U4-RES-01, U4-RES-06, U4-EMP-01).

Months are numbers, year × 12 + month − 1, so that the month after is the number after; PRESENT is the month of the
filing. A history is judged within its window alone: what lies before it was not asked for.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

PRESENT = "PRESENT"
_NAMES = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a history: its place in the list, its first and last month, and whether it goes on."""

    index: int
    first: int
    last: int
    present: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """Months from `first` to `last`, both counted. `before` and `after` are the places of the rows on either side.

    Of a gap these are the rows that it lies between, None at the ends; of an overlap the two rows that share it.
    """

    first: int
    last: int
    before: int | None
    after: int | None

    @property
    def months(self) -> int:
        """How many months these are."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Coverage:
    """How a history covers its window. `rows` come in order of time; those without usable months are left out.

    `open_rows` are the places of rows that go on. Gaps of any length are listed: what is tolerated is another question.
    """

    start: int
    end: int
    rows: tuple[Row, ...]
    gaps: tuple[Stretch, ...]
    overlaps: tuple[Stretch, ...]

    @property
    def open_rows(self) -> tuple[int, ...]:
        """The places of rows that go on."""
        return tuple(row.index for row in self.rows if row.present)

    @property
    def missing(self) -> tuple[int, ...]:
        """Every month of the window that no row covers."""
        return tuple(month for gap in self.gaps for month in range(gap.first, gap.last + 1))

    def longer_than(self, months: int) -> tuple[Stretch, ...]:
        """The gaps that a tolerance of so many months does not cover."""
        return tuple(gap for gap in self.gaps if gap.months > months)


def month_of(day: date) -> int:
    """The number of a day's month."""
    return day.year * 12 + day.month - 1


def read(text: object) -> int | None:
    """The number of a month written "YYYY-MM"; None for anything else."""
    if not isinstance(text, str) or len(text) != 7 or text[4] != "-" or not text.isascii():
        return None
    year, month = text[:4], text[5:]
    if not (year.isdigit() and month.isdigit()):
        return None
    return int(year) * 12 + int(month) - 1 if 1 <= int(month) <= 12 and int(year) >= 1 else None


def spelled(month: int) -> str:
    """A month as documents hold it: "2022-07"."""
    return f"{month // 12:04}-{month % 12 + 1:02}"


def named(month: int) -> str:
    """A month as people read it: "July 2022"."""
    return f"{_NAMES[month % 12]} {month // 12}"


def said(stretch: Stretch) -> str:
    """A stretch in words: "July 2022", or "July 2022 to October 2022 (4 months)"."""
    if stretch.months == 1:
        return named(stretch.first)
    return f"{named(stretch.first)} to {named(stretch.last)} ({stretch.months} months)"


def rows(history: Sequence[object], as_of: date) -> tuple[Row, ...]:
    """The usable rows of a section's list, by time: with a month to begin, and one not earlier to end, or PRESENT.

    A row that begins after `as_of` covers nothing and is left out too.
    """
    now = month_of(as_of)
    return tuple(sorted(_usable(history, now), key=lambda row: (row.first, row.last, row.index)))


def _usable(history: Sequence[object], now: int) -> Iterator[Row]:
    for index, row in enumerate(history):
        if not isinstance(row, Mapping):
            continue
        first, end = read(row.get("from")), row.get("to")
        present = end == PRESENT
        last = now if present else read(end)
        if first is not None and last is not None and first <= last and first <= now:
            yield Row(index, first, min(last, now), present)


def cover(history: Sequence[object], as_of: date, *, years: int, start: int | None = None) -> Coverage:
    """How a section's list covers the months from `years` before the month of `as_of` up to that month.

    A later `start`, as a month's number, shortens the window: of somebody who was a child before it.
    """
    end = month_of(as_of)
    begin = max(end - years * 12, start if start is not None else 0)
    usable = rows(history, as_of)
    return Coverage(begin, end, usable, tuple(_gaps(usable, begin, end)), tuple(_overlaps(usable, begin)))


def _gaps(usable: Iterable[Row], begin: int, end: int) -> Iterator[Stretch]:
    reached, before = begin - 1, None
    for row in usable:
        if row.first > reached + 1:
            yield Stretch(reached + 1, row.first - 1, before, row.index)
        if row.last >= reached:
            reached, before = row.last, row.index
    if reached < end:
        yield Stretch(reached + 1, end, before, None)


def _overlaps(usable: Iterable[Row], begin: int) -> Iterator[Stretch]:
    for one, other in pairwise(usable):
        first, last = max(other.first, begin), min(one.last, other.last)
        if first <= last:
            yield Stretch(first, last, one.index, other.index)


def offered(coverage: Coverage) -> tuple[Mapping[str, str], ...]:
    """A row to begin with for each gap: {"from", "to"}. Where nothing is said of now, it goes on."""
    return tuple(
        {"from": spelled(gap.first), "to": PRESENT if gap.last == coverage.end else spelled(gap.last)}
        for gap in coverage.gaps
    )


def explained(gap: Stretch, section: str, reasons: object) -> bool:
    """Whether one of the document's `gap_reasons` covers the gap and says something.

    Reasons are [{"section", "from", "to", "reason"}]; what is no such row explains nothing.
    """
    if not isinstance(reasons, list):
        return False
    return any(_explains(reason, gap, section) for reason in reasons)


def _explains(reason: object, gap: Stretch, section: str) -> bool:
    if not isinstance(reason, Mapping) or reason.get("section") != section:
        return False
    first, words = read(reason.get("from")), reason.get("reason")
    last = gap.last if reason.get("to") == PRESENT else read(reason.get("to"))
    if first is None or last is None or not isinstance(words, str) or not words.strip():
        return False
    return first <= gap.first and gap.last <= last
