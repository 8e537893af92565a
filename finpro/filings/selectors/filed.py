"""The page on which a form is filed, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from finpro.billing import selectors as billing
from finpro.billing.selectors import Owed
from finpro.exams import selectors as exams
from finpro.filings import permissions
from finpro.filings.enums import State
from finpro.filings.models import Filing
from finpro.filings.policies import checks, clocks
from finpro.filings.selectors import known, signing
from finpro.filings.selectors.head import Head, get_head
from finpro.kernel.actor import Actor
from finpro.kernel.clock import legal_date
from finpro.kernel.errors import Finding
from finpro.registry.selectors.requests import Asked, requests_of_filing
from finpro.rulebook import lookup as rulebook
from finpro.rulebook.decisions import Decision


@dataclass(frozen=True, slots=True)
class FiledPage:
    """A form that is ready to be filed or was filed.

    `findings` keep it from being filed now; `warnings` do not. `why_not` says why the viewer cannot file it, "" where
    he or she can. `reasons` say why it was rejected. `late` is the decision on the clock of its disclosure, if it has
    one. `fees` are open until accounts come; `exams` names those whose request came with it.
    """

    head: Head
    filed_on: date | None
    decided_at: datetime | None
    findings: Sequence[Finding]
    warnings: Sequence[Finding]
    why_not: str
    reasons: Sequence[dict[str, Any]]
    requests: Sequence[Asked]
    exams: Sequence[str]
    fees: Sequence[Owed]
    late: Decision | None

    @property
    def ready(self) -> bool:
        """Whether it waits to be filed."""
        return self.head.state is State.READY_TO_SUBMIT

    @property
    def waits(self) -> bool:
        """Whether it is being processed."""
        return self.head.state is State.SUBMITTED


def filed_page(viewer: Actor, filing_id: int, at: datetime) -> FiledPage:
    """The page of the firm. Raises NotFound for another firm's filing."""
    on = legal_date(at)
    head = get_head(viewer, filing_id, on)
    filing = Filing.objects.select_related("firm", "person").get(pk=filing_id)
    subject = signing.subject_of(filing_id)
    content = signing.signed_document(filing)
    found: list[Finding] = []
    if head.state is State.READY_TO_SUBMIT:
        found = checks.check(head.form, content, known.known_of(filing, content, on), on)
    return FiledPage(
        head=head,
        filed_on=filing.filed_on,
        decided_at=filing.decided_at,
        findings=[one for one in found if one.severity == "error"],
        warnings=[one for one in found if one.severity != "error"],
        why_not=permissions.submit.why_not(viewer, filing.firm_id) or "",
        reasons=filing.reasons if head.state is State.REJECTED else (),
        requests=requests_of_filing(viewer, filing.firm_id, subject),
        exams=[rulebook.label("exams", row.exam) for row in exams.exams_of(subject)],
        fees=billing.list_lines(viewer, filing.firm_id, subject),
        late=clocks.judge(head.form, content, filing.base, filing.filed_on or on) if content else None,
    )
