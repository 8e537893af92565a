"""Reading filings. Every selector takes the viewer, or is for journeys and the rooms above alone."""

from finpro.filings.selectors.access import access_of
from finpro.filings.selectors.documents import document_of
from finpro.filings.selectors.head import get_head
from finpro.filings.selectors.listing import list_chosen, list_filings, list_mine
from finpro.filings.selectors.overview import overview
from finpro.filings.selectors.section import section_page

__all__ = [
    "access_of",
    "document_of",
    "get_head",
    "list_chosen",
    "list_filings",
    "list_mine",
    "overview",
    "section_page",
]
