"""Fifty who file at once, and workers that die: one filing, nothing lost, nothing twice.

A worker dies where the test says: the process itself is killed at the chosen statement, so whatever its transaction
held is gone as in use. KILLS=200 in the environment of pytest kills at every statement that processing sends.
"""

import os
import subprocess
import sys
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

# Does what waits, and dies at the statement of the given number; says how many it sent when it lived.
_WORKER = """
import os, sys, signal
import django
django.setup()
from django.db import connection
from finpro.journeys import apply_filing
left = int(sys.argv[1])
def watch(execute, sql, params, many, context):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, params, many, context)
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.contrib.django import app
sent = left
while True:
    job = ProcrastinateJob.objects.order_by("id").first()
    if job is None:
        break
    with connection.execute_wrapper(watch):
        app.tasks[job.task_name](**job.args)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job.id])
print(sent - left)
"""


def worker(environment, dies_at):
    """A worker in a process of its own; how many statements it sent, None where it died."""
    command = [sys.executable, "-c", _WORKER, str(dies_at)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode == -9:
        return None
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


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
    environment = files.environment(database) | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    with transaction.atomic():
        place = desk.desk(AT)
    filed.submit(filed.ready(place, AT), place, AT)
    # It dies again and again, each time some steps further than before, until one gets through.
    deaths, step = 0, 5
    while worker(environment, step) is None:
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
    died = outcome()
    assert waiting("filings.process") == 0
    assert waiting("registrations.decide") == 0
    assert died["states"] == ["ACCEPTED"]
    assert died["events"].count("filing:form:accepted") == 1
    assert died["events"].count("record:filing:applied") == 1
    assert died["effects"] == 1
    assert len(died["missing"]) == len(set(died["missing"]))
    # A second worker that is given the same work finds it done.
    for job in ("filings.process", "registrations.decide"):
        again(environment, job)
    assert outcome() == died


_LOADED = (
    "import django",
    "django.setup()",
    "from finpro.journeys import apply_filing",
    "from procrastinate.contrib.django import app",
)


def again(environment, name):
    """The job once more, as after a worker that died before it could say that it was done."""
    keys = {
        "filings.process": ("filing_id", Filing.objects.values_list("pk", flat=True)),
        "registrations.decide": ("request_id", models.RegistrationRequest.objects.values_list("pk", flat=True)),
    }
    argument, found = keys[name]
    calls = [f"app.tasks[{name!r}](**{{{argument!r}: {key}}})" for key in found]
    code = "\n".join([*_LOADED, *calls])
    subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True)
