"""`finpro keys rotate`: everything that is sealed under the first key of the ring."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from finpro.accounts.services import factors
from finpro.filings import services as filings
from finpro.journeys.import_run import Progress, Watch
from finpro.kernel import actor, clock
from finpro.registry import services as registry

ACTOR = actor.system("keys")
BATCH = 1000


def rotate_keys(*, watch: Watch | None = None, now: Callable[[], datetime] = clock.now) -> int:
    """Seal what is not yet sealed under the first key of FINPRO_SEAL_KEYS, or not looked up by the present lookup key:
    Social Security numbers, on record and in forms, and secrets of second factors; answers how many. Batch by batch:
    stopped and started again, it does what is left.

    Raises errors.Refusal where keys are absent or an old one was taken away too early.
    """
    looked, done = 0, 0
    for reseal in (registry.reseal, filings.reseal, factors.reseal):
        after = 0
        while True:
            with transaction.atomic():
                after, changed = reseal(after=after, count=BATCH, by=ACTOR, at=now())
            if not after:
                break
            looked += BATCH
            done += changed
            if watch is not None:
                watch(Progress(looked, None, 0))
    return done
