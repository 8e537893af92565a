"""A firm files a form that is ready; what comes of it is the work of journeys.apply_filing."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from finpro.filings.services import submission
from finpro.journeys import apply_filing  # noqa: F401 - declares the job that filing defers
from finpro.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Receipt:
    """What people quote about a filing. `state` is SUBMITTED, or what came of it where it was filed before."""

    number: str
    state: str


def submit(*, filing_id: int, key: str, by: Actor, at: datetime) -> Receipt:
    """File the form and answer its receipt at once. Pressed twice, or on two pages, it is filed once.

    Raises as filings.services.submission.submit; then nothing was filed.
    """
    with transaction.atomic():
        filing = submission.submit(filing_id=filing_id, key=key, by=by, at=at)
    return Receipt(filing.receipt or "", filing.state)
