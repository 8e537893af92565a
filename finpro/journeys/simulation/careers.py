"""What a person is and where he or she worked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from finpro.journeys.simulation.firms import Branch, Firm, Industry
from finpro.journeys.simulation.parameters import World

YEAR = 365.25
LONGEST_CAREER = 48  # years; nobody is on the record for longer
REHIRE_DAYS = 30  # a return to the same firm within this time is the same association
REGULATORY_ELEMENT_FROM = 2023  # the yearly plan (RE-01)


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What is drawn before the career is. A demo's cast is made by replacing some of it."""

    role: str
    former_broker: bool = False
    in_industry: bool = True
    left_years: float = 0.0
    previous: int = 0
    two_firms: bool = False
    main: str = "GS"
    operations: bool = False
    principal: str = ""
    sros: int = 1
    agent_states: int = 1
    adviser_states: int = 1
    combined: bool = False
    adviser_exam: str = "S65"
    lapsed_year: int = 0
    lapsed_days: int = 0
    iar_lapsed: bool = False
    disclosures: int = 0
    other_names: int = 0
    name_changed: bool = False
    firm: int | None = None  # number of the current or last firm, where the cast asks for one
    home: str = ""  # state of the office there
    current_years: float = 0.0


@dataclass(slots=True)
class Stint:
    """One association. All dates are ordinals; `broker` and `adviser` are the starts of the two sides, or None."""

    firm: Firm
    branch: Branch
    start: int
    end: int | None
    broker: int | None
    adviser: int | None
    contractor: bool

    def last(self, today: int) -> int:
        """The last day so far."""
        return today if self.end is None else self.end


def traits(rng: Random, world: World, year: int, cast: Mapping[str, Any] | None = None) -> Traits:
    """What one person is; `year` is the current one.

    `cast` replaces traits by name; `lapsed_back` is how many years ago the Regulatory Element was missed, 0 for never.
    """
    role = world.role.pick(rng)
    wanted = dict(cast or {})
    back = wanted.pop("lapsed_back", None)
    lapsed = next((y for y in range(REGULATORY_ELEMENT_FROM, year) if rng.random() < world.ce_lapsed), 0)
    drawn = Traits(
        role=role,
        former_broker=role == "adviser" and rng.random() < world.former_broker,
        in_industry=rng.random() < world.in_industry,
        left_years=world.years_since_leaving.draw(rng),
        previous=round(world.previous_firms.draw(rng)),
        two_firms=role == "dual" and rng.random() < world.two_firms,
        main=world.representative_category.pick(rng),
        operations=rng.random() < world.operations_too,
        principal=world.principal_category.pick(rng) if rng.random() < world.principal else "",
        sros=int(world.sro_count.pick(rng)),
        agent_states=round(world.agent_states.draw(rng)),
        adviser_states=round(world.adviser_states.draw(rng)),
        combined=rng.random() < world.uniform_combined,
        adviser_exam=world.adviser_exam.pick(rng),
        lapsed_year=lapsed,
        lapsed_days=round(world.ce_cured_days.draw(rng)) if lapsed else 0,
        iar_lapsed=rng.random() < world.iar_ce_lapsed,
        disclosures=round(world.disclosures_each.draw(rng)) if rng.random() < world.disclosed else 0,
        other_names=int(world.other_names.pick(rng)),
        name_changed=rng.random() < world.name_changed,
    )
    if back is not None:
        drawn = replace(drawn, lapsed_year=year - back if back else 0)
    return replace(drawn, **wanted)


def career(rng: Random, world: World, industry: Industry, who: Traits, today: int) -> list[Stint]:
    """The associations of one person, first to last. There is at least one."""
    end = None if who.in_industry else today - max(1, round(who.left_years * YEAR))
    stints = _stints(rng, world, industry, who, end, today)
    if who.role == "adviser":
        for stint in stints:
            stint.adviser = stint.start
        if who.former_broker:
            for stint in stints[:-1]:
                stint.broker = stint.start
    else:
        for stint in stints:
            stint.broker = stint.start
        if who.role == "dual":
            _add_adviser_side(rng, industry, who, stints, today)
    return stints


def _stints(rng: Random, world: World, industry: Industry, who: Traits, end: int | None, today: int) -> list[Stint]:
    """From the last association back to the first, as long as the career may be."""
    floor = today - round(LONGEST_CAREER * YEAR)
    found: list[Stint] = []
    reach: dict[int, int] = {}  # start of the next association with the firm, by CRD number
    for number in range(who.previous + 1):
        years = world.previous_years.draw(rng) if number or end else who.current_years or world.current_years.draw(rng)
        last = today if end is None else end
        start = max(last - max(1, round(years * YEAR)), floor)
        if last - start < 1:
            break
        firm = _firm(rng, industry, who, number, reach, last)
        if firm is not None:
            branch = _branch(rng, firm, who.home if not number else "")
            found.append(Stint(firm, branch, start, end, None, None, rng.random() < world.contractor))
            reach[firm.crd] = start
        end = start - max(1, round(world.gap_days.draw(rng)))
    found.reverse()
    return found


def _firm(rng: Random, industry: Industry, who: Traits, number: int, reach: dict[int, int], last: int) -> Firm | None:
    """A firm with which this would be an association of its own; None where none turned up."""
    if not number and who.firm is not None:
        return industry.firms[who.firm]
    role = who.role
    if role == "adviser" and who.former_broker and number:
        role = "broker"
    if role == "dual" and (number or who.two_firms):
        role = "broker"
    for _ in range(4):
        firm = industry.pick(rng, role)
        if firm.crd not in reach or reach[firm.crd] - last > REHIRE_DAYS:
            return firm
    return None


def _branch(rng: Random, firm: Firm, state: str) -> Branch:
    if state:
        for branch in firm.branches:
            if branch.state == state:
                return branch
    return firm.branches[int(rng.random() * len(firm.branches))]


def _add_adviser_side(rng: Random, industry: Industry, who: Traits, stints: list[Stint], today: int) -> None:
    """The adviser side begins somewhere in the career, at the latest half way through the last association."""
    last = stints[-1]
    latest = last.start + (last.last(today) - last.start) // 2
    earliest = stints[0].start
    since = min(latest, earliest + int(rng.random() ** 2 * 5 * YEAR))
    if rng.random() < 0.4:
        since = earliest
    for stint in stints:
        if stint.firm.kind == "both" and stint.last(today) > since and not (stint is last and who.two_firms):
            stint.adviser = max(since, stint.start)
    if who.two_firms:
        others = {stint.firm.crd for stint in stints}
        firm = next((f for f in (industry.pick(rng, "adviser") for _ in range(4)) if f.crd not in others), None)
        if firm is not None:
            start = max(since, last.start)
            stints.append(Stint(firm, _branch(rng, firm, last.branch.state), start, last.end, None, start, True))
