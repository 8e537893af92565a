"""The one door by which the record changes. Only journeys call it (house.md law 2)."""

from finpro.registry.policies.captures import Reject, Sealed, seal
from finpro.registry.services.captures import Outcome, Refused, record_captures
from finpro.registry.services.counting import differences
from finpro.registry.services.firms import firms_missing, record_firms
from finpro.registry.services.matching import Held, match
from finpro.registry.services.personal import reseal, set_date_of_birth, set_ssn
from finpro.registry.services.runs import Run, advance, finish_run, lock_run, open_run, rejects_of

__all__ = [
    "Held",
    "Outcome",
    "Refused",
    "Reject",
    "Run",
    "Sealed",
    "advance",
    "differences",
    "finish_run",
    "firms_missing",
    "lock_run",
    "match",
    "open_run",
    "record_captures",
    "record_firms",
    "rejects_of",
    "reseal",
    "seal",
    "set_date_of_birth",
    "set_ssn",
]
