"""Rows of filings."""

from finpro.filings.models.filing import Filing

__all__ = ["Filing"]
