"""`finpro import iapd`: the adviser feed of individuals into the record.

No original file of the feed was at hand; its form was read off public parsers.
"""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

from finpro.journeys import import_iapd_reading as reading
from finpro.journeys import import_run
from finpro.registry import services as registry

KIND = "iapd"


def import_iapd(
    paths: Sequence[Path],
    *,
    captured_on: date | None = None,
    watch: import_run.Watch | None = None,
    batch: int = import_run.BATCH,
) -> import_run.Summary:
    """Import feeds (zip of 20 members, or single XML files) in one pass.

    A feed says itself when it was made; `captured_on` dates one that does not. Importing the same again changes
    nothing. Raises errors.Invalid where a path is not there or a feed has no date.
    """
    import_run.existing(paths)
    return import_run.run(
        kind=KIND,
        mark=import_run.fingerprint(paths, {"captured_on": captured_on}),
        read=partial(reading.items, paths, captured_on),
        paths=paths,
        write=lambda captures, run: registry.record_captures(captures=captures, run=run),
        watch=watch,
        batch=batch,
    )
