"""A history of months as a picture and in words: what it covers, where it has gaps and overlaps, what to add."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from finpro.filings.policies import coverage
from finpro.filings.policies.sections import REASONS
from finpro.rulebook import lookup as rulebook

_YEARS = {"residences": "residence_history_years", "employments": "employment_history_years"}
WIDTH, ROW = 600, 18  # of the picture, in its own units


@dataclass(frozen=True, slots=True)
class Bar:
    """One row as a bar of the picture. `look` is row, gap or overlap."""

    x: float
    y: int
    width: float
    look: str
    words: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Months of which nothing is said. `first`, `last`: as a row of the list would hold them; `reason` is a row of
    reasons that covers it, with its place, or empty."""

    words: str
    first: str
    last: str
    tolerated: bool
    reason: str
    place: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The whole picture. `ticks`: (x, year); `lines`: what the table says, one (what, which months) pair a line."""

    years: int
    bars: Sequence[Bar]
    height: int
    ticks: Sequence[tuple[float, int]]
    lines: Sequence[tuple[str, str, str]]
    gaps: Sequence[Gap]
    overlaps: Sequence[str]


def timeline(document: Mapping[str, Any], section: str, names: Mapping[int, str], on: date) -> Timeline | None:
    """The timeline of a section that is a history, None for any other. `names`: how rows are called, by their place."""
    if section not in _YEARS:
        return None
    rules = rulebook.on(on)
    years, tolerance = rules.number(_YEARS[section]), rules.number("history_gap_tolerance_months")
    history = document.get(section)
    covered = coverage.cover(history if isinstance(history, list) else [], on, years=years)
    span = covered.end - covered.start + 1

    def at(month: int) -> float:
        return round((max(month, covered.start) - covered.start) / span * WIDTH, 1)

    def bar(first: int, last: int, line: int, look: str, words: str) -> Bar:
        return Bar(at(first), 20 + line * ROW, round(max(at(last + 1) - at(first), 2.0), 1), look, words)

    shown = [row for row in covered.rows if row.last >= covered.start]
    bars = [bar(row.first, row.last, line, "row", names.get(row.index, "")) for line, row in enumerate(shown)]
    bars += [bar(gap.first, gap.last, len(shown), "gap", coverage.said(gap)) for gap in covered.gaps]
    # Below the gaps, so that each has a line of its own whatever the colours.
    below = len(shown) + bool(covered.gaps)
    bars += [bar(one.first, one.last, below, "overlap", coverage.said(one)) for one in covered.overlaps]
    lines = [
        (names.get(row.index, ""), coverage.named(row.first), "now" if row.present else coverage.named(row.last))
        for row in shown
    ]
    return Timeline(
        years,
        bars,
        20 + ROW * (below + bool(covered.overlaps)),
        [(at(year * 12), year) for year in range(covered.start // 12 + 1, covered.end // 12 + 1)],
        lines,
        [_gap(gap, section, document, covered, tolerance) for gap in covered.gaps],
        [
            f"{names.get(one.before or 0, '')} and {names.get(one.after or 0, '')}: {coverage.said(one)}"
            for one in covered.overlaps
        ],
    )


def _gap(
    gap: coverage.Stretch, section: str, document: Mapping[str, Any], covered: coverage.Coverage, tolerance: int
) -> Gap:
    given = [
        row for row in document.get(REASONS, ()) if isinstance(row, dict) and coverage.explained(gap, section, [row])
    ]
    return Gap(
        coverage.said(gap),
        coverage.spelled(gap.first),
        coverage.PRESENT if gap.last == covered.end else coverage.spelled(gap.last),
        gap.months <= tolerance,
        str(given[0].get("reason", "")) if given else "",
        f"{REASONS}/{section}/{given[0]['id']}" if given and given[0].get("id") else "",
    )
