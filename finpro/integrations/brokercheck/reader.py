"""Answers of the BrokerCheck and IAPD individual services, from folders, archives and JSON lines.

Read are the envelopes of 2024 (a JSON document inside a JSON string, key `content` or `iacontent`), the bare documents
of 2025 named `finra_<crd>_<yyyymmdd>.json` or `sec_…`, and search rows.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from itertools import count
from pathlib import Path

from finpro.integrations import archives, jsontext, values
from finpro.integrations.brokercheck import captures, documents

Answer = captures.IndividualCapture | captures.SearchRow | archives.Problem

_NAME = re.compile(r"(finra|sec)_(\d{1,12})(?:_(\d{8}))?\.json", re.IGNORECASE)
_SERVICES = {"finra": "BC", "sec": "IA"}
_PAYLOADS = (("content", "BC"), ("iacontent", "IA"))


def read_individuals(paths: Iterable[Path | str], *, limits: archives.Limits = archives.DEFAULT) -> Iterator[Answer]:
    """Every capture, search row and problem under `paths`, in the same order each time, in constant memory.

    What belongs to one person is not brought together: several captures of a person may lie far apart. A problem takes
    the place of its record, so nothing of that record comes.
    """
    numbers = count()
    for found in archives.open_members(paths, suffixes=archives.SUFFIXES, limits=limits):
        if isinstance(found, archives.Problem):
            yield found
            continue
        for record in archives.json_records(found, limits=limits):
            if isinstance(record, archives.Problem):
                yield record
            else:
                yield from _record(found, record, numbers)


def _record(member: archives.Member, record: archives.Record, numbers: Iterator[int]) -> Iterator[Answer]:
    problem = partial(archives.Problem, member.file, member.member, record=record.place)
    named = _NAME.fullmatch(member.name)
    crd = int(named[2]) if named else None
    text = ""
    try:
        text = jsontext.decoded(record.data)
        document = jsontext.parsed(text)
        if "hits" in document:
            yield from _envelope(document, text, member, record.place, numbers, crd)
        else:
            yield _bare(document, text, member, record.place, numbers, named)
    except values.Malformed as error:
        yield problem(error.pointer, error.reason, crd=crd or _claimed(text))


def _bare(
    document: Mapping[str, object],
    text: str,
    member: archives.Member,
    place: str,
    numbers: Iterator[int],
    named: re.Match[str] | None,
) -> Answer:
    if "basicInformation" not in document:
        raise values.Malformed("this is no answer of the individual services: it has no basicInformation")
    service = _SERVICES[named[1].lower()] if named else documents.service_of(document)
    captured_on = _captured_on(named[3]) if named and named[3] else None
    origin = documents.Origin(member.file, member.member, place, next(numbers))
    return _individual(document, text, origin, service, captured_on)


def _captured_on(digits: str) -> date:
    try:
        found = values.day(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}")
    except values.Malformed:
        found = None
    if found is None:
        raise values.Malformed("the file name gives a capture date that does not exist")
    return found


def _individual(
    document: Mapping[str, object], text: str, origin: documents.Origin, service: str, captured_on: date | None
) -> captures.IndividualCapture:
    basic = document.get("basicInformation")
    if type(basic) is dict and "firmId" in basic:
        raise values.Malformed("this is the record of a firm; import it as a firm")
    digest = hashlib.sha256(text.encode()).digest()
    return documents.individual(document, origin, service=service, captured_on=captured_on, digest=digest)


def _envelope(
    document: Mapping[str, object],
    text: str,
    member: archives.Member,
    place: str,
    numbers: Iterator[int],
    crd: int | None,
) -> Iterator[Answer]:
    hits = _hits(document)
    if not hits:
        raise values.Malformed("the service knew nobody with this CRD number", "/hits/hits")
    for index, hit in enumerate(hits):
        at = f"/hits/hits/{index}"
        shown = ", ".join(part for part in (place, f"hit {index + 1}" if len(hits) > 1 else "") if part)
        origin = documents.Origin(member.file, member.member, shown, next(numbers))
        source: Mapping[str, object] = {}
        try:
            source = _source(hit, at)
            yield from _hit(source, f"{at}/_source", origin)
        except values.Malformed as error:
            known = crd or _hit_claim(source)
            yield archives.Problem(member.file, member.member, error.pointer, error.reason, shown, known)


def _hits(document: Mapping[str, object]) -> list[object]:
    outer = document["hits"]
    if type(outer) is not dict:
        raise values.Malformed(f"an object was expected, {values.kind(outer)} was found", "/hits")
    hits = outer.get("hits")
    if type(hits) is not list:
        raise values.Malformed(f"a list was expected, {values.kind(hits)} was found", "/hits/hits")
    return hits


def _source(hit: object, at: str) -> Mapping[str, object]:
    source = hit.get("_source") if type(hit) is dict else None
    if type(source) is not dict:
        raise values.Malformed("an answer with _source was expected, another value was found", at)
    return source


def _hit(source: Mapping[str, object], at: str, origin: documents.Origin) -> Iterator[Answer]:
    if "ind_source_id" in source:
        yield documents.search_row(source, at, origin)
        return
    if "firm_source_id" in source:
        raise values.Malformed("this is a row of a search for firms; import it as firms", at)
    found = False
    for key, service in _PAYLOADS:
        payload = source.get(key)
        if payload is None:
            continue
        found = True
        if type(payload) is not str:
            raise values.Malformed(f"JSON inside a text was expected, {values.kind(payload)} was found", f"{at}/{key}")
        inner = jsontext.parsed(payload)
        if "basicInformation" not in inner:
            raise values.Malformed("the document has no basicInformation", f"{at}/{key}")
        yield _individual(inner, payload, origin, service, None)
    if not found:
        raise values.Malformed("this is no answer of the individual services: it has no content", at)


_CLAIM = re.compile(r'\\?"(?:individualId|ind_source_id)\\?"\s*:\s*\\?"?(\d{1,12})\b')


def _claimed(text: str) -> int | None:
    """The CRD number that a record which cannot be used claims, for the rejects file; read off its text."""
    match = _CLAIM.search(text)
    return int(match[1]) if match else None


def _hit_claim(source: Mapping[str, object]) -> int | None:
    for key in ("content", "iacontent"):
        payload = source.get(key)
        if type(payload) is str:
            return _claimed(payload)
    try:
        return values.number(source.get("ind_source_id"))
    except values.Malformed:
        return None
