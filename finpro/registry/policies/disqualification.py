"""Statutory disqualification (rules.md 10: SD-01 to SD-03), from facts alone."""

from datetime import date

from finpro.kernel import days
from finpro.registry.policies.validity import years_after
from finpro.rulebook import lookup as rulebook
from finpro.rulebook.decisions import Decision, Decisions, Reason
from finpro.rulebook.facts import Disqualification, Facts

# Convictions disqualify for ten years; everything else for as long as it stands.
_FOR_YEARS = frozenset({"felony_conviction", "misdemeanor_conviction"})


def decide(facts: Facts, as_of: date) -> Decisions:
    """Topic `disqualification`: one decision for each event, `disqualified` or `not_disqualified` on that day."""
    return Decisions("disqualification", as_of, tuple(judge(event, as_of) for event in facts.disqualifications))


def disqualified(facts: Facts, as_of: date) -> tuple[Decision, ...]:
    """The events that disqualify the person on that day."""
    found = (judge(event, as_of) for event in facts.disqualifications)
    return tuple(decision for decision in found if decision.outcome == "disqualified")


def judge(event: Disqualification, as_of: date) -> Decision:
    """One event. The last day of the ten years counts (D-03)."""
    label = rulebook.label("disqualifications", event.kind)
    until, since = event.until, days.spelled(event.from_)
    if event.kind in _FOR_YEARS:
        years = rulebook.on(event.from_).number("felony_disqualification_years")
        ends = years_after(event.from_, years)
        until = min(ends, until) if until else ends
        text = f"{label} of {since}: it disqualifies for {years} years, until {days.spelled(until)}."
    elif until:
        text = f"{label} of {since}: it disqualifies until {days.spelled(until)}."
    else:
        text = f"{label} of {since}: it disqualifies without an end."
    now = event.from_ <= as_of and (until is None or as_of <= until)
    reasons = [Reason("SD-01", now, text)]
    if now:
        reasons.append(
            Reason("SD-02", True, "The person may not be associated with a firm unless it gains approval first.")
        )
    return Decision(
        event.kind,
        "disqualified" if now else "not_disqualified",
        {"until": until} if until else {},
        reasons=tuple(reasons),
    )
