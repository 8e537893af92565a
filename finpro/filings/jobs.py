"""What happens to drafts by the clock."""

from datetime import timedelta

from django.db import transaction

from finpro.filings import services as filings
from finpro.filings.models import Filing
from finpro.filings.policies.work import EXPIRING
from finpro.kernel import clock, jobs
from finpro.kernel.actor import system
from finpro.rulebook import lookup as rulebook


@jobs.periodic(name="filings.expire_drafts", cron="23 5 * * *")
def expire_drafts() -> None:
    """End drafts that nobody touched for as long as the rulebook says, and warn before. Harmless to repeat."""
    at, by = clock.now(), system("filings")
    rules = rulebook.on(clock.legal_date(at))
    days, warned = rules.number("u4_draft_days"), rules.number("u4_draft_warning_days")
    left = Filing.objects.filter(state__in=sorted(EXPIRING)).order_by("id")
    for filing_id in left.filter(touched_at__lte=at - timedelta(days=days)).values_list("id", flat=True):
        with transaction.atomic():
            filings.expire(filing_id=filing_id, by=by, at=at)
    for filing_id in left.filter(
        touched_at__gt=at - timedelta(days=days), touched_at__lte=at - timedelta(days=days - warned)
    ).values_list("id", flat=True):
        with transaction.atomic():
            filings.warn(filing_id=filing_id, by=by, at=at)
