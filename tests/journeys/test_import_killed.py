"""An import that is killed at any moment goes on by the same command and ends as if nothing had happened.

The suite kills a handful of times; with KILLS=50 in the environment of pytest it does so fifty times.
"""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from finpro.journeys import import_brokercheck as journey
from finpro.registry import models
from tests.journeys import import_files as files

KILLS = int(os.environ.get("KILLS", "4"))
PEOPLE = max(240, 45 * KILLS)
BATCH = 20

# Reads and writes in small batches, and says so after each, so that the test can kill it at a chosen point.
_WORKER = """
import sys
from pathlib import Path
import django
django.setup()
from finpro.journeys import import_brokercheck as journey
def watch(progress):
    print(progress.done, flush=True)
journey.import_brokercheck([Path(sys.argv[1])], watch=watch, batch=int(sys.argv[2]))
"""


def people(path: Path) -> Path:
    """Documents, of which some cannot be used and some are captures of a person who came before."""
    made = []
    for number in range(PEOPLE):
        document = files.person(9_000_001 + number % (PEOPLE - 40))
        if number % 17 == 0:
            document["examsCount"] = {"stateExamCount": 9}
        if number % 23 == 0:
            document["registeredStates"][0]["state"] = "Atlantis"
        if number >= PEOPLE - 40:
            document["basicInformation"]["lastName"] = "Ashgrove"
        made.append(document)
    return files.lines(path, made)


def killed_after(path: Path, environment: dict[str, str], batches: int, delay: random.Random) -> None:
    """Start the import in a process of its own, and kill it some random work after that many batches."""
    command = [sys.executable, "-c", _WORKER, str(path), str(BATCH)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as process:
        for _ in range(batches + 1):
            if not process.stdout.readline():
                break
        else:
            spin = delay.randrange(400_000)  # somewhere inside the next batch, no clock needed
            for _ in range(spin):
                pass
        process.send_signal(signal.SIGKILL)
        process.wait()


@pytest.mark.django_db(transaction=True)
def test_killed_again_and_again_it_ends_like_an_unbroken_run(tmp_path, database):
    path = people(tmp_path / "people.jsonl")
    environment = files.environment(database) | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    chance = random.Random(20261123)
    at_least = 0
    for _ in range(KILLS):
        killed_after(path, environment, chance.randrange(3), chance)
        run = models.ImportRun.objects.order_by("-pk").first()
        if run is None:
            continue
        if run.state == "DONE":
            break
        assert run.cursor % BATCH == 0
        assert run.cursor >= at_least
        at_least = run.cursor
    summary = journey.import_brokercheck([path], batch=BATCH)
    assert models.ImportRun.objects.count() == 1
    broken = files.contents()
    people_then = list(models.Person.objects.order_by("crd").values_list("crd", flat=True))

    fresh = tmp_path / "unbroken"
    fresh.mkdir()
    files_again = people(fresh / "people.jsonl")
    with files.emptied(database):
        unbroken = journey.import_brokercheck([files_again], batch=BATCH)
    assert list(models.Person.objects.order_by("crd").values_list("crd", flat=True)) == people_then
    assert summary.counters == unbroken.counters
    assert [(r.position, r.pointer, r.reason) for r in summary.rejects] == [
        (r.position, r.pointer, r.reason) for r in unbroken.rejects
    ]
    for table, rows in files.contents().items():
        assert broken[table] == rows, table


@pytest.mark.django_db
def test_two_imports_of_the_same_files_do_not_do_a_batch_twice(tmp_path):
    path = people(tmp_path / "people.jsonl")
    seen = []

    def steal(progress):
        if not seen:
            seen.append(progress)
            models.ImportRun.objects.update(cursor=BATCH)

    with pytest.raises(Exception, match="Another process is importing the same files"):
        journey.import_brokercheck([path], watch=steal, batch=BATCH)
