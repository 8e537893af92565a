"""Registrations of each association with their statuses, by regulator and category."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random

from finpro.journeys.simulation import qualifications, timelines
from finpro.journeys.simulation.careers import YEAR, Stint, Traits
from finpro.journeys.simulation.parameters import Words, World
from finpro.journeys.simulation.sheet import Sheet, day
from finpro.journeys.simulation.timelines import Piece, Span
from finpro.rulebook import lookup as rulebook

# The exchanges in the order in which broad registrations take them up (detail 2024: the first ten come together).
EXCHANGES = (
    "BYX BZX CBOE NYSE-AMER NYSE-ARCA GEMX ISE PHLX NQX NYSE IEX BOX BX MEMX PEARL EDGX EDGA MIAX".split()  # noqa: SIM905
)
ON_EXCHANGES = {"GS", "TD"}
AFTER_PRINCIPAL_YEARS = 1.5  # a principal was a representative for eighteen months (EX-08)
OPERATIONS_FROM = date(2011, 10, 17).toordinal()


@cache
def iar_ce_from(state: str) -> int:
    """Year since which the state asks for adviser CE; 9999 where it does not."""
    since = rulebook.iar_ce_from(state)
    return since.year if since else 9999


@dataclass(slots=True)
class Writer:
    """What the registrations of one person have in common."""

    rng: Random
    world: World
    words: Words
    who: Traits
    today: int
    person: int
    sheet: Sheet

    def add(
        self,
        stint: Stint,
        regulator: str,
        category: str,
        start: int,
        *,
        held: str = "APPROVED",
        waits: Sequence[tuple[str, int]] = (),
        cuts: Sequence[Piece] = (),
    ) -> None:
        """One registration with its statuses."""
        sheet, person = self.sheet, self.person
        number = len(sheet.registrations)
        sheet.registrations.append((person, day(start), day(stint.end), stint.firm.id, regulator, category))
        ending = self.world.ending.pick(self.rng) if stint.end is not None else ""
        pieces = timelines.statuses(start, stint.end, self.today, waits=waits, held=held, cuts=cuts, ending=ending)
        sheet.statuses.extend((person, number, day(first), day(last), status) for status, first, last in pieces)

    def waiting(self, *, prints: bool = False) -> list[tuple[str, int]]:
        """Statuses before approval, with their days."""
        rng, world = self.rng, self.world
        waits = []
        if rng.random() < world.pending_first:
            waits.append(("PENDING", round(world.pending_days.draw(rng))))
        if prints and rng.random() < world.prints_first:
            waits += [("APPRNT", rng.randrange(3, 21)), ("APRSLTS", rng.randrange(2, 10))]
        return waits


def principal_since(rng: Random, who: Traits, stints: list[Stint], today: int) -> int | None:
    """The day on which the person first became a principal, or None."""
    starts = [stint.broker for stint in stints if stint.broker is not None]
    if not who.principal or not starts:
        return None
    earliest = starts[0] + round(AFTER_PRINCIPAL_YEARS * YEAR)
    chosen = earliest + int(rng.random() * 8 * YEAR)
    for stint in stints:
        if stint.broker is not None and stint.last(today) - 30 > chosen:
            return max(chosen, stint.broker)
    return None


def write(writer: Writer, stints: list[Stint], principal_from: int | None) -> dict[str, list[Span]]:
    """Write all registrations; returns the spans of each category that the Regulatory Element covers."""
    who, today = writer.who, writer.today
    oldest = today - round(writer.world.registration_history_years * YEAR)
    covered: dict[str, list[Span]] = {}
    first = next((stint.broker for stint in stints if stint.broker is not None), 0)
    for stint in stints:
        kept = stint.end is None or stint.end > oldest
        if stint.broker is not None:
            for category, start in _categories(who, stint, first, principal_from, today):
                covered.setdefault(category, []).append((start, stint.end))
                if kept:
                    _sro(writer, stint, category, start)
            if kept:
                _states(writer, stint, "AG", stint.broker, who.agent_states)
        if stint.adviser is not None and kept:
            _states(writer, stint, "RA", stint.adviser, who.adviser_states)
    return covered


def _categories(who: Traits, stint: Stint, first: int, principal_from: int | None, today: int) -> list[tuple[str, int]]:
    """Categories held with a firm, each with its first day."""
    start = stint.broker or stint.start
    main = qualifications.main_category(who.main, first)
    held = [(main, start)]
    if who.operations and main != "OS" and stint.last(today) > OPERATIONS_FROM:
        held.append(("OS", max(start, OPERATIONS_FROM)))
    if principal_from is not None and stint.last(today) > principal_from:
        category = qualifications.principal_category(who.principal, main)
        held.append((category, max(start, principal_from)))
    return held


def _sro(writer: Writer, stint: Stint, category: str, start: int) -> None:
    """FINRA, and the exchanges for those categories that exchanges take."""
    writer.add(stint, "FINRA", category, start, waits=writer.waiting(prints=True), cuts=_inactive(writer, stint, start))
    if category in ON_EXCHANGES:
        for regulator in EXCHANGES[: writer.who.sros - 1]:
            at = min(start + int(writer.rng.random() * 20), stint.last(writer.today))
            writer.add(stint, regulator, category, at, cuts=_inactive(writer, stint, at))


def _inactive(writer: Writer, stint: Stint, start: int) -> list[Piece]:
    """CE inactivity holds for all registrations with self-regulatory organizations (CI-02)."""
    first, last = qualifications.inactivity(writer.who)
    if last < first or start >= first or stint.last(writer.today) < first:
        return []
    return [("CE_INACTIVE", first, None if last >= writer.today else last)]


def _states(writer: Writer, stint: Stint, category: str, start: int, count: int) -> None:
    """The state of the office first, others over time."""
    rng, today = writer.rng, writer.today
    if stint.end is not None:
        count = max(1, round(count * writer.world.past_breadth))
    until = stint.last(today)
    for number, state in enumerate(_choose(rng, writer.world, stint.branch.state, count)):
        at = start
        if number and rng.random() < 0.5:
            at = start + int(rng.random() * (until - start))
        elif number:
            at = min(start + int(rng.random() * 60), until)
        held = "APPROVED"
        cuts: list[Piece] = []
        if category == "RA":
            if state == "TX" and rng.random() < writer.world.restricted_texas:
                held = "APPROVED_RES"
            cuts = _iar_lapse(writer, stint, state, at)
        writer.add(stint, state, category, at, held=held, waits=writer.waiting(), cuts=cuts)


def _iar_lapse(writer: Writer, stint: Stint, state: str, start: int) -> list[Piece]:
    """A year of adviser CE that was missed shows from 1 January in the states that ask for it (IS-02, IA-04)."""
    if not writer.who.iar_lapsed or stint.end is not None:
        return []
    year = date.fromordinal(writer.today).year
    if iar_ce_from(state) > year - 1 or date.fromordinal(start).year >= year - 1:
        return []
    return [("APP_PEND_IARCE", date(year, 1, 1).toordinal(), None)]


def _choose(rng: Random, world: World, home: str, count: int) -> list[str]:
    """`count` states, the home state first; the more people are registered in a state, the likelier it is."""
    everywhere = world.state.words
    if count >= len(everywhere):
        return [home, *(state for state in everywhere if state != home)]
    if count > len(everywhere) // 2:
        left_out = set(rng.sample([state for state in everywhere if state != home], len(everywhere) - count))
        return [home, *(state for state in everywhere if state != home and state not in left_out)]
    chosen = {home: None}
    while len(chosen) < count:
        chosen[world.state.pick(rng)] = None
    return list(chosen)
