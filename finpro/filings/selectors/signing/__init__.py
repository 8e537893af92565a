"""Reading what a filing's signatures need, how far they have come, and what was signed."""

from finpro.filings.selectors.signing.pages import (
    Panel,
    SignPage,
    ToSign,
    frozen_document,
    get_panel,
    get_sign_page,
    list_to_sign,
    reminded_on,
    signed_document,
)
from finpro.filings.selectors.signing.papers import Checked, ForPaper, check, list_unsealed, to_print, to_seal
from finpro.filings.selectors.signing.plans import Plan, open_points, plan, subject_of
from finpro.filings.selectors.signing.red_line import Line, RedLine, red_line

__all__ = [
    "Checked",
    "ForPaper",
    "Line",
    "Panel",
    "Plan",
    "RedLine",
    "SignPage",
    "ToSign",
    "check",
    "frozen_document",
    "get_panel",
    "get_sign_page",
    "list_to_sign",
    "list_unsealed",
    "open_points",
    "plan",
    "red_line",
    "reminded_on",
    "signed_document",
    "subject_of",
    "to_print",
    "to_seal",
]
