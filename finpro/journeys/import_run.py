"""The engine of every import: batches, each whole in one transaction, and a run that survives a kill at any moment."""

import hashlib
import json
import os
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.db import transaction

from finpro.journeys.import_items import Item, Read, beside, seldom_collected
from finpro.journeys.import_words import Words
from finpro.kernel import actor, clock, db, errors
from finpro.registry import services as registry

BATCH = 500
MANY_BYTES = 8_000_000
ACTOR = actor.system("import")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is: records done, and of how many where that is known."""

    done: int
    total: int | None
    rejected: int


@dataclass(frozen=True, slots=True)
class Summary:
    """How an import ended. `counters` are those of the run, from its beginning, resumptions included."""

    run: int
    resumed_at: int
    counters: Mapping[str, int]
    rejects: Sequence[registry.Reject]
    unknown_words: Mapping[str, int]
    unknown_keys: Mapping[str, int] = field(default_factory=dict)


Write = Callable[[Sequence[registry.Sealed], int], registry.Outcome]
Watch = Callable[[Progress], None]


def fingerprint(paths: Iterable[Path], options: Mapping[str, object]) -> str:
    """What tells whether a run that was cut off is continued by this command: options, and names, sizes and times of
    the files. A change of any of them begins a new run, which is harmless: what is there already is known again."""
    digest = hashlib.sha256(json.dumps(dict(options), sort_keys=True, default=str).encode())
    for file in _files(paths):
        found = os.stat(file)
        digest.update(f"{os.path.realpath(file)}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _files(paths: Iterable[Path]) -> Iterator[str]:
    """Every file under the paths, in one order, the names of one folder in memory at a time."""
    for path in paths:
        if not path.is_dir():
            yield str(path)
            continue
        for folder, inside, names in os.walk(path):
            inside.sort()
            yield from (os.path.join(folder, name) for name in sorted(names))


def existing(paths: Sequence[Path]) -> None:
    """Refuse paths that are not there, before anything begins. Raises errors.Invalid."""
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        raise errors.Invalid(f"There is no {', no '.join(missing)}. Nothing was imported. Check the path.")


def run(
    *,
    kind: str,
    mark: str,
    read: Read,
    paths: Sequence[Path],
    write: Write,
    total: int | None = None,
    watch: Watch | None = None,
    now: Callable[[], datetime] = clock.now,
    batch: int = BATCH,
) -> Summary:
    """Import what `read` yields from the paths, in batches, going on where a run of the same mark was cut off.

    Each batch is one transaction: rows, rejects, counters, the run's cursor and one audit event. So whatever happens,
    the database holds the first `cursor` records of the files whole, and the same command goes on from there.
    """
    words, keys = Words(), Counter[str]()
    items = beside(read, words, keys) if _many(paths) else read(words, keys)
    with closing(items), seldom_collected():
        summary = _run(kind, mark, items, write, total, watch, now, batch)
    return replace(summary, unknown_words=dict(words.unknown), unknown_keys=dict(keys))


def _many(paths: Sequence[Path]) -> bool:
    """Whether there is so much to read that a process of its own pays."""
    if (os.cpu_count() or 1) < 2:
        return False
    size = 0
    for file in _files(paths):
        size += os.path.getsize(file)
        if size > MANY_BYTES:
            return True
    return False


def _run(
    kind: str,
    mark: str,
    items: Iterator[Item],
    write: Write,
    total: int | None,
    watch: Watch | None,
    now: Callable[[], datetime],
    batch: int,
) -> Summary:
    with transaction.atomic():
        opened = registry.open_run(kind=kind, fingerprint=mark, at=now())
    counts = Counter(opened.counters)
    cursor = opened.cursor
    for _ in islice(items, cursor):
        pass
    _tell(watch, cursor, total, counts)
    while found := list(islice(items, batch)):
        cursor = _batch(opened.id, cursor, found, write, counts, now())
        _tell(watch, cursor, total, counts)
    with transaction.atomic():
        registry.finish_run(run_id=opened.id, by=ACTOR, at=now())
    return Summary(opened.id, opened.cursor if opened.resumed else 0, dict(counts), registry.rejects_of(opened.id), {})


def _batch(run_id: int, cursor: int, found: Sequence[Item], write: Write, counts: Counter[str], at: datetime) -> int:
    captures = [item.sealed for item in found if item.sealed is not None]
    positions = {id(item.sealed.capture): cursor + n for n, item in enumerate(found) if item.sealed is not None}
    with transaction.atomic():
        if registry.lock_run(run_id=run_id) != cursor:
            raise errors.Refusal(
                "Another process is importing the same files. Nothing is lost; wait for it, or stop it and start again."
            )
        _context(run_id)
        outcome = write(captures, run_id)
        rejects = [_placed(item.reject, cursor + n) for n, item in enumerate(found) if item.reject is not None]
        rejects += [_refused(refused, positions[id(refused.capture)]) for refused in outcome.refused]
        _add(counts, outcome, len(found), len(rejects))
        registry.advance(
            run_id=run_id,
            records=len(found),
            captures=outcome.captures,
            counters=counts,
            rejects=rejects,
            by=ACTOR,
            at=at,
        )
    return cursor + len(found)


def _context(run_id: int) -> None:
    """What history rows written by this transaction carry (house.md, two trails). And plans by index only: they are
    kept for the session, and a plan made while the tables were empty would read them from end to end for ever after."""
    db.set_local(
        enable_seqscan="off",
        pghistory__context_id=str(uuid.uuid4()),
        pghistory__context_metadata=json.dumps({"import_run": run_id, "actor": ACTOR.label}),
    )


def _placed(reject: registry.Reject, position: int) -> registry.Reject:
    return registry.Reject(position, reject.file, reject.record, reject.pointer, reject.crd, reject.reason)


def _refused(refused: registry.Refused, position: int) -> registry.Reject:
    capture = refused.capture
    return registry.Reject(position, capture.file, capture.record, refused.pointer, capture.crd, refused.reason)


def _add(counts: Counter[str], outcome: registry.Outcome, read: int, rejected: int) -> None:
    for name, value in (
        ("records", read),
        ("rejected", rejected),
        ("captures", outcome.captures),
        ("already known", outcome.known),
        ("new", outcome.new),
        ("amended", outcome.amended),
        ("rows added", outcome.rows.added),
        ("rows amended", outcome.rows.amended),
        ("rows removed", outcome.rows.removed),
    ):
        counts[name] += value


def _tell(watch: Watch | None, done: int, total: int | None, counts: Mapping[str, int]) -> None:
    if watch is not None:
        watch(Progress(done, total, counts.get("rejected", 0)))
