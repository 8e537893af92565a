"""`finpro import brokercheck`: answers of the BrokerCheck and IAPD individual services into the record."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

from finpro.journeys import import_brokercheck_reading as reading
from finpro.journeys import import_run
from finpro.registry import services as registry

KIND = "brokercheck"


def import_brokercheck(
    paths: Sequence[Path], *, captured_on: date | None = None, watch: import_run.Watch | None = None, batch: int = 500
) -> import_run.Summary:
    """Import captures and search rows from folders, archives and files.

    `captured_on` dates the documents that do not say when they were captured; without it they get the latest date
    found inside any of them under the same path, which is a lower bound and marked so. Importing the same again
    changes nothing. Raises errors.Invalid where a path is not there or no date can be had.
    """
    import_run.existing(paths)
    found = reading.survey(paths, dates=captured_on is None)
    return import_run.run(
        kind=KIND,
        mark=import_run.fingerprint(paths, {"captured_on": captured_on}),
        read=partial(reading.items, paths, found, captured_on),
        paths=paths,
        write=lambda captures, run: registry.record_captures(captures=captures, run=run),
        total=found.records,
        watch=watch,
        batch=batch,
    )
