"""The files of the BrokerCheck and IAPD individual services as captures and rejects. Knows no database."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from finpro.integrations import archives, brokercheck
from finpro.journeys import import_brokercheck_facts as facts
from finpro.journeys.import_items import Item, Items, reject_of
from finpro.journeys.import_words import Unusable, Words
from finpro.kernel import clock, errors
from finpro.registry.policies.captures import Reject, seal

# The dates of a document that lie before its capture; disclosures may name days to come.
_DATES = re.compile(
    rb'"(?:regDate|registrationBeginDate|registrationEndDate|examTakenDate|elaBeginDate|eventDate)\\?"\s*:\s*'
    rb'\\?"(\d{1,2})/(\d{1,2})/(\d{4})'
)
_DATED_NAME = re.compile(r"(?:finra|sec)_\d+_\d{8}\.json", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Survey:
    """What a quick look at the files tells: how many records, and for each path the latest date inside documents that
    do not say when they were captured (a lower bound; None where there is none)."""

    records: int
    bounds: tuple[date | None, ...]


def survey(paths: Sequence[Path], *, dates: bool = True) -> Survey:
    """Count the records under the paths and find the bound for undated ones, without parsing them."""
    records = 0
    bounds: list[date | None] = []
    today = clock.today()
    for path in paths:
        latest: tuple[int, int, int] = (0, 0, 0)
        for member in archives.open_members([path], suffixes=archives.SUFFIXES):
            if isinstance(member, archives.Problem):
                records += 1
                continue
            undated = dates and not _DATED_NAME.fullmatch(member.name)
            for record in archives.json_records(member):
                records += 1
                if undated and isinstance(record, archives.Record):
                    latest = max(latest, _latest(record.data, latest, today))
        bounds.append(date(*latest) if latest[0] else None)
    return Survey(records, tuple(bounds))


def _latest(data: bytes, latest: tuple[int, int, int], today: date) -> tuple[int, int, int]:
    for month, day, year in _DATES.findall(data):
        found = (int(year), int(month), int(day))
        if latest < found <= (today.year, today.month, today.day) and _exists(found):
            latest = found
    return latest


def _exists(day: tuple[int, int, int]) -> bool:
    try:
        date(*day)
    except ValueError:
        return False
    return True


def items(paths: Sequence[Path], found: Survey, captured_on: date | None, words: Words, keys: Counter[str]) -> Items:
    """Every record under the paths as a capture or a reject, in an order that never changes."""
    for path, bound in zip(paths, found.bounds, strict=True):
        for answer in brokercheck.read_individuals([path]):
            if isinstance(answer, archives.Problem):
                yield Item(reject=reject_of(answer))
                continue
            keys.update(answer.unknown_keys)
            yield _item(answer, captured_on or bound, exact=captured_on is not None, words=words)


def _item(
    answer: brokercheck.IndividualCapture | brokercheck.SearchRow, day: date | None, *, exact: bool, words: Words
) -> Item:
    try:
        if isinstance(answer, brokercheck.SearchRow):
            capture = facts.search_row(answer, words, captured_on=_needed(day, answer.crd), exact=exact)
        elif answer.captured_on is not None:
            capture = facts.individual(answer, words, captured_on=answer.captured_on, exact=True)
        else:
            capture = facts.individual(answer, words, captured_on=_needed(day, answer.crd), exact=exact)
    except Unusable as error:
        file = f"{answer.file}/{answer.member}" if answer.member else answer.file
        return Item(reject=Reject(0, file, answer.record, error.pointer, answer.crd, error.reason))
    return Item(sealed=seal(capture))


def _needed(day: date | None, crd: int) -> date:
    if day is not None:
        return day
    raise errors.Invalid(
        "The files do not say when they were captured and hold no date that could tell. Nothing more was imported. "
        "Say the day with --captured-on YYYY-MM-DD."
    )
