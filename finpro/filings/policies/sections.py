"""To which section of a form a place in a document belongs, and what of it each side may change."""

from finpro.filings.policies.documents import parts

# Disclosure reporting pages are opened, closed and counted with the questions that call for them.
PAGES, DISCLOSURE = "drps", "disclosure"
# What says which filing it is; nobody types it.
HEADER = "filing"
GATES = {"has_other_business": "other_business"}


def section_of(path: str) -> str:
    """The key of the section that a pointer lies in; "" for the root and for what says which filing it is."""
    first = next(iter(parts(path)), "")
    if first == PAGES:
        return DISCLOSURE
    return "" if first == HEADER else GATES.get(first, first)


def prefixes(section: str) -> list[str]:
    """The first parts of all pointers that lie in a section, the section's own first."""
    gates = [gate for gate, owner in GATES.items() if owner == section]
    return [section, *gates, *([PAGES] if section == DISCLOSURE else [])]
