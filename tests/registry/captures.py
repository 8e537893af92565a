"""Captures for tests, invented throughout, and strategies that draw them."""

from datetime import date, timedelta

from hypothesis import strategies as st

from finpro.registry.policies import kinds
from finpro.registry.policies.captures import Capture, Fact

BEGIN = date(2024, 1, 1)


def day(number: int) -> date:
    """The day that lies `number` days after the beginning of these tests."""
    return BEGIN + timedelta(days=number)


def capture(on, *facts: Fact, service: str = "BC", crd: int = 7_000_001, exact: bool = True, **counts: int) -> Capture:
    """A capture on a day (a date, or a number of days)."""
    when = day(on) if isinstance(on, int) else on
    return Capture(crd=crd, service=service, captured_on=when, exact=exact, facts=facts, counters=counts, file="test")


def legal_name(last: str) -> Fact:
    return Fact(kinds.LEGAL_NAME, (), ("ADA", "", last, "", f"ADA {last}".upper()), pointer="/basicInformation")


def spell(firm: int, start: date | None, end: date | None = None, *, side: str = "BC", name: str = "OAK LLC") -> Fact:
    return Fact(kinds.SPELL, (firm, side, 0), (name, False, "TROY", "MI", ""), start, end, "/currentEmployments/0")


def sighting(firm: int, *, side: str = "IA", name: str = "ELM ADVISERS") -> Fact:
    return Fact(kinds.SIGHTING, (firm, side), (name, True, "TROY", "MI", ""), pointer="/ind_current_employments/0")


def registration(regulator: str, category: str, status: str, start: date | None, *, firm: int | None = None) -> Fact:
    return Fact(kinds.REGISTRATION, (firm, regulator, category), (status,), start, None, "/registeredStates/0")


def exam(code: str, taken: date) -> Fact:
    return Fact(kinds.EXAM, (code, 0), (code, "PASS", "state"), taken, None, "/stateExamCategory/0")


def designation(code: str) -> Fact:
    return Fact(kinds.DESIGNATION, (code, code), ())


def disclosure(kind: str, on: date | None, resolution: str, detail: str = "{}", *, docket: str = "") -> Fact:
    return Fact(kinds.DISCLOSURE, (kind, docket, 0), (resolution, detail), on, None, "/disclosures/0")


def flag(kind: str) -> Fact:
    return Fact(kinds.FLAG, (kind,), ())


_days = st.integers(0, 60).map(day)
_maybe_day = st.none() | _days
_firms = st.sampled_from([101, 102])
_statuses = st.sampled_from(["APPROVED", "APPROVED_RES", "APP_PEND_IARCE"])
_places = st.sampled_from([("CA", "RA"), ("CA", "AG"), ("TX", "RA"), ("FINRA", ""), ("FINRA", "GS"), ("FINRA", "OP")])


@st.composite
def _spells(draw: st.DrawFn) -> Fact:
    start = draw(_maybe_day)
    end = draw(st.none() | st.integers(0, 40).map(lambda n: (start or BEGIN) + timedelta(days=n)))
    return spell(draw(_firms), start, end, side=draw(st.sampled_from(["BC", "IA"])))


@st.composite
def any_capture(draw: st.DrawFn) -> Capture:
    """Anything that a service might say, whether it makes sense beside other captures or not."""
    facts: dict[object, Fact] = {}
    drawn = [legal_name(draw(st.sampled_from(["OAKES", "ELMS", "ASH"])))]
    drawn += draw(st.lists(_spells(), max_size=3))
    drawn += draw(st.lists(_firms.map(sighting), max_size=2))
    drawn += draw(st.lists(st.sampled_from(["CFP", "CFA"]).map(designation), max_size=2))
    drawn += draw(st.lists(st.builds(exam, st.sampled_from(["S65", "S7TO"]), _days), max_size=2))
    drawn += draw(
        st.lists(st.builds(disclosure, st.just("CUST"), _maybe_day, st.sampled_from(["PENDING", "FINAL"])), max_size=2)
    )
    drawn += draw(st.lists(st.just(flag("CUST")), max_size=1))
    for place in draw(st.lists(_places, max_size=4)):
        firm = draw(st.none() | _firms)
        drawn.append(registration(*place, draw(_statuses), draw(_maybe_day), firm=firm))
    for fact in drawn:
        start = fact.starts_on if fact.kind in {kinds.SPELL, kinds.EXAM, kinds.DISCLOSURE} else None
        facts[fact.kind, fact.key, start] = fact
    service = draw(st.sampled_from(["BC", "IA", "IAPD_FEED"]))
    return capture(draw(st.integers(30, 40)), *facts.values(), service=service)
