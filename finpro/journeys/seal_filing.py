"""An accepted form becomes a sealed file, a draft one to print and to sign by hand. The worker makes both."""

from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction

from finpro.documents import adapters
from finpro.documents import services as documents
from finpro.documents.policies import PDF
from finpro.filings import exports
from finpro.filings import permissions as filings
from finpro.filings.models import Filing
from finpro.filings.selectors import signing as selectors
from finpro.filings.selectors.signing import ForPaper
from finpro.kernel import actor, clock, errors, jobs
from finpro.kernel.actor import Actor
from finpro.ui.form_view import form_view
from finpro.ui.render import NOTICE

log = structlog.get_logger("finpro.documents")
BY = actor.system("seal")
SEALED, PREVIEW = "sealed", "preview"
# How far back the look for what was never sealed goes, and how much of it at a time.
_BACK, _MOST = timedelta(days=30), 200


@jobs.job(name="journeys.seal_filing.make", lock="seal:{filing_id}")
def make(*, filing_id: int) -> None:
    """Typeset an accepted filing, seal it and keep it, once. Harmless to repeat, and to run for what is not accepted.

    Where the seal cannot be set now, because nobody tells the time or the certificate's state, it is tried again.
    """
    found = selectors.to_seal(filing_id)
    if found is None:
        return
    at = clock.now()
    typeset = adapters.typeset("form.typ", _paper(found, at))
    try:
        sealed = adapters.seal(typeset, reason=f"Form accepted, receipt {found.receipt}", at=at)
    except adapters.Unsealable as problem:
        log.warning("form not sealed", filing=filing_id, problem=str(problem))
        raise
    with jobs.effect(f"seal:{filing_id}", at=at) as fresh:
        if fresh:
            documents.keep(
                kind=SEALED,
                subject=selectors.subject_of(filing_id),
                content=sealed,
                media_type=PDF,
                file_name=f"form-u4-{found.receipt or filing_id}.pdf",
                by=BY,
                at=at,
            )


def ask_preview(*, filing_id: int, by: Actor, at: datetime) -> None:
    """Ask for a draft as a file to print. Raises NotFound for another firm's filing, Refusal for what is no draft."""
    with transaction.atomic():
        filing = Filing.objects.filter(pk=filing_id).first()
        if filing is None:
            raise errors.NotFound(filings.NO_DRAFT)
        filings.send(by, filing.firm_id)
        if selectors.to_print(filing_id, at) is None:
            raise errors.Refusal("Only a draft is printed to be signed by hand. Nothing was made.", "SIG-05")
        preview.defer(filing_id=filing_id)


@jobs.job(name="journeys.seal_filing.preview", lock="seal:{filing_id}")
def preview(*, filing_id: int) -> None:
    """Typeset a draft as it stands, with empty lines to sign on, and keep it. Nothing happens once it is no draft."""
    at = clock.now()
    found = selectors.to_print(filing_id, at)
    if found is None:
        return
    content = adapters.typeset("form.typ", _paper(found, at))
    with transaction.atomic():
        documents.keep(
            kind=PREVIEW,
            subject=selectors.subject_of(filing_id),
            content=content,
            media_type=PDF,
            file_name=f"form-u4-draft-{filing_id}-{found.digest[:8]}.pdf",
            by=BY,
            at=at,
        )


@jobs.periodic(name="journeys.seal_filing.catch_up", cron="*/10 * * * *")
def catch_up() -> None:
    """Seal what was accepted and, for whatever reason, has no sealed file."""
    for filing_id in selectors.list_unsealed(clock.now() - _BACK, _MOST):
        make.defer(filing_id=filing_id)


def _paper(found: ForPaper, at: datetime) -> dict[str, object]:
    ours = settings.FINPRO
    sheet = exports.Sheet(
        brand=str(ours["operator"] or ours["brand"]),
        notice=NOTICE,
        check_url=f"{str(ours['base_url']).rstrip('/')}/check",
        person=found.person,
        crd=found.crd,
        firm=found.firm,
        firm_crd=found.firm_crd,
        made_on=clock.legal_date(at),
        receipt=found.receipt,
        filed_on=found.filed_on,
    )
    return exports.paper(
        form_view(found.form, found.document),
        sheet,
        content=found.content,
        digest=found.digest,
        blocks=found.envelope.blocks if found.envelope is not None else found.blocks,
        envelope=found.envelope,
    )
