"""Rows of filings."""

from finpro.filings.models.answers import Answer, Entry
from finpro.filings.models.filing import Filing
from finpro.filings.models.sharing import Comment, Move, Presence, SectionShare

__all__ = ["Answer", "Comment", "Entry", "Filing", "Move", "Presence", "SectionShare"]
