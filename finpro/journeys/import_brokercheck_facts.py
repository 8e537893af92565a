"""An answer of the BrokerCheck or IAPD individual service as facts of the record."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from finpro.integrations import brokercheck
from finpro.journeys.import_words import Unusable, Words
from finpro.registry.policies import counters, kinds
from finpro.registry.policies.captures import SEARCH_SUFFIX, Capture, Fact

BROKER, ADVISER = "BC", "IA"
CATEGORY_OF_SCOPE = {BROKER: kinds.AGENT_CATEGORY, ADVISER: kinds.ADVISER_CATEGORY}
_DOCKETS = ("arbitrationDocketNumber", "DocketNumberFDA", "DocketNumberAAO")
_GRACE = timedelta(days=366)  # a date further past the capture than this cannot be meant


def individual(document: brokercheck.IndividualCapture, words: Words, *, captured_on: date, exact: bool) -> Capture:
    """The capture of a document. Raises Unusable with the pointer of the first thing that cannot be placed."""
    facts = [
        *_names(document),
        _standing(document, words),
        *_spells(document),
        *_offices(document),
        *_exams(document, words),
        *_states(document, words),
        *_sros(document, words),
        *_disclosures(document, words),
    ]
    for fact in facts:
        check_dates(fact, captured_on)
    return Capture(
        crd=document.crd,
        service=document.service,
        captured_on=captured_on,
        exact=exact,
        facts=tuple(facts),
        counters=_counters(document.counters),
        file=f"{document.file}/{document.member}" if document.member else document.file,
        record=document.record,
    )


def search_row(row: brokercheck.SearchRow, words: Words, *, captured_on: date, exact: bool) -> Capture:
    """The capture of a search row: names, standing, the current employments it names, and how many it counts (IAPD
    only)."""
    facts = [*_names(row), _standing(row, words)]
    seen: set[tuple[int, str]] = set()
    for item in (*row.current_employments, *row.current_ia_employments):
        key = (item.firm_id, ADVISER if item.ia_only else BROKER)
        if key not in seen:
            seen.add(key)
            value = (item.firm_name or "", item.ia_only, item.branch_city or "", item.branch_state or "", "")
            facts.append(Fact(kinds.SIGHTING, key, value, None, None, item.pointer.removeprefix(row.pointer)))
    counts = {}
    if row.service == ADVISER and row.employments_count is not None:
        counts[counters.EMPLOYMENTS] = row.employments_count
    return Capture(
        crd=row.crd,
        service=row.service + SEARCH_SUFFIX,
        captured_on=captured_on,
        exact=exact,
        facts=tuple(facts),
        counters=counts,
        file=f"{row.file}/{row.member}" if row.member else row.file,
        record=" ".join(part for part in (row.record, row.pointer) if part),
    )


def full_name(*parts: str) -> str:
    """A name as searches compare it: upper case, single spaces."""
    return " ".join(" ".join(parts).split()).upper()


def _names(document: brokercheck.IndividualCapture | brokercheck.SearchRow) -> Iterator[Fact]:
    parts = tuple(
        part or "" for part in (document.first_name, document.middle_name, document.last_name, document.name_suffix)
    )
    yield Fact(kinds.LEGAL_NAME, (), (*parts, full_name(*parts)), None, None, "/basicInformation")
    seen = set()
    for index, text in enumerate(document.other_names):
        full = full_name(text)
        if full and full not in seen:
            seen.add(full)
            value = _other_name(text)
            yield Fact(kinds.OTHER_NAME, (full,), value, None, None, f"/basicInformation/otherNames/{index}")


def _other_name(text: str) -> tuple[str, str, str, str]:
    """First, middle, last, suffix. The source joins them by spaces, two where there is no middle name; where that does
    not tell the parts, all of it stands as the last name rather than guessed apart."""
    first, gap, last = text.strip().partition("  ")
    if gap:
        return first, "", last.strip(), ""
    parts = text.split()
    if len(parts) == 3:
        return parts[0], parts[1], parts[2], ""
    return "", "", text.strip(), ""


def _standing(document: brokercheck.IndividualCapture | brokercheck.SearchRow, words: Words) -> Fact:
    value = (words.scope(document.bc_scope or ""), words.scope(document.ia_scope or ""))
    return Fact(kinds.STANDING, (), value, None, None, "/basicInformation")


def _spells(document: brokercheck.IndividualCapture) -> Iterator[Fact]:
    """Employments as listed, repeats of a firm, side and start kept by their ordinal."""
    repeats: Counter[tuple[object, ...]] = Counter()
    for side, items in (
        (BROKER, (*document.current_employments, *document.previous_employments)),
        (ADVISER, (*document.current_ia_employments, *document.previous_ia_employments)),
    ):
        for item in items:
            start = item.registration_begin_on
            ordinal = repeats[item.firm_id, side, start]
            repeats[item.firm_id, side, start] += 1
            value = (item.firm_name or "", item.ia_only, *_place(item))
            key = (item.firm_id, side, ordinal)
            yield Fact(kinds.SPELL, key, value, start, item.registration_end_on, item.pointer)


def _place(item: brokercheck.Employment) -> tuple[str, str, str]:
    return item.city or "", item.state or "", item.country or ""


def _offices(document: brokercheck.IndividualCapture) -> Iterator[Fact]:
    """Offices of current employments. The two sides of one firm list the same offices: they are one."""
    seen: set[tuple[object, ...]] = set()
    for employment in (*document.current_employments, *document.current_ia_employments):
        repeats: Counter[tuple[object, ...]] = Counter()
        for item in employment.branches:
            place = (employment.firm_id, _branch_code(item), item.city or "", item.state or "")
            same = (place, item.ela_begin_on)
            key = (*place, repeats[same])
            repeats[same] += 1
            if (key, item.ela_begin_on) in seen:
                continue
            seen.add((key, item.ela_begin_on))
            registered = None if item.non_registered_office is None else not item.non_registered_office
            roles = (item.located_at, item.supervised_from, item.private_residence, registered)
            address = (item.street1 or "", item.street2 or "", item.country or "", item.zip_code or "")
            yield Fact(kinds.OFFICE, key, (*roles, *address), item.ela_begin_on, None, item.pointer)


def _branch_code(item: brokercheck.BranchLocation) -> str:
    """The branch number; a digest of the address where the source gives none; "" for a private residence."""
    if item.private_residence or not (item.branch_office_id or item.street1):
        return ""
    if item.branch_office_id:
        return item.branch_office_id[:40]
    return address_code(item.street1, item.street2, item.city, item.state, item.zip_code)


def address_code(*parts: str | None) -> str:
    """A code for an office without a number: the same address gives the same code."""
    text = "\n".join(" ".join((part or "").upper().split()) for part in parts)
    return "A" + hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


def _exams(document: brokercheck.IndividualCapture, words: Words) -> Iterator[Fact]:
    repeats: Counter[tuple[str, date | None]] = Counter()
    for group, items in (
        ("state", document.state_exams),
        ("principal", document.principal_exams),
        ("product", document.product_exams),
    ):
        for item in items:
            name = item.exam_name or ""
            code = words.exam(item.exam_category, name)
            if not code:
                name = f"{item.exam_category} {name}".strip()
            same = (code, item.exam_taken_on)
            key = (code, repeats[same])
            repeats[same] += 1
            yield Fact(kinds.EXAM, key, (name, "PASS", group), item.exam_taken_on, None, item.pointer)


def _states(document: brokercheck.IndividualCapture, words: Words) -> Iterator[Fact]:
    seen = set()
    for item in document.registered_states:
        category = CATEGORY_OF_SCOPE.get(item.reg_scope.upper())
        if category is None:
            raise Unusable(item.pointer, "unknown scope of a state registration: BC or IA was expected")
        key = (None, words.jurisdiction(item.state, f"{item.pointer}/state"), category)
        if key in seen:
            raise Unusable(item.pointer, "the same state and scope is listed twice")
        seen.add(key)
        status = words.status(item.status, f"{item.pointer}/status")
        yield Fact(kinds.REGISTRATION, key, (status,), item.reg_on, None, item.pointer)


def _sros(document: brokercheck.IndividualCapture, words: Words) -> Iterator[Fact]:
    """One registration for each category that the SRO's row lists; one of unknown category where none is known."""
    seen = set()
    for item in document.registered_sros:
        sro = words.sro(item.sro, f"{item.pointer}/sro")
        if sro in seen:
            raise Unusable(item.pointer, "the same SRO is listed twice")
        seen.add(sro)
        status = words.status(item.status, f"{item.pointer}/status")
        known = dict.fromkeys(code for code in map(words.category, item.categories) if code)
        for category in known or ("",):
            yield Fact(kinds.REGISTRATION, (None, sro, category), (status,), None, None, item.pointer)


def _disclosures(document: brokercheck.IndividualCapture, words: Words) -> Iterator[Fact]:
    repeats: Counter[tuple[object, ...]] = Counter()
    for item in document.disclosures:
        kind = words.disclosure_type(item.disclosure_type, f"{item.pointer}/disclosureType")
        docket = _docket(item.detail)
        same = (kind, docket, item.event_on)
        key = (kind, docket, repeats[same])
        repeats[same] += 1
        detail = json.dumps(item.detail, ensure_ascii=False, sort_keys=True)
        value = (words.resolution(item.disclosure_resolution or ""), detail)
        yield Fact(kinds.DISCLOSURE, key, value, item.event_on, None, item.pointer)


def _docket(detail: Mapping[str, object]) -> str:
    for name in _DOCKETS:
        found = detail.get(name)
        if isinstance(found, str) and found.strip():
            return found.strip()[:200]
    return ""


def _counters(raw: brokercheck.Counters) -> dict[str, int]:
    told: Sequence[tuple[str, int | None]] = (
        (counters.SROS, raw.approved_sro),
        (counters.FINRA, raw.approved_finra),
        (counters.STATES, raw.approved_state),
        (counters.ADVISER_STATES, raw.approved_ia_state),
        (counters.STATE_EXAMS, raw.state_exams),
        (counters.PRINCIPAL_EXAMS, raw.principal_exams),
        (counters.PRODUCT_EXAMS, raw.product_exams),
    )
    return {name: value for name, value in told if value is not None}


def check_dates(fact: Fact, captured_on: date) -> None:
    """Raises Unusable for dates that cannot be meant."""
    if fact.starts_on is not None and fact.ends_on is not None and fact.ends_on < fact.starts_on:
        raise Unusable(fact.pointer, "impossible dates: the end lies before the beginning")
    for day in (fact.starts_on, fact.ends_on):
        if day is not None and (day > captured_on + _GRACE or day.year < 1900):
            raise Unusable(fact.pointer, "impossible date: before 1900, or more than a year after the capture")
