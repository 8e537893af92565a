"""What access does by itself."""

from django.db import transaction

from finpro.access import services as access
from finpro.kernel import clock, jobs
from finpro.kernel.actor import system


@jobs.periodic(name="access.lapse", cron="17 * * * *")
def lapse() -> None:
    """End invitations whose time is over, so that their addresses are not kept."""
    with transaction.atomic():
        access.lapse(by=system("access"), at=clock.now())
