"""How filings read: their events, and the questions of a section as fields of a page."""

from finpro.filings.presenters import events as _events  # noqa: F401 - registers how events read
