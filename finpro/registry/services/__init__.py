"""The one door by which the record changes. Only journeys call it (house.md law 2).

Captures come in by `record_captures` and `record_firms`; an accepted filing by `apply`, from changes that
filings.policies.changes tells. A request for registration that a filing opened goes on by `decide` (what the system
can decide), `move_request` (staff, or the firm that withdraws), `open_deficiency` and `cure_deficiency`; a disclosure
report is put to its occurrence by `match_report`. Somebody who is with no firm tells a new home address by
`change_home`.
"""

from finpro.registry.policies.captures import Reject, Sealed, seal
from finpro.registry.services.applying import Applied, FilingSource, apply
from finpro.registry.services.captures import Outcome, Refused, record_captures
from finpro.registry.services.counting import differences
from finpro.registry.services.firms import firms_missing, record_firms
from finpro.registry.services.homes import Told, change_home, confirm_home
from finpro.registry.services.matching import Held, match
from finpro.registry.services.people import open_record
from finpro.registry.services.personal import reseal, set_date_of_birth, set_ssn
from finpro.registry.services.reports import match_report, unmatch_report
from finpro.registry.services.requests import cure_deficiency, decide, move_request, open_deficiency
from finpro.registry.services.runs import Run, advance, finish_run, lock_run, open_run, rejects_of

__all__ = [
    "Applied",
    "FilingSource",
    "Held",
    "Outcome",
    "Refused",
    "Reject",
    "Run",
    "Sealed",
    "Told",
    "advance",
    "apply",
    "change_home",
    "confirm_home",
    "cure_deficiency",
    "decide",
    "differences",
    "finish_run",
    "firms_missing",
    "lock_run",
    "match",
    "match_report",
    "move_request",
    "open_deficiency",
    "open_record",
    "open_run",
    "record_captures",
    "record_firms",
    "rejects_of",
    "reseal",
    "seal",
    "set_date_of_birth",
    "set_ssn",
    "unmatch_report",
]
