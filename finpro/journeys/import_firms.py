"""`finpro import firms`: BrokerCheck firm search pages and SEC adviser rosters into the record."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from finpro.integrations import archives, firm_lists
from finpro.journeys import import_run
from finpro.journeys.import_brokercheck_facts import address_code
from finpro.journeys.import_items import Item, Items, reject_of
from finpro.journeys.import_words import Words
from finpro.kernel import clock
from finpro.registry import services as registry
from finpro.registry.policies import kinds
from finpro.registry.policies.captures import Capture, Fact, Reject, seal

KIND = "firms"
SERVICES = {firm_lists.BROKERCHECK: kinds.FIRM_SEARCH, firm_lists.SEC_ROSTER: kinds.ROSTER}


def import_firms(
    paths: Sequence[Path],
    *,
    captured_on: date | None = None,
    watch: import_run.Watch | None = None,
    batch: int = import_run.BATCH,
) -> import_run.Summary:
    """Import lists of firms: stubs are completed, new firms added. Importing the same again changes nothing.

    A roster's file name says its date. Search pages do not: `captured_on` dates them; without it they get the latest
    date of a roster under the same paths, else today, marked as not exact. Raises errors.Invalid where a path is not
    there.
    """
    import_run.existing(paths)
    total, bound = survey(paths)
    return import_run.run(
        kind=KIND,
        mark=import_run.fingerprint(paths, {"captured_on": captured_on}),
        read=partial(items, paths, captured_on, bound),
        paths=paths,
        write=lambda captures, run: registry.record_firms(captures=captures, run=run),
        total=total,
        watch=watch,
        batch=batch,
    )


def survey(paths: Sequence[Path]) -> tuple[int, date]:
    """How many rows and problems there are, and the day for pages that have none."""
    records = 0
    latest: date | None = None
    for answer in firm_lists.read_firms(paths):
        if isinstance(answer, firm_lists.FirmPage):
            continue
        records += 1
        if isinstance(answer, firm_lists.FirmRow) and answer.listed_on is not None:
            latest = max(latest or answer.listed_on, answer.listed_on)
    return records, latest or clock.today()


def items(paths: Sequence[Path], captured_on: date | None, bound: date, words: Words, keys: Counter[str]) -> Items:
    """Every row of the lists as a capture or a reject, in the order of the files."""
    for answer in firm_lists.read_firms(paths):
        if isinstance(answer, firm_lists.FirmPage):
            continue
        if isinstance(answer, archives.Problem):
            yield Item(reject=reject_of(answer))
            continue
        keys.update(answer.unknown_keys)
        if not (answer.name or answer.legal_name):
            place = f"{answer.file}/{answer.member}" if answer.member else answer.file
            reason = "the firm has no name"
            yield Item(reject=Reject(0, place, answer.record, answer.pointer, answer.crd, reason))
            continue
        yield Item(sealed=seal(firm(answer, words, captured_on, bound)))


def firm(row: firm_lists.FirmRow, words: Words, captured_on: date | None, bound: date) -> Capture:
    """The capture of a row. Where the row stands is told by its record and by no fact, so that the same row on
    another page is known again."""
    day = row.listed_on or captured_on or bound
    return Capture(
        crd=row.crd,
        service=SERVICES[row.source],
        captured_on=day,
        exact=row.listed_on is not None or captured_on is not None,
        facts=(*_names(row), *_fields(row, words), *_addresses(row), *_branches(row)),
        file=f"{row.file}/{row.member}" if row.member else row.file,
        record=" ".join(part for part in (row.record, row.pointer) if part),
    )


def _names(row: firm_lists.FirmRow) -> Iterator[Fact]:
    main = row.name or row.legal_name or ""
    yield Fact(kinds.FIRM_NAME, (), (main,))
    seen = {main.upper()}
    for name in (row.legal_name, row.ia_name, *row.other_names):
        if name and name.upper() not in seen:
            seen.add(name.upper())
            yield Fact(kinds.FIRM_OTHER_NAME, (name,), ())


def _fields(row: firm_lists.FirmRow, words: Words) -> Iterator[Fact]:
    told = (
        ("bd_sec_number", row.bd_sec_number),
        ("ia_sec_number", row.ia_sec_number),
        ("bc_scope", words.scope(row.bc_scope or "")),
        ("ia_scope", words.scope(row.ia_scope or "")),
    )
    for name, value in told:
        if value:
            yield Fact(kinds.FIRM_FIELD, (name,), (value,))


def _addresses(row: firm_lists.FirmRow) -> Iterator[Fact]:
    for kind, found in (("MAIN", row.office or row.ia_office), ("MAILING", row.mailing or row.ia_mailing)):
        if found is not None:
            value = (found.street1, found.street2, found.city, found.state, found.country, found.postal_code)
            told = tuple(part or "" for part in value)
            if any(told):
                yield Fact(kinds.FIRM_ADDRESS, (kind,), told)


def _branches(row: firm_lists.FirmRow) -> Iterator[Fact]:
    for index, found in enumerate(row.branches):
        if found.street1:
            code = address_code(found.street1, found.street2, found.city, found.state, found.postal_code)
            address = (found.street1, found.street2 or "", found.country or "", found.postal_code or "")
            key = (row.crd, code, found.city or "", found.state or "", index)
            yield Fact(kinds.FIRM_BRANCH, key, (None, None, None, None, *address))
