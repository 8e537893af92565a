"""Import runs: one at a time for the same files, resumed where it was cut off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from finpro.registry import models
from finpro.registry.enums import RunState
from finpro.registry.policies.captures import Reject


@dataclass(frozen=True, slots=True)
class Run:
    """A run as it stands: `cursor` records are done, with these counters."""

    id: int
    cursor: int
    counters: dict[str, int]
    resumed: bool


def open_run(*, kind: str, fingerprint: str, at: datetime) -> Run:
    """Begin a run, or go on with one of the same kind and files that was cut off."""
    row, made = models.ImportRun.objects.get_or_create(
        kind=kind, fingerprint=fingerprint, state=RunState.RUNNING, defaults={"started_at": at}
    )
    return Run(row.pk, row.cursor, dict(row.counters), not made)


def lock_run(run: int) -> int:
    """Hold the run until this transaction ends; answers its cursor, so that two processes never do the same batch."""
    return models.ImportRun.objects.select_for_update().get(pk=run).cursor


def advance(run: int, *, cursor: int, counters: Mapping[str, Any], rejects: Sequence[Reject]) -> None:
    """Note that the first `cursor` records are done, in the transaction that wrote them."""
    models.ImportReject.objects.bulk_create(
        models.ImportReject(
            run_id=run,
            position=item.position,
            file=item.file,
            pointer=" ".join(part for part in (item.record, item.pointer) if part),
            crd=item.crd,
            reason=item.reason,
        )
        for item in rejects
    )
    models.ImportRun.objects.filter(pk=run).update(cursor=cursor, counters=dict(counters))


def finish_run(run: int, *, at: datetime) -> None:
    """The run has read all there is."""
    models.ImportRun.objects.filter(pk=run).update(state=RunState.DONE, finished_at=at)


def rejects_of(run: int) -> list[Reject]:
    """What the run refused, in the order of the files."""
    rows = models.ImportReject.objects.filter(run_id=run).order_by("position", "pk")
    return [Reject(r.position, r.file, "", r.pointer, r.crd, r.reason) for r in rows]
