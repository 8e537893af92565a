"""Names, addresses, the person's own employment history, designations and other business."""

import random
from datetime import date

from finpro.journeys.simulation import firms
from finpro.journeys.simulation.careers import YEAR, Stint, Traits
from finpro.journeys.simulation.firms import Branch
from finpro.journeys.simulation.parameters import Words, World
from finpro.journeys.simulation.sheet import Sheet, day

COUNTRY = "United States"
YOUNGEST = 18
OLDEST = 82
INITIALS = "ABCDEFGHJKLMNOPRSTVW"
# Numbers that the Social Security Administration never issued: areas 900 to 999 (and, unlike taxpayer numbers, groups
# 01 to 49). They stand for nobody.
SSN_AREAS, SSN_GROUPS, SSN_SERIALS = 100, 49, 9999
SSN_COUNT = SSN_AREAS * SSN_GROUPS * SSN_SERIALS
SSN_STEP = 30_000_001  # without a common divisor, so that people in a row have numbers far apart
WITHOUT_SSN = 50  # one person in so many came from abroad and has no number


def ssn(seed: int, number: int) -> str:
    """The fictitious Social Security number, nine digits, of the person with this number in a world."""
    place = (number * SSN_STEP + seed * 7919) % SSN_COUNT
    area, rest = divmod(place, SSN_GROUPS * SSN_SERIALS)
    group, serial = divmod(rest, SSN_SERIALS)
    return f"{900 + area}{group + 1:02d}{serial + 1:04d}"


def has_ssn(number: int) -> bool:
    """Whether the person with this number in a world has a Social Security number."""
    return number % WITHOUT_SSN != WITHOUT_SSN - 1


def birth(rng: random.Random, world: World, first: int, today: int) -> date:
    """A date of birth that fits the first day in the industry."""
    so_far = (today - first) / YEAR
    age = max(YOUNGEST, min(world.age_at_start.draw(rng), OLDEST - so_far))
    return date.fromordinal(first - round(age * YEAR) - 1)


def names(
    rng: random.Random, world: World, words: Words, who: Traits, first: int, today: int, person: int, sheet: Sheet
) -> None:
    """The legal name, its change, and other names used."""
    given = rng.choice(words.first)
    middle = ""
    if rng.random() < world.middle_name:
        middle = rng.choice(words.first) if rng.random() < 0.7 else rng.choice(INITIALS)
    last = rng.choice(words.last)
    suffix = rng.choice(words.suffix) if rng.random() < world.suffix else ""
    start = day(first)
    rows = sheet.names
    others = who.other_names
    if who.name_changed and today - first > 60:
        changed = first + rng.randrange(30, today - first - 10)
        before, last = last, rng.choice(words.last)
        rows.append(
            (person, start, day(changed - 1), "LEGAL", given, middle, before, "", _full(given, middle, before, ""))
        )
        rows.append(
            (person, day(changed), None, "LEGAL", given, middle, last, suffix, _full(given, middle, last, suffix))
        )
        rows.append((person, day(changed), None, "OTHER", given, middle, before, "", _full(given, middle, before, "")))
        others -= 1
    else:
        rows.append((person, start, None, "LEGAL", given, middle, last, suffix, _full(given, middle, last, suffix)))
    for number in range(max(0, others)):
        other = (
            (given[: 4 - number % 2], "", last) if number % 2 else (middle if len(middle) > 1 else given[:3], "", last)
        )
        if number > 1:
            other = (given, middle[:1], rng.choice(words.last))
        rows.append((person, start, None, "OTHER", *other, "", _full(*other, "")))


def _full(*parts: str) -> str:
    return " ".join(part for part in parts if part).upper()


def residences(
    rng: random.Random, world: World, words: Words, home: Branch, today: int, person: int, sheet: Sheet
) -> None:
    """At least the five years that Form U4 asks for, by the month, without a gap (section 11)."""
    until: int | None = None
    edge = today
    floor = today - round(world.residence_history_years * YEAR)
    rows = []
    city, state, zone = home.city, home.state, home.postal[:3]
    while True:
        start = _month_of(edge - 40 - round(world.residence_years.draw(rng) * YEAR))
        postal = f"{zone}{rng.randrange(1, 100):02d}"
        unit = f"Apartment {rng.randrange(1, 40)}" if rng.random() < 0.25 else ""
        street = firms.street(rng, words)
        rows.append((person, day(start), day(until), street, unit, city, state, COUNTRY, postal, True))
        if start <= floor:
            break
        until, edge = start - 1, start
        if rng.random() < 0.3:
            state = world.state.pick(rng)
        city, zone = rng.choice(words.cities[state])
    sheet.residences.extend(reversed(rows))


def entries(
    rng: random.Random, world: World, words: Words, stints: list[Stint], today: int, person: int, sheet: Sheet
) -> None:
    """Ten years of employment and what else filled them, by the month, newest first (Form U4 section 12)."""
    floor = today - round(world.employment_history_years * YEAR)
    rows = sheet.entries
    number = 0
    edge = today
    for stint in reversed(stints):
        if edge - stint.last(today) > 62:
            _fill(rng, words, stint.branch.state, stint.last(today) + 1, edge, today, person, number, sheet)
            number += 1
        start = _month_of(stint.start)
        firm = stint.firm.name_on(stint.start)
        place = stint.branch
        rows.append(
            (
                person,
                day(start),
                _month_end(stint.end, today),
                number,
                firm,
                place.city,
                place.state,
                rng.choice(words.position),
            )
        )
        number += 1
        edge = min(edge, start)
        if edge <= floor:
            return
    _fill(rng, words, stints[0].branch.state, floor, edge, today, person, number, sheet)


def _fill(
    rng: random.Random,
    words: Words,
    state: str,
    start: int,
    edge: int,
    today: int,
    person: int,
    number: int,
    sheet: Sheet,
) -> None:
    city, _ = rng.choice(words.cities[state])
    end = None if edge >= today else _month_end(edge - 1, today)
    sheet.entries.append((person, day(_month_of(start)), end, number, rng.choice(words.employer), city, state, ""))


def extras(
    rng: random.Random,
    world: World,
    words: Words,
    stints: list[Stint],
    designation: str,
    today: int,
    person: int,
    sheet: Sheet,
) -> None:
    """Designations and other business; `designation` is one that the person must hold."""
    first = stints[0].start
    if designation or rng.random() < world.designation:
        since = first - rng.randrange(30, 900) if designation else first + int(rng.random() * (today - first))
        sheet.designations.append((person, day(since), None, designation or world.designation_code.pick(rng), ""))
    if rng.random() < world.other_business:
        since = first + int(rng.random() * (today - first))
        text = rng.choice(words.business).format(year=date.fromordinal(since).year)
        sheet.other_businesses.append((person, day(since), None, text))


def _month_of(ordinal: int) -> int:
    return ordinal - date.fromordinal(ordinal).day + 1


def _month_end(ordinal: int | None, today: int) -> date | None:
    """The last day of the month, of an entry that is known by the month; today where that lies ahead."""
    if ordinal is None:
        return None
    return date.fromordinal(min(_month_of(_month_of(ordinal) + 32) - 1, today))
