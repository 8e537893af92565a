"""Reading filings. Every selector takes the viewer, or is for journeys and the rooms above alone."""

from finpro.filings.selectors.documents import document_of

__all__ = ["document_of"]
