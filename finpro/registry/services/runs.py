"""Import runs: one at a time for the same files, resumed where it was cut off.

A batch leaves one event, whatever it wrote (house.md law 3): `advance` records it in the transaction that wrote it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from finpro.audit import services as audit
from finpro.kernel.actor import Actor
from finpro.registry import models
from finpro.registry.enums import RunState
from finpro.registry.policies.captures import Reject
from finpro.registry.presenters import imports as _events  # noqa: F401 - says how the events below read


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


def lock_run(*, run_id: int) -> int:
    """Hold the run until this transaction ends; answers its cursor, so that two processes never do the same batch."""
    return models.ImportRun.objects.select_for_update().get(pk=run_id).cursor


def advance(
    *,
    run_id: int,
    records: int,
    captures: int,
    counters: Mapping[str, Any],
    rejects: Sequence[Reject],
    by: Actor,
    at: datetime,
) -> None:
    """Note that `records` more are done, in the transaction that wrote them: `captures` were new, `rejects` refused.

    `counters` are those of the whole run. The caller holds the run (`lock_run`).
    """
    models.ImportReject.objects.bulk_create(
        models.ImportReject(
            run_id=run_id,
            position=item.position,
            file=item.file,
            pointer=" ".join(part for part in (item.record, item.pointer) if part),
            crd=item.crd,
            reason=item.reason,
        )
        for item in rejects
    )
    models.ImportRun.objects.filter(pk=run_id).update(cursor=F("cursor") + records, counters=dict(counters))
    audit.record(
        tag="record:import:batch",
        by=by,
        at=at,
        subject=f"import_run:{run_id}",
        data={"records": records, "captures": captures, "rejected": len(rejects)},
    )


def finish_run(*, run_id: int, by: Actor, at: datetime) -> None:
    """The run has read all there is."""
    run = models.ImportRun.objects.select_for_update().get(pk=run_id)
    run.state, run.finished_at = RunState.DONE, at
    run.save(update_fields=["state", "finished_at"])
    audit.record(
        tag="record:import:finished",
        by=by,
        at=at,
        subject=f"import_run:{run_id}",
        data={name: run.counters.get(name, 0) for name in ("records", "rejected")},
    )


def rejects_of(run_id: int) -> list[Reject]:
    """What the run refused, in the order of the files."""
    rows = models.ImportReject.objects.filter(run_id=run_id).order_by("position", "pk")
    return [Reject(r.position, r.file, "", r.pointer, r.crd, r.reason) for r in rows]
