"""Reading cases and requests to vouch. What the viewer may not know of is answered by NotFound."""

from finpro.casework.selectors.bulk import Plan, Results, actions, plan, results
from finpro.casework.selectors.case import (
    Account,
    CasePage,
    Found,
    OwnCase,
    case_for_account,
    case_page,
    claimed_by,
    found_account,
    is_asked,
    may_ask,
    number_of,
)
from finpro.casework.selectors.filings import FilingPage, filing_page
from finpro.casework.selectors.letters import (
    Draft,
    LetterPage,
    Letters,
    count_letters,
    draft_letter,
    firm_letters,
    letter_page,
)
from finpro.casework.selectors.queue import Filters, Queue, count_open, queue_page
from finpro.casework.selectors.reports import DifferencePage, ReportPage, difference_page, report_page
from finpro.casework.selectors.request import Missing, RequestPage, request_page
from finpro.casework.selectors.requests import RequestLine, Requests, firm_request, firm_requests, my_requests
from finpro.casework.selectors.vouching import count_waiting, list_answered, list_waiting, own_requests, to_answer
from finpro.casework.selectors.waived import reviewers
from finpro.casework.selectors.work import WorkQueue, count_waiting_work, work_page

__all__ = [
    "Account",
    "CasePage",
    "DifferencePage",
    "Draft",
    "FilingPage",
    "Filters",
    "Found",
    "LetterPage",
    "Letters",
    "Missing",
    "OwnCase",
    "Plan",
    "Queue",
    "ReportPage",
    "RequestLine",
    "RequestPage",
    "Requests",
    "Results",
    "WorkQueue",
    "actions",
    "case_for_account",
    "case_page",
    "claimed_by",
    "count_letters",
    "count_open",
    "count_waiting",
    "count_waiting_work",
    "difference_page",
    "draft_letter",
    "filing_page",
    "firm_letters",
    "firm_request",
    "firm_requests",
    "found_account",
    "is_asked",
    "letter_page",
    "list_answered",
    "list_waiting",
    "may_ask",
    "my_requests",
    "number_of",
    "own_requests",
    "plan",
    "queue_page",
    "report_page",
    "request_page",
    "results",
    "reviewers",
    "to_answer",
    "work_page",
]
