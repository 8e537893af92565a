"""How fast `finpro simulate` writes, against a bare COPY of the same rows into the same tables.

    .venv/bin/python -m bench.simulate [--people N] [--rounds N]

Constraints, triggers and history are on in both. Each round writes a world, saves its tables as text, empties them, and
copies the text back with nothing but COPY, one statement for each table. The ratio is bare seconds by ours.
"""

import argparse
import resource
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from bench import ground
from bench.rows import Row
from finpro.config import migrating

LINE = 0.25  # the issue: at least a quarter of a bare COPY's speed
# In the order of writing: a table after those it refers to. Roster lines and history are written by triggers.
TABLES = tuple(
    f"registry_{name}"
    for name in (
        *("importrun", "source", "firm", "firmname", "firmaddress", "branch", "person", "personname", "standing"),
        *("designation", "residence", "otherbusiness", "employmentspell", "association", "office", "employmententry"),
        *("examresult", "regulatoryelement", "registration", "registrationstatus", "disclosure", "disclosureversion"),
    )
)


@dataclass(frozen=True)
class Measured:
    """Medians of the rounds. `ratio`: our speed as a share of a bare COPY's. `growth`: seconds of the last fifth of
    people by those of the first, 1.0 where time is linear. `memory`: the most that this process held, in MB."""

    people: int
    rows: int
    ours: float
    bare: float
    growth: float
    memory: int

    @property
    def ratio(self) -> float:
        """Our speed as a share of a bare COPY's."""
        return self.bare / self.ours


def measure(owner_url: str, *, people: int = 1_000, rounds: int = 3) -> Measured:
    """Measure on an empty, migrated database at `owner_url`. Django must be set up; the database is left empty."""
    ours, bare, growth = [], [], []
    rows = 0
    for number in range(rounds):
        with migrating.connected_as(owner_url):
            seconds, rows, moments = _ours(people, number)
        ours.append(seconds)
        if len(moments) >= 10:
            fifth = len(moments) // 5
            growth.append((moments[-1] - moments[-1 - fifth]) / (moments[fifth] - moments[0]))
        bare.append(bare_copy(owner_url))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    middle = statistics.median
    return Measured(people, rows, middle(ours), middle(bare), middle(growth) if growth else 1.0, memory)


def _ours(people: int, seed: int) -> tuple[float, int, list[float]]:
    """Seconds, rows, and the moment at which each batch was there."""
    # Django is set up only now, and models cannot be loaded before.
    from finpro.journeys import simulate  # noqa: PLC0415

    moments: list[float] = []
    began = time.perf_counter()
    outcome = simulate.simulate(
        simulate.Plan(people=people, seed=seed), progress=lambda _done, _all: moments.append(time.perf_counter())
    )
    return time.perf_counter() - began, outcome.rows, moments


def bare_copy(url: str) -> float:
    """Seconds to copy back what is in the tables, as their owner; they are empty afterwards."""
    with tempfile.TemporaryDirectory() as folder, psycopg.connect(url) as connection:
        files = {table: Path(folder, table) for table in TABLES}
        for table, file in files.items():
            with file.open("wb") as out, connection.cursor().copy(_copy(table, sql.SQL("TO STDOUT"))) as copy:
                out.writelines(bytes(block) for block in copy)
        _empty(connection)
        began = time.perf_counter()
        for table, file in files.items():
            with file.open("rb") as rows, connection.cursor().copy(_copy(table, sql.SQL("FROM STDIN"))) as copy:
                while block := rows.read(1 << 18):
                    copy.write(block)
            connection.commit()
        seconds = time.perf_counter() - began
        _empty(connection)
    return seconds


def _copy(table: str, direction: sql.SQL) -> sql.Composed:
    return sql.SQL("COPY {} {}").format(sql.Identifier(table), direction)


def _empty(connection: psycopg.Connection) -> None:
    tables = sql.SQL(", ").join(map(sql.Identifier, TABLES))
    history = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'registry%event'"
    ).fetchall()
    connection.execute(sql.SQL("TRUNCATE {} CASCADE").format(tables))
    connection.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(sql.Identifier(name) for (name,) in history)))
    connection.commit()


def lines(found: Measured) -> list[str]:
    """The measurement in words."""
    verdict = "met" if found.ratio >= LINE else "MISSED"
    return [
        f"simulate      {found.people / found.ours:8,.0f} people/s  {found.rows / found.ours:10,.0f} rows/s",
        f"bare COPY     {found.people / found.bare:8,.0f} people/s  {found.rows / found.bare:10,.0f} rows/s",
        f"ratio         {found.ratio:8.0%}  (line {LINE:.0%}: {verdict})",
        f"last fifth by first fifth of people: {found.growth:.2f}; memory {found.memory} MB",
    ]


def rows(found: Measured) -> list[Row]:
    """The measurement as rows of the table."""
    return [
        Row("bare COPY of a world", f"{found.rows / found.bare:,.0f} rows/s", "the measure", 1.0),
        Row(
            f"simulate, {found.people:,} people",
            f"{found.people / found.ours:,.0f} people/s, {found.ratio:.0%} of a bare COPY",
            f"≥ {LINE:.0%}",
            found.ratio / LINE,
            found.ratio >= LINE,
        ),
        Row("simulate, last fifth of people by the first", f"{found.growth:.2f} × the time"),
    ]


def main() -> None:
    """Measure on a cluster of our own and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with ground.prepared() as place:
        found = measure(place.owner_url, people=arguments.people, rounds=arguments.rounds)
    sys.stdout.write("".join(f"{line}\n" for line in lines(found)))


if __name__ == "__main__":
    main()
