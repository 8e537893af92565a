"""Import runs, what they counted and what they refused: registry staff only."""

from dataclasses import dataclass
from datetime import datetime

from finpro.kernel import errors
from finpro.kernel.actor import Actor
from finpro.registry import permissions
from finpro.registry.models import ImportReject, ImportRun

PAGE = 25
REJECTS = 50


@dataclass(frozen=True, slots=True)
class Run:
    """One import. `done` counts the records whose outcome is committed; `counters` are as the run wrote them."""

    id: int
    kind: str
    state: str
    started_at: datetime
    finished_at: datetime | None
    done: int
    counters: tuple[tuple[str, int], ...]
    rejects: int


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that was not written, where it stands in its file, and why."""

    position: int
    file: str
    pointer: str
    crd: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class RunList:
    """A page of runs, newest first."""

    runs: tuple[Run, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class RunPage:
    """One run with a page of its rejects, in the order of the input."""

    run: Run
    rejects: tuple[Reject, ...]
    page: int
    pages: int


def list_runs(viewer: Actor, page: int = 1) -> RunList:
    """Import runs, newest first, in two queries. Raises Forbidden for anybody without imports.view."""
    permissions.see_imports(viewer)
    total = ImportRun.objects.count()
    pages, page = _window(total, PAGE, page)
    rows = ImportRun.objects.order_by("-started_at", "-pk")[(page - 1) * PAGE : page * PAGE]
    return RunList(tuple(_run(row) for row in rows), total, page, pages)


def get_run(viewer: Actor, run_id: int, page: int = 1) -> RunPage:
    """One run and a page of its rejects, in three queries. Raises NotFound where there is no such run."""
    permissions.see_imports(viewer)
    run = ImportRun.objects.filter(pk=min(run_id, 2**63 - 1)).first()
    if run is None:
        raise errors.NotFound("There is no import run with this number.")
    rejects = ImportReject.objects.filter(run=run)
    total = rejects.count()
    pages, page = _window(total, REJECTS, page)
    rows = rejects.order_by("position", "pk")[(page - 1) * REJECTS : page * REJECTS]
    return RunPage(
        _run(run, total),
        tuple(Reject(row.position, row.file, row.pointer, row.crd, row.reason) for row in rows),
        page,
        pages,
    )


def _window(total: int, size: int, page: int) -> tuple[int, int]:
    pages = max(1, -(-total // size))
    return pages, min(max(page, 1), pages)


def _run(row: ImportRun, rejects: int | None = None) -> Run:
    numbers = {key: value for key, value in row.counters.items() if isinstance(value, int)}
    return Run(
        row.pk,
        row.kind,
        row.state,
        row.started_at,
        row.finished_at,
        row.cursor,
        tuple(sorted(numbers.items())),
        numbers.get("rejected", numbers.get("rejects", 0)) if rejects is None else rejects,
    )
