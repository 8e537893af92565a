"""Fifty who file at once, and workers that die: one filing, nothing lost, nothing twice.

A worker dies where the test says: the process itself is killed at the chosen statement, so whatever its transaction
held is gone as in use. KILLS=200 in the environment of pytest kills at every statement that processing sends.
"""

import os
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction

from finpro.audit.models import Event
from finpro.billing.models import FeeLine
from finpro.exams.models import ExamRequest
from finpro.filings.models import Filing
from finpro.journeys import submit_filing
from finpro.kernel.models import Effect
from finpro.registry import models
from tests import at_once
from tests.filings import desk, filed
from tests.journeys import import_files as files

AT = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
KILLS = int(os.environ.get("KILLS", "4"))
MANY = 50

# For each number that it is told: a child does what waits and dies at the statement of that number; says how it ended.
# Number 0: it lives, and does again what was done, as after a worker that died before it could say so.
_WORKERS = """
import os, signal, sys
import django
django.setup()
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from finpro.filings.models import Filing
from finpro.journeys import apply_filing
from finpro.registry.models import RegistrationRequest

def work(left):
    def watch(execute, sql, params, many, context):
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)
    while job := ProcrastinateJob.objects.order_by("id").first():
        # The sealed file is another story: journeys.seal_filing has its own tests.
        if not job.task_name.startswith("journeys.seal"):
            with connection.execute_wrapper(watch):
                app.tasks[job.task_name](**job.args)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job.id])

def again():
    for key in Filing.objects.values_list("pk", flat=True):
        apply_filing.process(filing_id=key)
    for key in RegistrationRequest.objects.values_list("pk", flat=True):
        apply_filing.decide_request(request_id=key)

for line in sys.stdin:
    child = os.fork()
    if child == 0:
        work(int(line)) if int(line) else again()
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Workers:
    """Workers one after the other, each a process of its own on a database of the test's."""

    def __init__(self, process):
        self.process = process

    def __call__(self, dies_at):
        """One more; whether it lived to the end."""
        self.process.stdin.write(f"{dies_at}\n")
        self.process.stdin.flush()
        ended = int(self.process.stdout.readline())
        assert ended in {0, -9}, ended
        return ended == 0


@contextmanager
def workers(database):
    environment = files.environment(database) | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", _WORKERS], env=environment, **pipes) as process:
        yield Workers(process)
        process.stdin.close()


def outcome():
    """What stands after processing, without keys that differ from run to run."""
    return {
        "states": sorted(Filing.objects.values_list("state", flat=True)),
        "requests": sorted(models.RegistrationRequest.objects.values_list("regulator", "category", "state")),
        "missing": sorted(models.Deficiency.objects.values_list("request__regulator", "reason", "about")),
        "statuses": models.RegistrationStatus.objects.count(),
        "fees": sorted(FeeLine.objects.values_list("code", "amount")),
        "exams": sorted(ExamRequest.objects.values_list("exam", "cause")),
        "sources": models.Source.objects.filter(kind="FILING").count(),
        "associations": models.Association.objects.count(),
        "entries": models.EmploymentEntry.objects.count(),
        "effects": Effect.objects.filter(key__startswith="filing:").count(),
        "events": sorted(Event.objects.exclude(tag__startswith="account:").values_list("tag", flat=True)),
    }


@pytest.mark.django_db(transaction=True)
def test_fifty_who_file_one_form_at_once_file_it_once():
    with transaction.atomic():
        place = desk.desk(AT)
    filing = filed.ready(place, AT)

    def act(number):
        key = "one-page" if number % 2 else f"page-{number}"
        by = place.filer if number % 3 else place.second
        return submit_filing.submit(filing_id=filing.pk, key=key, by=by, at=AT).number

    receipts = at_once.many(MANY, act)
    assert len(set(receipts)) == 1
    filing.refresh_from_db()
    assert (filing.state, filing.receipt) == ("SUBMITTED", receipts[0])
    assert Event.objects.filter(tag="filing:form:submitted").count() == 1
    assert waiting("filings.process") == 1


def waiting(name):
    """How many jobs of a name wait."""
    from procrastinate.contrib.django.models import ProcrastinateJob  # noqa: PLC0415 - its apps must stand first

    return ProcrastinateJob.objects.filter(task_name=name).count()


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_at_any_step_loses_nothing_and_does_nothing_twice(database):
    with transaction.atomic():
        place = desk.desk(AT)
    filed.submit(filed.ready(place, AT), place, AT)
    # It dies again and again, each time some steps further than before, until one gets through.
    deaths, step = 0, 5
    with workers(database) as worker:
        while not worker(step):
            deaths += 1
            step += max(1, 320 // KILLS)
            found = outcome()
            # Between two steps there is all of a step or nothing of it.
            if found["states"] == ["SUBMITTED"]:
                assert (found["sources"], found["requests"], found["fees"], found["exams"]) == (0, [], [], [])
            else:
                assert (found["states"], found["sources"]) == (["ACCEPTED"], 1)
                assert found["requests"]
                assert found["fees"]
        assert deaths >= 2
        done = outcome()
        assert waiting("filings.process") == waiting("registrations.decide") == 0
        assert done["states"] == ["ACCEPTED"]
        assert done["events"].count("filing:form:accepted") == 1
        assert done["events"].count("record:filing:applied") == 1
        assert done["effects"] == 1
        assert len(done["missing"]) == len(set(done["missing"]))
        # A worker that is given the same work again finds it done.
        assert worker(0)
        assert outcome() == done
