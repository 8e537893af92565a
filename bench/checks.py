"""How long it takes to check the largest Form U4: everything at once, and one section while somebody types.

    .venv/bin/python -m bench.checks [--rounds N]

The form has ten years, 40 registrations and 12 reporting pages; it is that of the tests. No database is asked.
"""

import argparse
import statistics
import sys
import time
from datetime import date

from bench.rows import Row, at_most
from finpro.filings.policies import checks
from finpro.filings.policies.known import NOTHING
from finpro.rulebook.forms import loader
from tests.forms import documents

FULL_LINE, TYPING_LINE = 30.0, 5.0  # milliseconds: the issue
SECTIONS = ("general", "residences", "employments", "disclosure", "drps")


def measure(rounds: int = 60) -> dict[str, float]:
    """Median milliseconds of a full check, and of one of each section while typing, after ten rounds to warm up."""
    form, document, day = loader.get("u4"), documents.largest(), date.fromisoformat(documents.AS_OF)
    asked = [("", "submit"), *((section, "typing") for section in SECTIONS)]
    times: dict[str, list[float]] = {section: [] for section, _ in asked}
    for number in range(rounds + 10):
        for section, phase in asked:
            began = time.perf_counter()
            checks.check(form, document, NOTHING, day, section or None, phase)
            if number >= 10:
                times[section].append((time.perf_counter() - began) * 1000)
    return {section: statistics.median(spent) for section, spent in times.items()}


def rows(found: dict[str, float]) -> list[Row]:
    """The measurement as rows of the table: the whole, and the dearest section."""
    dearest = max(SECTIONS, key=lambda section: found[section])
    return [
        at_most("full check of the largest Form U4", found[""], FULL_LINE, "ms"),
        at_most(f"check of one section while typing, the dearest: {dearest}", found[dearest], TYPING_LINE, "ms"),
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=60)
    for section, spent in measure(parser.parse_args().rounds).items():
        sys.stdout.write(f"{section or 'everything':12} {spent:6.2f} ms\n")


if __name__ == "__main__":
    main()
