"""Background work: declared beside the domain that it belongs to, stored in the transaction that causes it.

A job runs at least once: a worker may be killed after the effect and before it could say so. So a job writes its effect
and a unique key in one transaction (`effect`), or its effect is harmless to repeat.

    @jobs.job(name="notices.deliver", lock="notice:{notice_id}")
    def deliver(*, notice_id: int) -> None: ...

    deliver.defer(notice_id=7)             # a row in the caller's transaction; gone with it when it is rolled back
    deliver.defer_at(when, notice_id=7)
    deliver(notice_id=7)                   # here and now

Arguments are ids and codes, never personal data: they are stored and logged.
"""

import asyncio
import copy
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import wraps
from typing import Any, Generic, ParamSpec

import structlog
from django.db import connection, transaction
from procrastinate import App, JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.jobs import Status
from procrastinate.periodic import PeriodicRegistry
from procrastinate.tasks import Task

from finpro.kernel import clock, ids, trace

P = ParamSpec("P")

log = structlog.get_logger("finpro.job")

# Tries after the first, and the base of the pause between them in seconds: 4, 16, 64, 256, 1024.
RETRIES = 5
PAUSE = 4
# How often a job is started again after its worker died; more often means that it is what kills them.
REVIVALS = 10
# Seconds without a sign of life after which a worker counts as dead. It gives one every ten.
SILENCE = 30


class WorkerEnded(Exception):
    """A worker stopped working without being asked to; who watches it starts another."""

    def __init__(self) -> None:
        super().__init__(
            "The worker stopped working, most likely because the database was away. Jobs that were waiting are safe. "
            "Start it again; finpro doctor says what is missing."
        )


class Job(Generic[P]):
    """Work that can be deferred, or done at once by calling it."""

    def __init__(self, task: Task[Any, Any, Any], work: Callable[P, None], lock: str) -> None:
        self.name = task.name
        self._task = task
        self._work = work
        self._lock = lock

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> None:
        self._work(*args, **kwargs)

    def defer(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Store the job in the caller's transaction. Keyword arguments only."""
        self._configured(kwargs).defer(**kwargs)

    def defer_at(self, when: datetime, /, *args: P.args, **kwargs: P.kwargs) -> None:
        """Store the job in the caller's transaction, to start no sooner than `when`."""
        self._configured(kwargs, schedule_at=when).defer(**kwargs)

    def _configured(self, kwargs: dict[str, Any], **options: Any) -> Any:
        if self._lock:
            options["lock"] = self._lock.format(**kwargs)
        return self._task.configure(**options)


def job(
    *, name: str, lock: str = "", retries: int = RETRIES, queue: str = "default"
) -> Callable[[Callable[P, None]], Job[P]]:
    """Declare a job.

    `name` is stored with each one and stays when the function moves. Jobs of the same `lock`, a text that may name
    arguments (`"firm:{firm_id}"`), run one after the other. `retries` is how often it is tried again after a failure.
    """

    def declare(work: Callable[P, None]) -> Job[P]:
        strategy = RetryStrategy(max_attempts=retries, exponential_wait=PAUSE) if retries else False
        task = app.task(name=name, queue=queue, retry=strategy)(_followed(work))
        return Job(task, work, lock)

    return declare


def periodic(*, name: str, cron: str) -> Callable[[Callable[[], None]], Job[[]]]:
    """Declare a job that starts by the clock: `cron` has five fields, or six with seconds at the end, in UTC.

    At most one waits and one runs, however many workers there are. It is not tried again: the next one comes.
    """

    def declare(work: Callable[[], None]) -> Job[[]]:
        task = app.task(name=name, queueing_lock=name, lock=name)(_tick(_followed(work)))
        app.periodic(cron=cron, periodic_id=name)(task)
        return Job(task, work, name)

    return declare


def _followed(work: Callable[P, None]) -> Callable[P, None]:
    """The work under an id of its own that joins its log lines and audit events."""

    @wraps(work)
    def followed(*args: P.args, **kwargs: P.kwargs) -> None:
        with trace.following(f"job-{ids.reference(12)}"):
            work(*args, **kwargs)

    return followed


def _tick(work: Callable[[], None]) -> Callable[[int], None]:
    @wraps(work)
    def tick(timestamp: int = 0) -> None:
        work()

    return tick


def defer(name: str, /, *, lock: str = "", when: datetime | None = None, **arguments: int | str) -> None:
    """Store a job by its name, in the caller's transaction: for services, which stand below their domain's jobs."""
    options: dict[str, Any] = {"lock": lock} if lock else {}
    if when is not None:
        options["schedule_at"] = when
    app.configure_task(name, allow_unknown=False, **options).defer(**arguments)


@contextmanager
def effect(key: str, *, at: datetime) -> Iterator[bool]:
    """A transaction for a job's effect; True when it is still to be written, False when it has been already.

    Two workers with the same key wait for each other. An error undoes effect and key together.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO kernel_effect (key, done_at) VALUES (%s, %s) ON CONFLICT DO NOTHING", [key, at])
            fresh = cursor.rowcount == 1
        yield fresh


@app.periodic(cron="* * * * * */30", periodic_id="kernel.revive")
@app.task(name="kernel.revive", queueing_lock="kernel.revive", pass_context=True)
async def revive(context: JobContext, timestamp: int) -> None:
    """Start again what dead workers left half done; what killed too many of them is given up and logged.

    A job that starts by the clock is let go instead: its next run waits behind it already, and two that wait under one
    name are refused by the database.
    """
    manager = context.app.job_manager
    for stalled in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENCE):
        if stalled.queueing_lock is not None:
            log.warning("job let go", job=stalled.task_name, job_id=stalled.id)
            await manager.finish_job(stalled, status=Status.FAILED, delete_job=True)
        elif stalled.attempts >= REVIVALS:
            log.error("job given up", job=stalled.task_name, job_id=stalled.id, attempts=stalled.attempts)
            await manager.finish_job(stalled, status=Status.FAILED, delete_job=False)
        else:
            log.warning("job revived", job=stalled.task_name, job_id=stalled.id, attempts=stalled.attempts)
            await manager.retry_job(stalled, retry_at=clock.now())


def work(*, wait: bool = True, name: str = "worker", grace: float = 15.0) -> None:
    """Do jobs until SIGTERM or Ctrl-C, then finish the one at hand within `grace` seconds; or, without `wait`, until
    nothing is left that is due, leaving what starts by the clock to workers that stay. Raises WorkerEnded when it ends
    unasked.

    Jobs deferred by a job are rows of that job's own transaction, as in the web: only the worker's own bookkeeping has
    a connection of its own.
    """
    connector: Any = app.connector  # Django's, which knows the connector that suits a worker
    worker_app = app.with_connector(connector.get_worker_connector())
    worker_app.periodic_registry = _deferred_by(worker_app) if wait else _nothing_periodic()
    around = worker_app.worker_defaults["task_middleware"]

    async def run() -> None:
        async with worker_app.open_async():
            working = asyncio.ensure_future(
                worker_app.run_worker_async(
                    name=name,
                    wait=wait,
                    delete_jobs="successful",
                    listen_notify=wait,
                    stalled_worker_timeout=SILENCE,
                    shutdown_graceful_timeout=grace,
                    install_signal_handlers=False,
                    task_middleware=around if wait else [*around, _leaving],
                )
            )
            with _stopping(working):
                await working
        if wait:
            raise WorkerEnded

    # Being asked to stop arrives as a cancelled future.
    with suppress(asyncio.CancelledError):
        asyncio.run(run())


@contextmanager
def _stopping(working: asyncio.Future[None]) -> Iterator[None]:
    """SIGTERM and Ctrl-C ask the worker to finish what is at hand. Elsewhere than in the main thread nobody asks."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop, numbers = asyncio.get_running_loop(), (signal.SIGTERM, signal.SIGINT)
    for number in numbers:
        loop.add_signal_handler(number, working.cancel)
    try:
        yield
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)


def _nothing_periodic() -> PeriodicRegistry:
    return PeriodicRegistry()  # type: ignore[no-untyped-call]  # the library leaves it untyped


def _deferred_by(worker_app: App) -> PeriodicRegistry:
    """The periodic jobs, stored by the worker's own connections, which are made anew when the database was away."""
    registry = _nothing_periodic()
    for known in app.periodic_registry.periodic_tasks.values():
        task = copy.copy(known.task)
        task.blueprint = worker_app
        registry.register_task(task, known.cron, known.periodic_id, known.configure_kwargs)
    return registry


def _leaving(go_on: Callable[[], Any], context: JobContext, worker: object) -> Any:
    """Close the thread's connection after each job: the thread ends with the worker, the process may go on."""
    try:
        return go_on()
    finally:
        connection.close()


def counts() -> dict[tuple[str, str], int]:
    """How many jobs there are by name and status: todo, doing, failed, …"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status::text, count(*) FROM procrastinate_jobs GROUP BY 1, 2 ORDER BY 1, 2")
        return {(row[0], row[1]): row[2] for row in cursor.fetchall()}


def last_sign_of_life() -> datetime | None:
    """When a worker last said that it is there; None where none is registered."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(last_heartbeat) FROM procrastinate_workers")
        (at,) = cursor.fetchone()
        return at if isinstance(at, datetime) else None
