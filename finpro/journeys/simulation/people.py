"""One synthetic person, or a batch of them, as rows of the record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from finpro.journeys.simulation import careers, disclosures, firms, personal, qualifications, registrations, timelines
from finpro.journeys.simulation.careers import Stint
from finpro.journeys.simulation.firms import Industry
from finpro.journeys.simulation.parameters import Words, World
from finpro.journeys.simulation.sheet import Sheet, day
from finpro.journeys.simulation.timelines import Span

FIRST_CRD = 20_000_001
STANDING_GAP = 30  # days without a firm that do not change how a person is classed

Cast = Mapping[int, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Setting:
    """What all people of a world share. `today` is the ordinal of the day on which the world is seen."""

    world: World
    words: Words
    industry: Industry
    seed: int
    today: int


def batch(setting: Setting, first: int, last: int, cast: Cast | None = None) -> Sheet:
    """The people numbered `first` up to, not including, `last`; `cast` replaces traits of some, by number."""
    sheet = Sheet()
    for number in range(first, last):
        _person(setting, number, number - first, sheet, (cast or {}).get(number))
    return sheet


def _person(setting: Setting, number: int, person: int, sheet: Sheet, cast: Mapping[str, Any] | None) -> None:
    world, words, today = setting.world, setting.words, setting.today
    rng = Random((setting.seed << 32) | number)  # noqa: S311 - a synthetic world must come out the same again
    who = careers.traits(rng, world, date.fromordinal(today).year, cast)
    stints = careers.career(rng, world, setting.industry, who, today)
    first = stints[0].start
    home = stints[-1].branch
    sheet.people.append(
        (
            person,
            FIRST_CRD + number,
            personal.birth(rng, world, first, today),
            personal.ssn(setting.seed, number) if personal.has_ssn(number) else "",
        )
    )
    personal.names(rng, world, words, who, first, today, person, sheet)
    principal_from = registrations.principal_since(rng, who, stints, today)
    designation = qualifications.exams(rng, world, who, stints, principal_from, today, person, sheet)
    writer = registrations.Writer(rng, world, words, who, today, person, sheet)
    covered = registrations.write(writer, stints, principal_from)
    qualifications.elements(rng, world, who, covered, today, person, sheet)
    employment(rng, world, stints, person, sheet)
    standings(stints, person, sheet)
    personal.residences(rng, world, words, home, today, person, sheet)
    personal.entries(rng, world, words, stints, today, person, sheet)
    personal.extras(rng, world, words, stints, designation, today, person, sheet)
    if who.disclosures:
        disclosures.write(rng, world, words, who.disclosures, stints, today, person, sheet)


def employment(rng: Random, world: World, stints: list[Stint], person: int, sheet: Sheet) -> None:
    """Spells by side, the association that they make, and the office."""
    for stint in stints:
        firm, place = stint.firm, stint.branch
        end = day(stint.end)
        for side, start in (("BC", stint.broker), ("IA", stint.adviser)):
            if start is not None:
                sheet.spells.append(
                    (person, day(start), end, firm.id, side, firm.name_on(start), firm.kind == "adviser",
                     place.city, place.state, personal.COUNTRY)
                )  # fmt: skip
        start = min(s for s in (stint.broker, stint.adviser) if s is not None)
        sheet.associations.append((person, day(start), end, firm.id, stint.contractor))
        private = rng.random() < world.private_residence
        registered = rng.random() >= world.not_registered_office
        sheet.offices.append(
            (person, day(start), end, firm.id, None if private else place.id, 0, True, False, private, registered,
             place.city, place.state)
        )  # fmt: skip


def standings(stints: list[Stint], person: int, sheet: Sheet) -> None:
    """How the public services class the person over time, from the spells of each side."""
    sides: list[list[Span]] = [
        timelines.merge(((s.broker, s.end) for s in stints if s.broker is not None), STANDING_GAP),
        timelines.merge(((s.adviser, s.end) for s in stints if s.adviser is not None), STANDING_GAP),
    ]
    cuts = sorted(
        {cut for spans in sides for start, end in spans for cut in ((start,) if end is None else (start, end + 1))}
    )
    rows: list[list[Any]] = []
    for cut in cuts:
        scopes = [_scope(spans, cut) for spans in sides]
        if rows and rows[-1][1:] == scopes:
            continue
        rows.append([cut, *scopes])
    for index, (cut, broker, adviser) in enumerate(rows):
        until = rows[index + 1][0] - 1 if index + 1 < len(rows) else None
        sheet.standings.append((person, day(cut), day(until), broker, adviser))


def _scope(spans: list[Span], on: int) -> str:
    if timelines.within(spans, on):
        return "ACTIVE"
    return "INACTIVE" if any(end is not None and end < on for _, end in spans) else "NOT_IN_SCOPE"


def setting(world: World, words: Words, *, seed: int, people: int, firm_count: int, on: date) -> Setting:
    """The world of a seed, with its firms not yet in the record."""
    today = on.toordinal()
    industry = firms.draw(world, words, seed=seed, count=firm_count, people=people, today=today)
    return Setting(world, words, industry, seed, today)
