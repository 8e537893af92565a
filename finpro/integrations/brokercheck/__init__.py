"""The BrokerCheck and IAPD individual services: reader of captured answers."""

from finpro.integrations.brokercheck.captures import (
    BranchLocation,
    Counters,
    Disclosure,
    DisclosureCount,
    Employment,
    Exam,
    IndividualCapture,
    SearchEmployment,
    SearchRow,
    SroRegistration,
    StateRegistration,
)
from finpro.integrations.brokercheck.reader import Answer, read_individuals

__all__ = [
    "Answer",
    "BranchLocation",
    "Counters",
    "Disclosure",
    "DisclosureCount",
    "Employment",
    "Exam",
    "IndividualCapture",
    "SearchEmployment",
    "SearchRow",
    "SroRegistration",
    "StateRegistration",
    "read_individuals",
]
