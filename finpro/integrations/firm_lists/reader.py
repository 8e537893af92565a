"""Lists of firms: BrokerCheck search pages (JSON) and SEC adviser rosters (CSV), from folders, archives and files."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from finpro.integrations import archives
from finpro.integrations.firm_lists import rosters, rows, search_pages

Answer = rows.FirmRow | rows.FirmPage | archives.Problem

SUFFIXES = archives.SUFFIXES | {".csv"}


def read_firms(paths: Iterable[Path | str], *, limits: archives.Limits = archives.DEFAULT) -> Iterator[Answer]:
    """Every row, page and problem under `paths`, in the same order each time, in constant memory. Firms repeat:
    the search's paging shows some twice and others never, and the same firm stands in several lists.
    """
    numbers = count()
    for member in archives.open_members(paths, suffixes=SUFFIXES, limits=limits):
        if isinstance(member, archives.Problem):
            yield member
        elif member.name.lower().endswith(".csv"):
            yield from rosters.read_roster(member, numbers, limits=limits)
        else:
            for record in archives.json_records(member, limits=limits):
                if isinstance(record, archives.Problem):
                    yield record
                else:
                    yield from search_pages.read_page(member, record, numbers)


@dataclass(slots=True)
class FirmCounts:
    """What lists hold: `hits` rows of search pages and `announced`, the largest total that a page announces (no more
    than `hits` where the search was read to its end); `roster_rows`; `crds`, the distinct firms; `problems`.
    """

    hits: int = 0
    announced: int = 0
    roster_rows: int = 0
    problems: int = 0
    crds: set[int] = field(default_factory=set)


def count_firms(answers: Iterable[Answer]) -> FirmCounts:
    """Counts over what `read_firms` yields; holds one number for each distinct firm."""
    counts = FirmCounts()
    for answer in answers:
        if isinstance(answer, archives.Problem):
            counts.problems += 1
        elif isinstance(answer, rows.FirmPage):
            counts.announced = max(counts.announced, answer.total or 0)
        else:
            counts.crds.add(answer.crd)
            if answer.source == rows.BROKERCHECK:
                counts.hits += 1
            else:
                counts.roster_rows += 1
    return counts
