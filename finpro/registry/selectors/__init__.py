"""Reading the record. Every selector takes the viewer and answers NotFound for what the viewer may not know of."""

from finpro.registry.selectors.facts import (
    differences_of,
    facts_of,
    open_points,
    qualified,
    regulators_of,
    waiting_requests,
    waiting_since,
)
from finpro.registry.selectors.filed import filed_form
from finpro.registry.selectors.firms import firm_figures, firm_page
from finpro.registry.selectors.hiring import Hire, to_hire
from finpro.registry.selectors.leaving import Home, Leaver, leaver_of
from finpro.registry.selectors.names import firm_names
from finpro.registry.selectors.numbers import ABSENT, crd_by_ssn, full_ssn, last_four
from finpro.registry.selectors.record import get_record
from finpro.registry.selectors.roster import roster_page
from finpro.registry.selectors.runs import get_run, list_runs
from finpro.registry.selectors.search import Found, find
from finpro.registry.selectors.ties import (
    Candidate,
    candidate,
    is_tied,
    legal_names,
    names_of_firms,
    person_id,
    tied_firm,
)
from finpro.registry.selectors.trail import get_trail

__all__ = [
    "ABSENT",
    "Candidate",
    "Found",
    "Hire",
    "Home",
    "Leaver",
    "candidate",
    "crd_by_ssn",
    "differences_of",
    "facts_of",
    "filed_form",
    "find",
    "firm_figures",
    "firm_names",
    "firm_page",
    "full_ssn",
    "get_record",
    "get_run",
    "get_trail",
    "is_tied",
    "last_four",
    "leaver_of",
    "legal_names",
    "list_runs",
    "names_of_firms",
    "open_points",
    "person_id",
    "qualified",
    "regulators_of",
    "roster_page",
    "tied_firm",
    "to_hire",
    "waiting_requests",
    "waiting_since",
]
