"""Importing people: how many in a second, and whether memory grows with their number.

The masked real documents are used, each again and again under a new CRD number; invented ones where they are not there.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from bench import people, simulate
from bench.ground import Ground
from bench.rows import Row, at_least, at_most
from bench.servers import ROOT

SPEED, MEMORY = 1_500, 400
FIRST_CRD = 30_000_001
COMMAND = "import sys; from finpro.config.main import main; main(sys.argv[1:])"


def measure(ground: Ground, *, few: int = 1_000, many: int = 10_000) -> list[Row]:
    """Import `few` people, then `many`, each into an empty database.

    What the database itself takes for these rows, constraints and history on, is measured beside them by a bare COPY.
    """
    small_speed, small = _import(ground, few)
    speed, large = _import(ground, many)
    bare = many / simulate.bare_copy(ground.owner_url)
    return [
        Row("bare COPY of the rows of an import", f"{bare:,.0f} people/s; the import reaches {speed / bare:.0%}"),
        at_least(f"import of {many:,} people", speed, SPEED, "people/s"),
        Row(f"import of {few:,} people", f"{small_speed:,.0f} people/s"),
        at_most(f"memory of an import of {many:,}", large, MEMORY, "MB", 0),
        Row(
            f"memory of an import of {few:,}", f"{small:,.0f} MB; {large / small:.2f} × for {many / few:g} × the people"
        ),
    ]


def _import(ground: Ground, number: int) -> tuple[float, float]:
    """People in a second and the most memory of the process in MB."""
    ground.empty()
    file = ground.home / f"people-{number}.jsonl"
    with file.open("w", encoding="utf-8") as out:
        for document in _documents(number):
            out.write(json.dumps(document) + "\n")
    began = time.perf_counter()
    command = [
        sys.executable,
        "-c",
        COMMAND,
        "import",
        "brokercheck",
        str(file),
        "--captured-on",
        "2024-11-15",
        "--json",
    ]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603 - ours
    told = process.stdout.read() if process.stdout else b""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - began
    file.unlink()
    if process.returncode != 0:
        raise RuntimeError(f"The import ended with {process.returncode}: {told[-300:]!r}")
    return number / seconds, used.ru_maxrss / 1024


def _documents(number: int) -> Iterator[dict[str, Any]]:
    real = [_inner(path) for path in people.real_documents()]
    states = [{"state": "Texas", "regScope": "BC", "status": "APPROVED", "regDate": "1/8/2014"}]
    for crd, _ in zip(count(FIRST_CRD), range(number), strict=False):
        if not real:
            yield people.person(crd, states)
            continue
        key, document = real[crd % len(real)]
        document["basicInformation"]["individualId"] = crd
        yield {"hits": {"total": 1, "hits": [{"_type": "_doc", "_source": {key: json.dumps(document)}}]}}


def _inner(path: Path) -> tuple[str, dict[str, Any]]:
    """The key under which a capture holds its document, and the document."""
    ((key, text),) = json.loads(path.read_text(encoding="utf-8"))["hits"]["hits"][0]["_source"].items()
    return key, json.loads(text)
