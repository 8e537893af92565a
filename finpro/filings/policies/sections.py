"""To which section of a form a place in a document belongs, and what of it each side may change."""

from typing import Any

from finpro.filings.enums import Access
from finpro.filings.policies.documents import parts
from finpro.rulebook.forms.schema import Form, Section

# Disclosure reporting pages are opened, closed and counted with the questions that call for them.
PAGES, DISCLOSURE = "drps", "disclosure"
# What says which filing it is; nobody types it.
HEADER = "filing"
# Written by the signing step alone, on pages of its own.
SIGNATURES = "signatures"
# Why months of a history are not accounted for: rows kept by section, beside the form.
REASONS = "gap_reasons"
HISTORIES = ("residences", "employments")
GATES = {"has_other_business": "other_business"}


def section_of(path: str) -> str:
    """The key of the section that a pointer lies in; "" for the root and for what says which filing it is."""
    keys = parts(path)
    first = next(iter(keys), "")
    if first == PAGES:
        return DISCLOSURE
    if first == REASONS:
        return keys[1] if len(keys) > 1 else ""
    return "" if first == HEADER else GATES.get(first, first)


def part_of(section: Section, path: str) -> str:
    """Which page of a section a place is filled in on: the number of its group from "1" on, PAGES for reporting pages.

    "" for a section that is filled in on one page.
    """
    if not section.paged:
        return ""
    keys = parts(path)
    if keys[:1] == [PAGES]:
        return PAGES
    asked = keys[1] if len(keys) > 1 else ""
    found = (
        number
        for number, group in enumerate(section.groups, 1)
        if any(question.key == asked for question in group.questions)
    )
    return str(next(found, 1))


def prefixes(section: str) -> list[str]:
    """The first parts of all pointers that lie in a section, the section's own first."""
    gates = [gate for gate, owner in GATES.items() if owner == section]
    reasons = [f"{REASONS}/{section}"] if section in HISTORIES else []
    return [section, *gates, *reasons, *([PAGES] if section == DISCLOSURE else [])]


def with_reasons(document: dict[str, Any]) -> dict[str, Any]:
    """The document with its reasons for gaps in one list, as checks read them; the one given is changed."""
    kept = document.pop(REASONS, None)
    if isinstance(kept, dict):
        rows = [{**row, "section": section} for section in HISTORIES for row in kept.get(section, ())]
        document[REASONS] = rows
    return document


def is_drafted(form: Form, kind: str, key: str) -> bool:
    """Whether a section of this key is drafted in a filing of this type."""
    return any(section.key == key for section in drafted(form, kind))


def drafted(form: Form, kind: str) -> list[Section]:
    """The sections that are drafted in a filing of this type, in the form's order; those of signatures are signed."""
    type_ = form.filing_type(kind)
    editable = {DISCLOSURE if key == PAGES else key for key in type_.editable}
    return [
        section
        for section in form.sections
        if section.key in editable and section.key not in type_.without and section.key != SIGNATURES
    ]


def openable(form: Form, kind: str) -> list[Section]:
    """Of these, the ones that a firm may open to the person (forms.md 2.4)."""
    return [section for section in drafted(form, kind) if section.rep_edits != "never"]


def usually_open(form: Form, kind: str) -> list[str]:
    """The keys of those that are ticked when a firm begins to choose."""
    return [section.key for section in openable(form, kind) if section.rep_edits == "default"]


def to_open(form: Form, kind: str, access: Access, chosen: list[str]) -> list[str]:
    """The keys of the sections that are open after a choice: all that may be, the chosen ones of them, or none."""
    keys = [section.key for section in openable(form, kind)]
    if access == Access.FULL:
        return keys
    return [key for key in keys if key in chosen] if access == Access.PARTIAL else []
