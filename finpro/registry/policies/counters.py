"""The record's own counts, and which rows they count.

An import that loses or doubles a row is caught by the source itself: each document says how many registrations and
exams it lists, a search row of IAPD how many current employments (data/README.md section 2).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from finpro.registry.policies import kinds
from finpro.registry.policies.captures import SEARCH_SUFFIX, Capture

SROS = "registrations with SROs"
FINRA = "registration with FINRA"
STATES = "state registrations (BC)"
ADVISER_STATES = "state registrations (IA)"
STATE_EXAMS = "state exams"
PRINCIPAL_EXAMS = "principal exams"
PRODUCT_EXAMS = "product exams"
EMPLOYMENTS = "current employments"

# In the order in which registry.services.counting gives them.
NAMES = (SROS, FINRA, STATES, ADVISER_STATES, STATE_EXAMS, PRINCIPAL_EXAMS, PRODUCT_EXAMS, EMPLOYMENTS)

DETAILS = frozenset({kinds.BROKERCHECK, kinds.ADVISERINFO, kinds.FEED})


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the rows of a person must count to, each count as of the capture that gives it."""

    crd: int
    day: date
    employments_day: date
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Difference:
    """A count that the record does not meet."""

    crd: int
    name: str
    told: int
    held: int

    def __str__(self) -> str:
        return f"{self.name}: the source counts {self.told}, the record holds {self.held}"


def expectation(captures: Sequence[Capture]) -> Expectation | None:
    """What the captures of one person, in governing order, lead to expect; None where none of them counts.

    The latest document governs. The count of employments is that of the latest row of an IAPD search, and says
    something only where a document of the same service lists the employments with their sides.
    """
    detail = next((c for c in reversed(captures) if c.service in DETAILS), None)
    search = next((c for c in reversed(captures) if EMPLOYMENTS in c.counters), None)
    counts = dict(detail.counters) if detail is not None else {}
    counts.pop(EMPLOYMENTS, None)
    if search is not None:
        service = search.service.removesuffix(SEARCH_SUFFIX)
        if any(c.service == service and c.captured_on == search.captured_on for c in captures):
            counts[EMPLOYMENTS] = search.counters[EMPLOYMENTS]
    if not counts:
        return None
    latest = captures[-1].captured_on
    return Expectation(
        captures[-1].crd,
        detail.captured_on if detail is not None else latest,
        search.captured_on if search is not None else latest,
        counts,
    )


def compare(expected: Expectation, held: Mapping[str, int]) -> list[Difference]:
    """Each count that differs from what the record holds."""
    return [
        Difference(expected.crd, name, told, held[name]) for name, told in expected.counts.items() if held[name] != told
    ]
