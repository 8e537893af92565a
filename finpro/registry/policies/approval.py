"""Whether a request for registration can be approved by itself: what is open for it, each point with its rule.

Nothing open approves. Else there is one deficiency for each point, and the request waits for whoever must move: staff
(PENDING), the firm (DEFICIENT), or a fingerprint card alone (APPRNT: approved, prints awaited).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from finpro.registry.enums import RequestState
from finpro.registry.policies.qualification import Qualification
from finpro.rulebook import lookup as rulebook
from finpro.rulebook.decisions import Decision

APPROVALS = frozenset({RequestState.APPROVED, RequestState.APPROVED_RES, RequestState.APPRNT, RequestState.TEMPREG})
# What the result of a fingerprint card is good for (forms.md 1.2).
CLEAR = frozenset({"CLER", "CLRX", "COMP", "CMPX", "RECP", "LGCY"})
AWAITED = frozenset({"CDPD", "RECC", "RECD", "RECV", "RECT", "NMCK", "RECX"})
_NO_CARD_NEEDED = frozenset({"EXEMPT_17F2", "IAR_ONLY"})


@dataclass(frozen=True, slots=True)
class Point:
    """Something open: `reason` is of the rulebook's deficiency reasons, `about` an exam's code or a report."""

    reason: str
    about: str = ""
    rule: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is known when a request is looked at.

    `registration` and `disqualifications` are the decisions of those policies. `prints`: the option of section 2 and
    the status of the latest card ("" where there is none). `answers_yes`: disclosure questions answered yes.
    `elsewhere`: the person is registered with another firm that has not agreed. `different`: keys of reports in which
    two firms tell different facts. `firm_registered`: whether anything on record shows that the firm is registered with
    the regulator. `funded`: the firm's account covers the fees.
    """

    registration: Qualification
    disqualifications: tuple[Decision, ...] = ()
    prints_option: str = ""
    prints_status: str = ""
    sro: bool = True
    answers_yes: tuple[str, ...] = ()
    elsewhere: bool = False
    different: tuple[int, ...] = ()
    firm_registered: bool = True
    funded: bool = True


def open_points(case: Case) -> tuple[Point, ...]:
    """Everything that keeps the request from approval, in the order in which it is worth looking at."""
    found: list[Point] = []
    for decision in case.disqualifications:
        if decision.outcome == "disqualified":
            found.append(Point("DISQUALIFICATION", decision.subject[:40], "SD-02", decision.reasons[-1].text))
    found += _exams(case.registration)
    found += _prints(case)
    if case.answers_yes:
        questions = ", ".join(case.answers_yes)
        found.append(Point("DISCLOSURE", "", "U4-DIS-02", f"Answered yes: {questions}. Staff review it first."))
    if case.elsewhere:
        text = "The person is registered with another firm; that the two go together is for the registry to see."
        found.append(Point("DUAL_REGISTRATION", "", "RG-04", text))
    found += [
        Point("MATERIAL_DIFFERENCE", f"report:{key}", "RG-05", "Another firm tells different facts of this event.")
        for key in case.different
    ]
    if not case.firm_registered:
        text = "Nothing on record shows that the firm is registered with this regulator."
        found.append(Point("FIRM_NOT_REGISTERED", "", "U4-GEN-04", text))
    if not case.funded:
        text = "The firm's account does not cover the fees, so nothing is approved until it does."
        found.append(Point("FUNDS", "", "FX-04", text))
    return tuple(found)


def _exams(found: Qualification) -> list[Point]:
    if found.decision.outcome == "blocked":
        return [
            Point("OTHER", "", reason.rule, reason.text)
            for reason in found.decision.reasons
            if not reason.holds and not reason.rule.startswith("SD-")
        ]
    return [Point("EXAM", exam, "RG-03", f"{exam} is needed.") for exam in found.missing]


def _prints(case: Case) -> list[Point]:
    if case.prints_option in _NO_CARD_NEEDED or (not case.sro and not case.prints_option):
        return []
    if case.prints_status in CLEAR:
        return []
    if case.prints_status in AWAITED or not case.prints_status:
        text = "The fingerprint card, or its result, has not arrived."
        return [Point("PRINTS", "", "RG-06", text)]
    text = "The fingerprints could not be read, or they brought up a record."
    return [Point("PRINTS_RECORD", "", "RG-06", text)]


def waits_for_firm(points: Sequence[Point], on: date) -> bool:
    """Whether something open is the firm's to mend."""
    reasons = rulebook.on(on).deficiency_reasons
    return any(reasons[point.reason].waits_for == "firm" for point in points)


def outcome(points: Sequence[Point], on: date) -> RequestState:
    """The state that follows from what is open."""
    if not points:
        return RequestState.APPROVED
    if waits_for_firm(points, on):
        return RequestState.DEFICIENT
    if all(point.reason == "PRINTS" for point in points):
        return RequestState.APPRNT
    return RequestState.PENDING
