"""Requests for registration whose time is over: prints that did not come, deficiencies that nobody cured.

Every morning; each request in a transaction of its own, and a moved one is not met again.
"""

from datetime import timedelta

from django.db import transaction

from finpro.kernel import actor, clock, jobs
from finpro.registry import selectors as record
from finpro.registry import services as registry
from finpro.registry.enums import RequestState
from finpro.rulebook import lookup as rulebook

BY = actor.system("registrations")


@jobs.periodic(name="registrations.lapse", cron="20 9 * * *")
def lapse() -> None:
    """Let what waited too long go (forms.md 2.3 and 5.2): inactive where no card came, purged where a deficiency
    stayed."""
    at = clock.now()
    rules = rulebook.on(clock.legal_date(at))
    for state, to, days in (
        (RequestState.APPRNT, RequestState.INA_PRNT, rules.number("prints_days")),
        (RequestState.DEFICIENT, RequestState.PURGED, rules.number("deficient_purge_days")),
    ):
        for key in record.waiting_since(state, before=at - timedelta(days=days)):
            with transaction.atomic():
                registry.move_request(request_id=key, to=to, by=BY, at=at, reason="TIME_OVER")
