"""Exams that the registrations of a career ask for, and the yearly Regulatory Element."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from random import Random

from finpro.journeys.simulation import timelines
from finpro.journeys.simulation.careers import REGULATORY_ELEMENT_FROM, Stint, Traits
from finpro.journeys.simulation.parameters import World
from finpro.journeys.simulation.sheet import Row, Sheet, day
from finpro.journeys.simulation.timelines import Span
from finpro.rulebook import lookup as rulebook

# The Securities Industry Essentials exam began on this day; registered people were credited with it (EX-07).
SIE_FROM = date(2018, 10, 1).toordinal()
SIE_CREDIT_YEARS = 4
LAPSES_AFTER = 730  # days; a representative qualification lapses two years after the category ends (EX-04)

# Exam before and since 1 October 2018, and the day since when the category has existed.
REPRESENTATIVE: dict[str, tuple[tuple[str, ...], tuple[str, ...], int]] = {
    "GS": (("S7",), ("S7TO",), 0),
    "IR": (("S6",), ("S6TO",), 0),
    "DR": (("S22",), ("S22TO",), 0),
    "IB": (("S79",), ("S79TO",), date(2010, 5, 3).toordinal()),
    "OS": (("S99",), ("S99TO",), date(2011, 10, 17).toordinal()),
    "TD": (("S57",), ("S57TO",), date(2016, 1, 4).toordinal()),
    "RS": (("S7", "S86", "S87"), ("S86", "S87"), date(2004, 3, 30).toordinal()),
}
PRINCIPAL = {"GP": ("S24",), "SU": ("S9", "S10"), "OP": ("S4",), "FN": ("S27",), "IP": ("S26",), "DP": ("S39",)}
PRINCIPAL["CR"] = ("S14",)
# A principal category that builds on another representative one than is held gives way to this.
INSTEAD = {"IR": "IP", "DR": "DP", "OS": "FN"}
OPEN_TO_ALL = {"FN"}


@cache
def exam(code: str) -> tuple[str, str]:
    """Name and group of an exam, by the rulebook."""
    entry = rulebook.latest("exams")[code]
    return str(getattr(entry, "name", "")), str(getattr(entry, "group", ""))


def main_category(wanted: str, first: int) -> str:
    """The representative category, or the general one where the wanted did not exist on the first day."""
    return wanted if first >= REPRESENTATIVE[wanted][2] else "GS"


def principal_category(wanted: str, main: str) -> str:
    """The principal category that the representative one allows."""
    if wanted in OPEN_TO_ALL or not wanted:
        return wanted
    return INSTEAD.get(main, wanted)


class Exams:
    """What one person has taken; the same exam on the same day counts once."""

    def __init__(self, person: int, sheet: Sheet) -> None:
        self.person, self.sheet = person, sheet
        self.held: dict[str, int] = {}

    def take(self, code: str, on: int, result: str = "PASS") -> None:
        """Write a result, unless the person has a better one from before within the two years."""
        if code in self.held and on - self.held[code] < LAPSES_AFTER:
            return
        self.held[code] = on
        name, group = exam(code)
        taken = day(on)
        self.sheet.exams.append((self.person, taken, None, code, name, result, group))


def exams(
    rng: Random,
    world: World,
    who: Traits,
    stints: list[Stint],
    principal_from: int | None,
    today: int,
    person: int,
    sheet: Sheet,
) -> str:
    """Write the exams; returns the designation that stands in for one, or ""."""
    taken = Exams(person, sheet)
    brokers = timelines.merge(((s.broker, s.end) for s in stints if s.broker is not None), LAPSES_AFTER)
    advisers = [s.adviser for s in stints if s.adviser is not None]
    since = min(advisers, default=None)
    combined = bool(since and brokers and who.combined and who.main == "GS" and since - brokers[0][0] < 60)
    for start, _ in brokers:
        _representative(rng, taken, main_category(who.main, start), start)
        taken.take("S66" if combined else "S63", start - rng.randrange(1, 40))
    if brokers:
        _credit(taken, brokers)
        _extra(rng, world, taken, brokers, today)
    if principal_from is not None:
        for code in PRINCIPAL[principal_category(who.principal, main_category(who.main, brokers[0][0]))]:
            taken.take(code, principal_from - rng.randrange(1, 30))
    if since is None:
        return ""
    return _adviser(rng, world, who, taken, since, bool(brokers))


def _representative(rng: Random, taken: Exams, category: str, start: int) -> None:
    on = start - rng.choice((1, 1, 1, 2, 5, 12))
    old, new, _ = REPRESENTATIVE[category]
    for code in old if on < SIE_FROM else new:
        taken.take(code, on)
    if on >= SIE_FROM and "SIE" not in taken.held:
        taken.take("SIE", max(SIE_FROM, on - rng.randrange(3, 300)))


def _general(rng: Random, taken: Exams, on: int) -> None:
    """The Series 7 of somebody who never was a broker."""
    if {"S7", "S7TO"} & taken.held.keys():
        return
    taken.take("S7" if on < SIE_FROM else "S7TO", on)
    if on >= SIE_FROM:
        taken.take("SIE", max(SIE_FROM, on - rng.randrange(30, 300)))


def _credit(taken: Exams, brokers: list[Span]) -> None:
    """Those registered by then, or within the four years before, hold the SIE without having sat it."""
    registered = any(
        start < SIE_FROM and (end is None or end >= SIE_FROM - round(SIE_CREDIT_YEARS * 365.25))
        for start, end in brokers
    )
    if registered and taken.held.get("SIE", SIE_FROM) >= SIE_FROM and "SIE" not in taken.held:
        taken.take("SIE", SIE_FROM, "CREDIT")


def _extra(rng: Random, world: World, taken: Exams, brokers: list[Span], today: int) -> None:
    code = world.extra_exam.pick(rng)
    start, end = brokers[0]
    if code and code not in taken.held and (today if end is None else end) - start > 400:
        on = start + rng.randrange(30, 400)
        if code == "S6" and on >= SIE_FROM:
            code = "S6TO"
        if code == "S52" and on >= SIE_FROM:
            code = "S52TO"
        taken.take(code, on)


def _adviser(rng: Random, world: World, who: Traits, taken: Exams, since: int, broker: bool) -> str:
    if "S66" in taken.held:
        return ""
    before = since - rng.randrange(1, 40)
    if broker:
        taken.take("S66" if who.combined and who.main == "GS" else "S65", before)
        return ""
    if rng.random() < world.broker_exams_of_advisers:
        taken.take("S63", before - rng.randrange(30, 900))
        _general(rng, taken, before - rng.randrange(1, 25))
    if who.adviser_exam == "S66":
        _general(rng, taken, before - 1)
        taken.take("S66", before)
        return ""
    if who.adviser_exam == "S65":
        taken.take("S65", before)
        return ""
    return world.designation_code.pick(rng)


def elements(
    rng: Random, world: World, who: Traits, spans: Mapping[str, list[Span]], today: int, person: int, sheet: Sheet
) -> None:
    """Write the Regulatory Element of each year and category (RE-02, RE-05, RE-06). `spans` by category."""
    this_year = date.fromordinal(today).year
    for year in range(REGULATORY_ELEMENT_FROM, this_year + 1):
        opening, due = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        done = _done(rng, world, who, year, opening, due, today)
        for category, periods in spans.items():
            if date.fromordinal(periods[0][0]).year < year:
                row = _element(person, category, periods, year, opening, due, done)
                if row is not None:
                    sheet.elements.append(row)


def _done(rng: Random, world: World, who: Traits, year: int, opening: int, due: int, today: int) -> int | None:
    """The day on which the year's plan was complete, or None while it is open."""
    inactive = inactivity(who)
    if who.lapsed_year == year:
        return inactive[1] + 1 if inactive[1] < today else None
    if due > today and (inactive[1] >= today or rng.random() < world.ce_open_in_autumn):
        return None
    return opening + int(rng.random() ** 0.5 * (min(due, today) - opening))


def inactivity(who: Traits) -> tuple[int, int]:
    """First and last day of CE inactivity (CI-01), in a span that no day lies in where there is none."""
    if not who.lapsed_year:
        return 0, -1
    start = date(who.lapsed_year + 1, 1, 1).toordinal()
    return start, start + who.lapsed_days - 1


def _element(
    person: int, category: str, periods: list[Span], year: int, opening: int, due: int, done: int | None
) -> Row | None:
    """The row of the last period that touches the year; unfinished at a termination, it ends there (RE-07)."""
    for start, end in reversed(periods):
        if start <= due and (end is None or end >= opening):
            assigned = max(opening, start)
            complete = None if done is None else max(done, assigned)
            if end is not None and end < due and (complete is None or complete > end):
                return (person, day(assigned), day(end), year, category, day(due), None)
            return (person, day(assigned), None, year, category, day(due), day(complete))
    return None
