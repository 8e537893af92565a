"""The record's own counts, and which rows they count.

An import that loses or doubles a row is caught by the source itself: each document says how many registrations and
exams it lists, a search row of IAPD how many current employments.
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

# Services whose documents count alike: of each family the latest document governs.
FAMILIES = {kinds.BROKERCHECK: "JSON", kinds.ADVISERINFO: "JSON", kinds.FEED: "FEED"}


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the rows of a person must count to as of the day of the capture that counts them."""

    crd: int
    day: date
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


def expectations(captures: Sequence[Capture]) -> list[Expectation]:
    """What the captures of one person, in governing order, lead to expect.

    Of each family of services the latest document governs; what a later document of another family counts too is left
    to that one. The count of employments is that of the latest row of an IAPD search, and says something only where a
    document of the same service and day lists the employments with their sides.
    """
    found: list[Expectation] = []
    counted: set[str] = set()
    families: set[str] = set()
    for capture in reversed(captures):
        family = FAMILIES.get(capture.service, capture.service)
        if family in families or not _counts(capture, captures):
            continue
        families.add(family)
        counts = {name: count for name, count in capture.counters.items() if name not in counted}
        counted |= counts.keys()
        if counts:
            found.append(Expectation(capture.crd, capture.captured_on, counts))
    return found


def _counts(capture: Capture, captures: Sequence[Capture]) -> bool:
    if not capture.service.endswith(SEARCH_SUFFIX):
        return True
    service = capture.service.removesuffix(SEARCH_SUFFIX)
    return any(c.service == service and c.captured_on == capture.captured_on for c in captures)


def compare(expected: Expectation, held: Mapping[str, int]) -> list[Difference]:
    """Each count that differs from what the record holds."""
    return [
        Difference(expected.crd, name, told, held[name]) for name, told in expected.counts.items() if held[name] != told
    ]
