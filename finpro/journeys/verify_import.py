"""`finpro verify-import`: the database against the counters of source files."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

from finpro.integrations import archives, firm_lists
from finpro.journeys import import_brokercheck_reading as documents
from finpro.journeys import import_iapd_reading as feeds
from finpro.journeys import import_run
from finpro.journeys.import_items import Item, reject_of
from finpro.journeys.import_words import Words
from finpro.registry import services as registry
from finpro.registry.policies import counters

_SUFFIXES = archives.SUFFIXES | {".csv", ".xml"}
_PEEK = 4096


@dataclass(frozen=True, slots=True)
class Difference:
    """What a file says and the record does not hold. No personal data but the CRD number."""

    file: str
    record: str
    crd: int | None
    text: str


@dataclass(slots=True)
class Report:
    """What was compared, by name, and what differs."""

    compared: Counter[str] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)


def verify_import(
    paths: Sequence[Path], *, captured_on: date | None = None, watch: import_run.Watch | None = None
) -> Report:
    """Compare the record with every file under the paths: documents and search rows of people, adviser feeds, lists of
    firms. Of several captures of a person the latest one that the record holds governs; earlier ones must be there.

    Changes nothing. Raises errors.Invalid where a path is not there.
    """
    import_run.existing(paths)
    report = Report()
    for path in paths:
        found = _kinds(path)
        if "people" in found:
            _people(path, captured_on, report, watch, mixed="firms" in found)
        if "feed" in found:
            _compare(feeds.items([path], captured_on, Words(), Counter()), report, watch, None)
        if "firms" in found:
            _firms(path, report, mixed="people" in found)
    return report


def _kinds(path: Path) -> set[str]:
    """What stands under the path, by the names of files and the beginnings of JSON."""
    found = set()
    for member in archives.open_members([path], suffixes=_SUFFIXES):
        if isinstance(member, archives.Problem):
            found.add("people")
        elif member.name.lower().endswith(".csv"):
            found.add("firms")
        elif member.name.lower().endswith(".xml"):
            found.add("feed")
        else:
            found.add("firms" if _is_firm_page(member) else "people")
    return found


def _is_firm_page(member: archives.Member) -> bool:
    try:
        with member.open() as stream:
            return b"firm_source_id" in stream.read(_PEEK)
    except archives.Unreadable:
        return False


def _people(
    path: Path, captured_on: date | None, report: Report, watch: import_run.Watch | None, *, mixed: bool
) -> None:
    found = documents.survey([path], dates=captured_on is None)
    read = documents.items([path], found, captured_on, Words(), Counter())
    items = (item for item in read if not (mixed and item.reject is not None and item.reject.crd is None))
    _compare(items, report, watch, found.records)


def _compare(items: Iterable[Item], report: Report, watch: import_run.Watch | None, total: int | None) -> None:
    iterator = iter(items)
    done = 0
    while batch := list(islice(iterator, import_run.BATCH)):
        done += len(batch)
        for item in batch:
            if item.reject is not None:
                report.differences.append(_unreadable(item.reject))
        _batch([item.sealed for item in batch if item.sealed is not None], report)
        if watch is not None:
            watch(import_run.Progress(done, total, len(report.differences)))


def _unreadable(reject: registry.Reject) -> Difference:
    where = " ".join(part for part in (reject.record, reject.pointer) if part)
    return Difference(reject.file, where, reject.crd, f"cannot be compared: {reject.reason}")


def _batch(captures: Sequence[registry.Sealed], report: Report) -> None:
    held, missing = registry.match(captures)
    report.compared["captures"] += len(captures)
    for sealed in missing:
        report.differences.append(_difference(sealed, "this capture is not in the record"))
    expected = [one.expected for one in held if one.expected is not None]
    report.compared["captures that govern"] += len(expected)
    by_crd: dict[int, list[counters.Difference]] = {}
    for wanted in expected:
        report.compared.update(wanted.counts)
    for difference in registry.differences(expected):
        by_crd.setdefault(difference.crd, []).append(difference)
    for one in held:
        if one.expected is None:
            continue
        for found in by_crd.get(one.sealed.capture.crd, []):
            if found.name in one.expected.counts:
                report.differences.append(_difference(one.sealed, str(found)))


def _difference(sealed: registry.Sealed, text: str) -> Difference:
    capture = sealed.capture
    return Difference(capture.file, capture.record, capture.crd, text)


def _firms(path: Path, report: Report, *, mixed: bool) -> None:
    """Every firm that the lists name must be on the record, and no stub."""
    named: dict[int, tuple[str, str]] = {}
    for answer in firm_lists.read_firms([path]):
        if isinstance(answer, archives.Problem):
            if not mixed:
                report.differences.append(_unreadable(reject_of(answer)))
        elif isinstance(answer, firm_lists.FirmRow):
            report.compared["rows of firm lists"] += 1
            named.setdefault(answer.crd, (answer.file, f"{answer.record} {answer.pointer}".strip()))
    report.compared["firms"] += len(named)
    for crd, why in registry.firms_missing(list(named)).items():
        report.differences.append(Difference(*named[crd], crd, why))
