"""Sealing, every few seconds."""

from django.db import transaction

from finpro.audit import services as audit
from finpro.kernel import clock, jobs


@jobs.periodic(name="audit.seal", cron="* * * * * */5")
def seal() -> None:
    """Seal what was committed since the last time, and go on while there is more than one seal holds."""
    while True:
        with transaction.atomic():
            sealed = audit.seal(at=clock.now())
        if sealed is None or 0 < sealed.count < audit.MOST:
            return
