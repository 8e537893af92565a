"""What of a draft is open to the person, as the page that changes it shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from finpro.filings import permissions
from finpro.filings.enums import Access
from finpro.filings.models import SectionShare
from finpro.filings.policies import sections
from finpro.filings.selectors.head import Head, get_head
from finpro.kernel.actor import Actor
from finpro.kernel.clock import legal_date
from finpro.rulebook.forms.schema import Section


@dataclass(frozen=True, slots=True)
class Shared:
    """`sections` are those that may be opened, `open` the keys of those that are, or are usually.

    `why_not` says why nothing can be opened now, "" where it can.
    """

    head: Head
    access: Access
    sections: Sequence[Section]
    open: Sequence[str]
    why_not: str


def access_of(viewer: Actor, filing_id: int, at: datetime) -> Shared:
    """What is open. Raises NotFound for another firm's draft."""
    head = get_head(viewer, filing_id, legal_date(at))
    permissions.draft_for_firm(viewer, head.firm_id)
    opened = SectionShare.objects.filter(filing=filing_id, rep_may_edit=True).values_list("section", flat=True)
    found = sorted(opened)
    return Shared(
        head,
        Access(head.access),
        sections.openable(head.form, head.type),
        found or sections.usually_open(head.form, head.type),
        permissions.share.why_not(viewer, head.firm_id, head.state) or "",
    )
