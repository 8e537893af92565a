"""The IAPD compilation feed of individuals: reader."""

from finpro.integrations.iapd.feed import (
    Branch,
    CurrentEmployment,
    DisclosureFlags,
    EmploymentHistory,
    Exam,
    FeedIndividual,
    OtherName,
    PreviousRegistration,
    Registration,
)
from finpro.integrations.iapd.reader import Answer, read_feed

__all__ = [
    "Answer",
    "Branch",
    "CurrentEmployment",
    "DisclosureFlags",
    "EmploymentHistory",
    "Exam",
    "FeedIndividual",
    "OtherName",
    "PreviousRegistration",
    "Registration",
    "read_feed",
]
