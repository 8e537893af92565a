"""Registrations and their statuses as captures tell them.

A capture gives for each registration its date and its present status. The date is that of the registration, so only
APPROVED may be taken to hold from it; any other status holds from the day it was first seen, and from the date until
then the record cannot tell (status ""). A source may leave the firm or the category unknown: unknown firm is None,
unknown category "". Statuses and what each lets people do are in the rulebook.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from finpro.registry.policies import kinds
from finpro.registry.policies.captures import Capture, Fact, Scalar
from finpro.registry.policies.rows import DAY, Row, cut

APPROVED = "APPROVED"
ENDED = "ENDED_UNSTATED"  # ended, the source does not say how
UNTOLD = ""

Key = tuple[Scalar, ...]


@dataclass(slots=True)
class _Line:
    """One firm × regulator × category: its registrations in order, and the statuses of the last one."""

    rows: list[Row] = field(default_factory=list)
    statuses: list[Row] = field(default_factory=list)  # of the last registration
    before: list[Row] = field(default_factory=list)  # of those before it
    seen_on: date = date.min

    @property
    def last(self) -> Row | None:
        return self.rows[-1] if self.rows else None

    @property
    def live(self) -> bool:
        return bool(self.rows) and self.rows[-1].ends_on is None


def fold(captures: Sequence[Capture]) -> list[Row]:
    """Registrations, each before its statuses. The captures are in governing order."""
    lines: dict[Key, _Line] = {}
    firms = _known_firms(captures)
    told: set[str] = set()
    for index, capture in enumerate(captures):
        facts = [f for f in capture.facts if f.kind == kinds.REGISTRATION]
        if facts:
            _take(lines, [(_resolved(f, firms, lines), f) for f in facts], capture, index, told=told)
        if index:
            _end_absent(lines, capture, facts, index)
        told.add(kinds.group(capture.service, kinds.REGISTRATION))
    return [row for line in lines.values() for row in (*line.rows, *line.before, *line.statuses)]


def _known_firms(captures: Sequence[Capture]) -> dict[Key, int]:
    """(regulator, category, start) → the firm that some source names for it; the lowest number where it names two."""
    known: dict[Key, int] = {}
    for capture in captures:
        for fact in capture.facts:
            if fact.kind == kinds.REGISTRATION and isinstance(fact.key[0], int):
                key = (*fact.key[1:], str(fact.starts_on))
                known[key] = min(fact.key[0], known.get(key, fact.key[0]))
    return known


def _resolved(fact: Fact, firms: dict[Key, int], lines: dict[Key, _Line]) -> Key | None:
    """Which line the fact speaks of; None where it only repeats, with less detail, what the record already holds."""
    firm, regulator, category = fact.key
    if firm is None and firms:
        firm = firms.get((regulator, category, str(fact.starts_on)))
    if category == "" and any(key[1] == regulator and key[2] != "" and line.live for key, line in lines.items()):
        return None
    return firm, regulator, category


def _take(
    lines: dict[Key, _Line], facts: Sequence[tuple[Key | None, Fact]], capture: Capture, index: int, *, told: set[str]
) -> None:
    first = kinds.group(capture.service, kinds.REGISTRATION) not in told
    named = {fact.key[1] for _, fact in facts if fact.key[2] != ""}
    for key, line in lines.items():
        if key[2] == "" and key[1] in named and line.live:
            _end(line, capture.captured_on, index, status=None)  # from now on told by category
    for place, fact in facts:
        if place is None:
            continue
        line = lines.setdefault(place, _Line())
        if line.last is None or not _continues(line, fact):
            _begin(line, place, fact, capture, index, first=first)
        else:
            _go_on(line, fact, capture, index)
        line.seen_on = capture.captured_on


def _continues(line: _Line, fact: Fact) -> bool:
    """Whether the fact speaks of the last registration of the line or of a later one.

    Another date than before is a new registration if it lies after the day on which the old one was last seen, and a
    correction otherwise. One that had ended goes on where its date is not later than that end.
    """
    last = line.rows[-1]
    if fact.starts_on is None:
        return last.ends_on is None
    if last.ends_on is not None:
        return fact.starts_on <= last.ends_on
    return fact.starts_on == last.starts_on or fact.starts_on <= line.seen_on


def _begin(line: _Line, key: Key, fact: Fact, capture: Capture, index: int, *, first: bool) -> None:
    day = capture.captured_on
    start = fact.starts_on
    if start is None and not (first and line.last is None):
        start = day
    if line.live:
        _end(line, min(day, start or day), index, status=ENDED)
    if line.last is not None and start is not None and line.last.ends_on is not None and start <= line.last.ends_on:
        start = line.last.ends_on + DAY
    line.before += line.statuses
    row = Row(kinds.REGISTRATION, key, (), start, None, day, False, index, fact.pointer)
    line.rows.append(row)
    line.statuses = []
    for earlier in list(line.before):
        if earlier.ends_on is None and start is not None:
            cut(line.before, earlier, start - DAY)
    status = str(fact.value[0])
    if status == APPROVED or (start is not None and start >= day):
        _status(line, status, start, capture, index, fact.pointer)
        return
    if start is None or start < day:
        _status(line, UNTOLD, start, capture, index, fact.pointer)
        line.statuses[-1].ends_on = day - DAY
    _status(line, status, day, capture, index, fact.pointer)


def _go_on(line: _Line, fact: Fact, capture: Capture, index: int) -> None:
    last = line.rows[-1]
    if last.ends_on is not None:
        last.ends_on, last.end_observed = None, False
        for row in line.statuses:
            if row.value == (ENDED,):
                row.value = (UNTOLD,)
    if fact.starts_on is not None and fact.starts_on != last.starts_on:
        _correct_start(line, fact.starts_on)
    _say(line, fact, capture, index)


def _say(line: _Line, fact: Fact, capture: Capture, index: int) -> None:
    """The status from the day of the capture on, where it differs from the one so far."""
    day = capture.captured_on
    current = line.statuses[-1]
    if current.ends_on is None or current.ends_on >= day:
        current.ends_on, current.end_observed = None, False
        if current.value == fact.value:
            return
        if current.starts_on is not None and current.starts_on >= day:
            current.value, current.source, current.pointer = fact.value, index, fact.pointer
            return
        if current.first_seen_on >= day:  # two captures of one day disagree: nothing is known of the time before
            current.value = (UNTOLD,)
        cut(line.statuses, current, day - DAY)
    _status(line, str(fact.value[0]), day, capture, index, fact.pointer)


def _correct_start(line: _Line, start: date) -> None:
    """The source has corrected the date: the registration and its first status move with it."""
    previous = line.rows[-2] if len(line.rows) > 1 else None
    if previous is not None and previous.ends_on is not None and start <= previous.ends_on:
        start = previous.ends_on + DAY
    line.rows[-1].starts_on = start
    line.statuses = [row for row in line.statuses if row.ends_on is None or row.ends_on >= start]
    line.statuses[0].starts_on = start
    for row in line.before:
        if row.ends_on is None:
            row.ends_on = start - DAY


def _end_absent(lines: dict[Key, _Line], capture: Capture, facts: Sequence[Fact], index: int) -> None:
    listed = [fact.key for fact in facts]
    for key, line in lines.items():
        if (
            line.live
            and kinds.covers_registration(capture.service, str(key[2]))
            and not any(_speaks_of(told, key) for told in listed)
        ):
            _end(line, capture.captured_on, index, status=ENDED)


def _speaks_of(told: Key, key: Key) -> bool:
    """Whether a listed fact may mean this line: what one of the two leaves unknown does not part them."""
    return (
        told[1] == key[1]
        and (told[0] is None or key[0] is None or told[0] == key[0])
        and (told[2] in {"", key[2]} or key[2] == "")
    )


def _end(line: _Line, day: date, index: int, *, status: str | None) -> None:
    """End the last registration the day before; from then on its status is `status`, or untold where None."""
    last = line.rows[-1]
    end = day - DAY if last.starts_on is None else max(day - DAY, last.starts_on)
    last.ends_on, last.end_observed = end, True
    for row in list(line.statuses):
        if row.ends_on is None or row.ends_on > end:
            cut(line.statuses, row, end)
    if status is not None:
        line.statuses.append(
            Row(kinds.STATUS, (), (status,), end + DAY, None, day, False, index, last.pointer, parent=last)
        )


def _status(line: _Line, status: str, start: date | None, capture: Capture, index: int, pointer: str) -> None:
    line.statuses.append(
        Row(kinds.STATUS, (), (status,), start, None, capture.captured_on, False, index, pointer, line.rows[-1])
    )
