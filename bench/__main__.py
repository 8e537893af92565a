"""Everything that the issue draws a line for, as one table: `make bench`, or `.venv/bin/python -m bench`.

    .venv/bin/python -m bench [--only pages,drafts,lists,checks,seal,filings,imports,simulate] [--json FILE]
                              [--people N] [--names N] [--seconds S]

Each figure is measured on a database of its own that is gone afterwards. Exit code 0: what misses its line is a finding
and no failure.
"""

import argparse
import json
import os
import sys
from pathlib import Path

from rich.console import Console

from bench import ground
from bench.rows import Row, show

TOPICS = ("pages", "drafts", "lists", "checks", "seal", "filings", "simulate", "imports")


def main() -> None:
    """Measure, print, and write JSON where asked."""
    parser = argparse.ArgumentParser(
        prog="bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default=",".join(TOPICS), help="topics, joined by commas")
    parser.add_argument("--json", type=Path, help="where to write the rows")
    parser.add_argument(
        "--people", type=int, default=10_000, help="people of the long import [10000]; the issue: 400000"
    )
    parser.add_argument("--names", type=int, default=1_000_000, help="people among whom a name is searched [1000000]")
    parser.add_argument("--seconds", type=float, default=2.0, help="length of one round of one page [2]")
    arguments = parser.parse_args()
    wanted = arguments.only.split(",")
    if unknown := set(wanted) - set(TOPICS):
        parser.error(f"there is no topic {', '.join(sorted(unknown))}; choose of {', '.join(TOPICS)}")
    console = Console()
    rows: list[Row] = []
    with ground.prepared() as place:
        for topic in (topic for topic in TOPICS if topic in wanted):
            console.print(f"Measuring {topic} …")
            place.empty()
            rows += _measure(topic, place, arguments)
    console.print(f"{os.cpu_count()} processors; load while ending {os.getloadavg()[0]:.1f}")
    show(rows, console)
    if arguments.json:
        arguments.json.write_text(json.dumps([row.as_dict() for row in rows], indent=1) + "\n", encoding="utf-8")


def _measure(topic: str, place: ground.Ground, asked: argparse.Namespace) -> list[Row]:
    # Django is set up only now, and models cannot be loaded before.
    from bench import checks, drafts, filings, imports, lists, pages, seal, simulate  # noqa: PLC0415

    match topic:
        case "drafts":
            return drafts.measure(place, seconds=asked.seconds)
        case "pages":
            return pages.measure(place, seconds=asked.seconds)
        case "checks":
            return checks.rows(checks.measure())
        case "seal":
            return seal.rows(seal.measure())
        case "filings":
            return filings.rows(filings.measure(place))
        case "lists":
            return lists.rows(lists.measure(place.owner_url, names=asked.names))
        case "simulate":
            return simulate.rows(simulate.measure(place.owner_url))
        case _:
            return imports.measure(place, many=asked.people)


if __name__ == "__main__":
    sys.exit(main())
