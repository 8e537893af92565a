"""Jobs: stored with their cause, done at least once, their effect at most once."""

import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app

from finpro.kernel import db, jobs
from finpro.kernel.models import Effect

done: list[int] = []


@jobs.job(name="tests.note", lock="note:{number}", retries=2)
def note(*, number: int) -> None:
    done.append(number)


@jobs.periodic(name="tests.tick", cron="0 0 1 1 *")
def tick() -> None:
    done.append(0)


@jobs.job(name="tests.fail_once", retries=3)
def fail_once(*, number: int) -> None:
    done.append(number)
    if done.count(number) == 1:
        raise RuntimeError("the first try")


@jobs.job(name="tests.defers")
def defers(*, number: int) -> None:
    """Its own transaction is undone, and with it the job that it deferred."""
    with transaction.atomic():
        note.defer(number=number)
        transaction.set_rollback(True)
    note.defer(number=number + 1)


@pytest.fixture(autouse=True)
def _fresh():
    done.clear()
    # Declared after the site was set up, so the app learns of them here.
    for declared in (note, fail_once, defers):
        assert declared.name in app.tasks


def waiting() -> list[str]:
    return [name for (name, status), count in jobs.counts().items() for _ in range(count) if status == "todo"]


@pytest.mark.django_db
def test_a_job_is_gone_with_its_transaction():
    with transaction.atomic():
        note.defer(number=1)
        transaction.set_rollback(True)
    assert waiting() == []
    note.defer(number=2)
    assert waiting() == ["tests.note"]


@pytest.mark.django_db
def test_a_job_can_be_done_at_once_and_by_name(at):
    note(number=5)
    assert done == [5]
    jobs.defer("tests.note", lock="note:6", when=at, number=6)
    assert waiting() == ["tests.note"]


@pytest.mark.django_db(transaction=True)
def test_a_worker_does_what_is_due_and_leaves_nothing_behind():
    note.defer(number=1)
    note.defer(number=2)
    jobs.work(wait=False)
    assert sorted(done) == [1, 2]
    assert jobs.counts() == {}


@pytest.mark.django_db(transaction=True)
def test_a_failed_job_waits_for_its_next_try():
    fail_once.defer(number=1)
    jobs.work(wait=False)
    assert done == [1]
    assert waiting() == ["tests.fail_once"]


@pytest.mark.django_db(transaction=True)
def test_what_a_job_defers_belongs_to_the_jobs_own_transaction():
    defers.defer(number=10)
    jobs.work(wait=False)
    assert done == [11]


@pytest.mark.django_db
def test_an_effect_is_written_once(at):
    seen = []
    for _ in range(2):
        with jobs.effect("report:7", at=at) as fresh:
            seen.append(fresh)
    assert seen == [True, False]


@pytest.mark.django_db
def test_an_effect_that_fails_leaves_no_key(at):
    with pytest.raises(RuntimeError), jobs.effect("report:8", at=at):
        raise RuntimeError("disk full")
    assert not Effect.objects.exists()
    with jobs.effect("report:8", at=at) as fresh:
        assert fresh


@pytest.mark.django_db
def test_settings_of_a_transaction_and_its_lock():
    with transaction.atomic():
        db.advisory_lock("tests")
        db.set_local(finpro__who="somebody", enable_seqscan="off")
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('finpro.who'), current_setting('enable_seqscan')")
            assert cursor.fetchone() == ("somebody", "off")
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
            assert cursor.fetchone() == (1,)


def _orphan(name, *, attempts=0):
    """Leave the only job as a worker does that was killed over it a minute ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 minute') RETURNING id"
        )
        (worker,) = cursor.fetchone()
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s, attempts = %s WHERE task_name = %s",
            [worker, attempts, name],
        )


@pytest.mark.django_db(transaction=True)
def test_what_a_dead_worker_left_is_done_again():
    note.defer(number=3)
    _orphan("tests.note")
    jobs.work(wait=False)
    assert done == []
    jobs.revive.defer(timestamp=0)
    jobs.work(wait=False)
    assert done == [3]
    assert jobs.counts() == {}


@pytest.mark.django_db(transaction=True)
def test_a_dead_worker_does_not_keep_a_periodic_job_from_coming_again():
    """The next tick waits behind the one that the dead worker holds: both have the same queueing lock."""
    tick.defer()
    _orphan("tests.tick")
    tick.defer()
    note.defer(number=5)
    _orphan("tests.note")
    jobs.revive.defer(timestamp=0)
    jobs.work(wait=False)
    assert sorted(done) == [0, 5]
    assert jobs.counts() == {}


@pytest.mark.django_db(transaction=True)
def test_what_kills_its_workers_is_given_up():
    note.defer(number=4)
    _orphan("tests.note", attempts=jobs.REVIVALS)
    jobs.revive.defer(timestamp=0)
    jobs.work(wait=False)
    assert done == []
    assert jobs.counts() == {("tests.note", "failed"): 1}


def test_periodic_jobs_come_when_their_names_say():
    """Six fields have the seconds at their end."""
    start = datetime(2026, 11, 23, 12, 0, 1, tzinfo=UTC)
    comes = {
        known.periodic_id: known.croniter.get_next(datetime, start_time=start) - start
        for known in app.periodic_registry.periodic_tasks.values()
    }
    assert comes["audit.seal"] == timedelta(seconds=4)
    assert comes["kernel.revive"] == timedelta(seconds=29)
    assert comes["notices.sweep"] == timedelta(seconds=59)


WORKER = "import django\ndjango.setup()\nfrom finpro.config import main\nmain.main(['worker'])"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.django_db(transaction=True)
def test_a_worker_asked_to_stop_ends_well(database, number):
    worker = subprocess.Popen([sys.executable, "-c", WORKER], env=database.environment, start_new_session=True)
    try:
        limit = time.monotonic() + 30
        while jobs.last_sign_of_life() is None:
            assert worker.poll() is None
            assert time.monotonic() < limit
        worker.send_signal(number)
        assert worker.wait(20) == 0
    finally:
        worker.kill()
        worker.wait()
    assert jobs.last_sign_of_life() is None


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_loses_the_database_says_so(database):
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER], env=database.environment, start_new_session=True, stderr=subprocess.PIPE
    )
    try:
        limit = time.monotonic() + 30
        while jobs.last_sign_of_life() is None:
            assert worker.poll() is None
            assert time.monotonic() < limit
        with psycopg.connect(database.owner_url, autocommit=True) as owner:
            owner.execute("ALTER TABLE procrastinate_jobs RENAME TO gone")
            try:
                _, said = worker.communicate(timeout=30)
            finally:
                owner.execute("ALTER TABLE gone RENAME TO procrastinate_jobs")
    finally:
        worker.kill()
        worker.wait()
    assert worker.returncode in {3, 4}
    assert b"Traceback" not in said
