"""Delivery of the outbox."""

from django.db import transaction

from finpro.kernel import clock, jobs
from finpro.notices import selectors as outbox
from finpro.notices import services as notices


@jobs.job(name=notices.DELIVER, lock="notice:{notice_id}", retries=0)
def deliver(*, notice_id: int) -> None:
    """Deliver one mail: take it, send it, note it. What fails on the way is found again by `sweep`."""
    with transaction.atomic():
        taken = notices.take(notice_id=notice_id, at=clock.now())
    if taken is None:
        return
    outcome = notices.send(taken)
    with transaction.atomic():
        notices.settle(taken=taken, outcome=outcome, at=clock.now())


@jobs.periodic(name="notices.sweep", cron="* * * * *")
def sweep() -> None:
    """Give a new job to every mail that none is going to deliver."""
    with transaction.atomic():
        for notice_id in outbox.list_left_behind(clock.now()):
            deliver.defer(notice_id=notice_id)
