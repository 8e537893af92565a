"""Decisions about requests: which can be made in a state, by which reasons, and what must have been done before."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from finpro.casework.enums import Decision
from finpro.kernel import errors
from finpro.kernel.rules import Rule
from finpro.registry.enums import REQUEST_MOVES, REQUEST_OPEN, RequestState
from finpro.rulebook import lookup as rulebook
from finpro.rulebook.schema import RequestReason

# The state that follows; an approval while fingerprints are awaited becomes one that is pending prints.
STATES = {
    Decision.APPROVE: RequestState.APPROVED,
    Decision.RESTRICT: RequestState.APPROVED_RES,
    Decision.TEMPORARY: RequestState.TEMPREG,
    Decision.RETURN: RequestState.REJECTED,
    Decision.WITHDRAW: RequestState.WITHDRAWN,
    Decision.ABANDON: RequestState.ABANDONED,
    Decision.DENY: RequestState.DENIED,
}
APPROVALS = frozenset({Decision.APPROVE, Decision.RESTRICT, Decision.TEMPORARY})
BY_STAFF = REQUEST_OPEN | {RequestState.TEMPREG}
CURE = "CURE"
UNMATCH = "UNMATCH"
# What may still be open when a request is approved.
LATER = "PRINTS"
# Missing things that are closed by reviewing the disclosure itself.
REVIEWED = "DISCLOSURE"
# Settled by what is on record alone, however often staff close it.
COMPUTED = frozenset({REVIEWED, "MATERIAL_DIFFERENCE"})
# The rule that each reason of a deficiency rests on.
RULES = {
    "EXAM": "RG-03",
    "PRINTS": "RG-06",
    "PRINTS_RECORD": "RG-06",
    "DISCLOSURE": "U4-DIS-02",
    "DISCLOSURE_LETTER": "RV-08",
    "DUAL_REGISTRATION": "RG-04",
    "MATERIAL_DIFFERENCE": "RG-05",
    "FIRM_NOT_REGISTERED": "U4-GEN-04",
    "FUNDS": "FX-04",
    "DISQUALIFICATION": "SD-02",
    "LETTER": "RV-08",
    "OTHER": "RV-08",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """What has been done for a request: reasons of open deficiencies, and titles of points that nobody ticked."""

    missing: Collection[str]
    unticked: Sequence[str]


def target(decision: Decision, missing: Collection[str]) -> RequestState:
    """The state that a decision leads to."""
    if decision is Decision.APPROVE and LATER in missing:
        return RequestState.APPRNT
    return STATES[decision]


def offered(state: RequestState, missing: Collection[str]) -> list[Decision]:
    """What staff can decide in a state, in the order of the buttons; the rest of the moves are the system's."""
    if state not in BY_STAFF:
        return []
    return [decision for decision in Decision if (state, target(decision, missing)) in REQUEST_MOVES]


def reasons_for(decision: str, on: date) -> list[RequestReason]:
    """The reasons by which something is decided so, by label."""
    found = rulebook.on(on).request_reasons.values()
    return sorted((one for one in found if one.decision == decision), key=lambda one: one.label)


def fit(reasons: Collection[str], decision: str, on: date) -> bool:
    """Whether there is a reason, and every one is of this decision."""
    return bool(reasons) and set(reasons) <= {one.code for one in reasons_for(decision, on)}


def _decide(decision: Decision, ready: Readiness) -> None:
    """What an approval by hand needs: nothing open but fingerprints, and every point looked at (rule RV-09)."""
    if decision not in APPROVALS:
        return
    left = sorted(set(ready.missing) - {LATER})
    if left:
        names = "; ".join(rulebook.label("deficiency_reasons", reason) for reason in left)
        raise errors.Refusal(
            f"Something is still missing: {names}. Nothing was changed. Close it first, saying why.", "RV-09"
        )
    if ready.unticked:
        raise errors.Refusal(
            f"Nobody has ticked: {'; '.join(ready.unticked)}. Nothing was changed. Look at each point first.", "RV-09"
        )


decide = Rule(_decide)
