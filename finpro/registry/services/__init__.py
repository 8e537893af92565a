"""The one door by which the record changes. Only journeys call it (house.md law 2)."""

from finpro.registry.services.captures import Outcome, Refused, Sealed, record_captures, seal
from finpro.registry.services.counting import differences
from finpro.registry.services.runs import Reject, Run, advance, finish_run, lock_run, open_run, rejects_of

__all__ = [
    "Outcome",
    "Refused",
    "Reject",
    "Run",
    "Sealed",
    "advance",
    "differences",
    "finish_run",
    "lock_run",
    "open_run",
    "record_captures",
    "rejects_of",
    "seal",
]
