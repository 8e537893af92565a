"""Forms ready to be filed, for tests of filing."""

from uuid import uuid4

from django.db import transaction

from finpro.filings.models import Filing
from finpro.filings.selectors import prefill
from finpro.filings.services.signing import Paper
from finpro.journeys import submit_filing
from finpro.kernel import errors
from tests.filings import signing
from tests.forms import documents

KEY = "page-1"


def ready(place, at, *, made=documents.initial, change=None, paper=True):
    """A form of the firm about the person, signed: made from the record as it stands, saying what `made` says."""

    def whole(**crds):
        document = made(**crds)
        if change is not None:
            change(document)
        return document

    def base(**_crds):
        kind = made(firm_crd=place.firm.crd, individual_crd=place.person.crd)["filing"]["type"]
        return prefill.document(place.person.pk, place.firm.pk, kind, at.date())

    on_paper = Paper(documents.NAME, at.date(), uuid4()) if paper else None
    with transaction.atomic():
        filing = signing.complete(place, at, made=whole, base=base)
        signing.countersign(filing, place, at, paper=on_paper)
    return Filing.objects.get(pk=filing.pk)


def submit(filing, place, at, *, key=KEY, by=None):
    """Filed by the firm's filer."""
    try:
        return submit_filing.submit(filing_id=filing.pk, key=key, by=by or place.filer, at=at)
    except errors.Invalid as invalid:
        raise AssertionError([(one.rule, one.pointer, one.message) for one in invalid.findings]) from invalid
