"""What is put on paper and sealed, and what is said of a paper that somebody holds."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, TextField, Value
from django.db.models.functions import Cast, Concat

from finpro.documents import selectors as documents
from finpro.documents.models import Document
from finpro.filings.enums import FilingType, State
from finpro.filings.models import Filing
from finpro.filings.policies.signing import Wish
from finpro.filings.selectors.signing.plans import plan, subject_of
from finpro.kernel import actor
from finpro.kernel.clock import legal_date
from finpro.registry import selectors as registry
from finpro.rulebook.forms import loader, reading
from finpro.rulebook.forms.schema import Block, Form
from finpro.signatures import selectors as envelopes
from finpro.signatures.selectors import EnvelopeView

SEALED, PREVIEW = "sealed", "preview"


@dataclass(frozen=True, slots=True)
class ForPaper:
    """A filing as it is put on paper. `envelope` holds its signatures; None for a draft that is printed to be signed,
    which then has the `blocks` that somebody has to sign. `content` is the canonical JSON, `digest` its SHA-256."""

    form: Form
    document: Mapping[str, Any]
    content: str
    digest: str
    blocks: tuple[Block, ...]
    envelope: EnvelopeView | None
    person: str
    crd: int
    firm: str
    firm_crd: int
    receipt: str
    filed_on: date | None


@dataclass(frozen=True, slots=True)
class Checked:
    """What anybody may know of a sealed form: what it is, when it was sealed, and whether a later one was accepted.

    `whole`: the file itself was checked, not only the fingerprint of the form in it.
    """

    title: str
    type: str
    sealed_at: datetime
    filed_on: date | None
    whole: bool
    later: bool


def to_seal(filing_id: int) -> ForPaper | None:
    """An accepted filing with its signatures; None where it is not accepted or nobody signed it here."""
    filing = _filing(filing_id)
    if filing is None or filing.state != State.ACCEPTED:
        return None
    envelope = envelopes.live_envelope(actor.system("seal"), subject_of(filing_id))
    if envelope is None:
        return None
    document = json.loads(envelope.content)
    return _on_paper(filing, document, envelope.content, envelope.digest, (), envelope, legal_date(envelope.sent_at))


def to_print(filing_id: int, at: datetime) -> ForPaper | None:
    """A draft as it would be signed now; None where there is none such."""
    filing = _filing(filing_id)
    if filing is None or filing.state not in {State.DRAFT, State.REP_EDITING, State.FIRM_REVIEW}:
        return None
    needs = plan(filing, Wish(), at)
    content = reading.canonical(needs.document).decode()
    return _on_paper(filing, needs.document, content, needs.digest, tuple(needs.blocks), None, legal_date(at))


def list_unsealed(since: datetime, most: int) -> list[int]:
    """Filings that were accepted after the instant, signed here, and have no sealed paper; the first ones first."""
    subject = Concat(Value("filing:"), Cast(OuterRef("pk"), TextField()))
    sealed = Document.objects.filter(kind=SEALED, subject=subject, state="READY")
    rows = Filing.objects.filter(state=State.ACCEPTED, decided_at__gt=since).filter(~Exists(sealed)).exclude(digest="")
    return list(rows.order_by("decided_at", "id").values_list("pk", flat=True)[:most])


def check(digest: str) -> Checked | None:
    """What is known of a sealed file by its SHA-256, or of the form in it by its fingerprint; None for anything else.

    Whom the form is about, and which firm filed it, is not said.
    """
    found, whole = documents.find_by_digest(digest, kind=SEALED), True
    if found is None:
        subject = envelopes.subject_of_digest(digest)
        sealed = documents.list_of(subject, kind=SEALED) if subject else []
        found, whole = (sealed[-1] if sealed else None), False
    if found is None:
        return None
    filing = Filing.objects.filter(pk=int(found.subject.partition(":")[2]), state=State.ACCEPTED).first()
    if filing is None:
        return None
    later = Filing.objects.filter(
        person=filing.person_id, form=filing.form, state=State.ACCEPTED, decided_at__gt=filing.decided_at
    )
    form = loader.get(filing.form, filing.version)
    return Checked(form.title, FilingType(filing.type).label, found.asked_at, filing.filed_on, whole, later.exists())


def _filing(filing_id: int) -> Filing | None:
    return Filing.objects.select_related("firm", "person").filter(pk=filing_id).first()


def _on_paper(
    filing: Filing,
    document: Mapping[str, Any],
    content: str,
    digest: str,
    blocks: tuple[Block, ...],
    envelope: EnvelopeView | None,
    on: date,
) -> ForPaper:
    return ForPaper(
        form=loader.get(filing.form, filing.version),
        document=document,
        content=content,
        digest=digest,
        blocks=blocks,
        envelope=envelope,
        person=registry.legal_names([filing.person_id], on)[filing.person_id],
        crd=filing.person.crd,
        firm=registry.names_of_firms([filing.firm_id], on)[filing.firm_id],
        firm_crd=filing.firm.crd,
        receipt=filing.receipt or "",
        filed_on=filing.filed_on,
    )
