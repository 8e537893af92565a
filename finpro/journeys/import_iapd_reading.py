"""The adviser feed as captures and rejects. Knows no database."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from finpro.integrations import archives, iapd
from finpro.journeys.import_brokercheck_facts import ADVISER, address_code, check_dates, full_name
from finpro.journeys.import_items import Item, Items, reject_of
from finpro.journeys.import_words import Unusable, Words
from finpro.kernel import errors
from finpro.registry.policies import counters, kinds
from finpro.registry.policies.captures import Capture, Fact, Reject, seal


def items(paths: Sequence[Path], captured_on: date | None, words: Words, keys: Counter[str]) -> Items:
    """Every person of the feeds as a capture or a reject, in the order of the files."""
    for answer in iapd.read_feed(paths):
        if isinstance(answer, archives.Problem):
            yield Item(reject=reject_of(answer))
            continue
        keys.update(answer.unknown_keys)
        day = answer.generated_on or captured_on
        if day is None:
            raise errors.Invalid(
                "The feed does not say when it was made. Nothing more was imported. "
                "Say the day with --captured-on YYYY-MM-DD."
            )
        try:
            yield Item(sealed=seal(individual(answer, words, captured_on=day)))
        except Unusable as error:
            place = f"{answer.file}/{answer.member}" if answer.member else answer.file
            yield Item(reject=Reject(0, place, answer.record, error.pointer, answer.crd, error.reason))


def individual(person: iapd.FeedIndividual, words: Words, *, captured_on: date) -> Capture:
    """The capture of a person of the feed. Raises Unusable with the pointer of what cannot be placed."""
    facts = [
        *_names(person),
        *_employments(person),
        *_registrations(person, words),
        *_previous(person, captured_on),
        *_history(person),
        *_exams(person, words),
        *_designations(person, words),
        *_flags(person, words),
    ]
    if person.other_business:
        facts.append(Fact(kinds.OTHER_BUSINESS, (), (person.other_business,), None, None, "/OthrBuss/0"))
    for fact in facts:
        check_dates(fact, captured_on)
    states = {fact.key[1] for fact in facts if fact.kind == kinds.REGISTRATION and fact.key[2] == "RA"}
    return Capture(
        crd=person.crd,
        service=kinds.FEED,
        captured_on=captured_on,
        exact=True,
        facts=tuple(facts),
        counters={counters.ADVISER_STATES: len(states)},
        file=f"{person.file}/{person.member}" if person.member else person.file,
        record=person.record,
    )


def _names(person: iapd.FeedIndividual) -> Iterator[Fact]:
    parts = tuple(part or "" for part in (person.first_name, person.middle_name, person.last_name, person.name_suffix))
    yield Fact(kinds.LEGAL_NAME, (), (*parts, full_name(*parts)), None, None, "/Info")
    seen = set()
    for item in person.other_names:
        other = tuple(part or "" for part in (item.first_name, item.middle_name, item.last_name, item.name_suffix))
        full = full_name(*other)
        if full and full not in seen:
            seen.add(full)
            yield Fact(kinds.OTHER_NAME, (full,), other, None, None, item.pointer)


def _employments(person: iapd.FeedIndividual) -> Iterator[Fact]:
    """Current employments have no beginning in the feed; offices neither."""
    seen: set[tuple[object, ...]] = set()
    for item in person.current_employments:
        if item.firm_crd not in seen:
            seen.add(item.firm_crd)  # type: ignore[arg-type]  # numbers beside tuples, both hashable
            value = (item.firm_name or "", None, item.city or "", item.state or "", item.country or "")
            yield Fact(kinds.SIGHTING, (item.firm_crd, ADVISER), value, None, None, item.pointer)
        for branch in item.branches:
            code = ""
            if branch.street1:
                code = address_code(branch.street1, branch.street2, branch.city, branch.state, branch.postal_code)
            key = (item.firm_crd, code, branch.city or "", branch.state or "", 0)
            if key in seen:
                continue
            seen.add(key)
            residence = None if branch.street1 else True
            address = (branch.street1 or "", branch.street2 or "", branch.country or "", branch.postal_code or "")
            yield Fact(kinds.OFFICE, key, (None, None, residence, None, *address), None, None, branch.pointer)


def _registrations(person: iapd.FeedIndividual, words: Words) -> Iterator[Fact]:
    seen = set()
    for employment in person.current_employments:
        for item in employment.registrations:
            regulator = words.jurisdiction(item.authority, f"{item.pointer}/regAuth")
            category = words.category(item.category)
            key = (employment.firm_crd, regulator, category)
            if key in seen:
                raise Unusable(item.pointer, "the same firm, state and category is listed twice")
            seen.add(key)
            status = words.status(item.status, f"{item.pointer}/st")
            yield Fact(kinds.REGISTRATION, key, (status,), item.status_on, None, item.pointer)


def _previous(person: iapd.FeedIndividual, captured_on: date) -> Iterator[Fact]:
    repeats: Counter[tuple[int, date | None]] = Counter()
    for item in person.previous_registrations:
        same = (item.firm_crd, item.begin_on)
        ordinal = repeats[same]
        repeats[same] += 1
        place = item.branches[0] if item.branches else None
        city, state = (place.city or "", place.state or "") if place else ("", "")
        # it is over, so where the feed does not say since when, it is so at the latest by the day of the feed
        end = item.end_on or captured_on
        value = (item.firm_name or "", None, city, state, "")
        yield Fact(kinds.SPELL, (item.firm_crd, ADVISER, ordinal), value, item.begin_on, end, item.pointer)


def _history(person: iapd.FeedIndividual) -> Iterator[Fact]:
    """Entries by month: from the first day of the first month through the last day of the last."""
    repeats: Counter[tuple[object, ...]] = Counter()
    for item in person.employment_history:
        place = (item.employer or "", item.city or "", item.state or "")
        same = (*place, item.from_month)
        key = (*place, repeats[same])
        repeats[same] += 1
        end = _month_end(item.to_month) if item.to_month else None
        yield Fact(kinds.ENTRY, key, ("",), item.from_month, end, item.pointer)


def _month_end(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _exams(person: iapd.FeedIndividual, words: Words) -> Iterator[Fact]:
    repeats: Counter[tuple[str, date | None]] = Counter()
    for item in person.exams:
        name = item.name or ""
        code = words.exam(item.code, name)
        if not code:
            name = f"{item.code} {name}".strip()
        same = (code, item.taken_on)
        key = (code, repeats[same])
        repeats[same] += 1
        yield Fact(kinds.EXAM, key, (name, "PASS", ""), item.taken_on, None, item.pointer)


def _designations(person: iapd.FeedIndividual, words: Words) -> Iterator[Fact]:
    for index, name in enumerate(dict.fromkeys(person.designations)):
        code = words.designation(name)
        yield Fact(kinds.DESIGNATION, (code, name), (), None, None, f"/Dsgntns/{index}")


_FLAGS = (
    ("regulatory_action", "REG"),
    ("criminal", "CRIM"),
    ("bankruptcy", "BANK"),
    ("civil_judicial", "CIV"),
    ("bond", "BOND"),
    ("judgment", "JUDG"),
    ("investigation", "INV"),
    ("customer_complaint", "CUST"),
    ("termination", "TERM"),
)


def _flags(person: iapd.FeedIndividual, words: Words) -> Iterable[Fact]:
    """One fact for each kind of disclosure that any row flags: the feed tells no events."""
    found: dict[str, str] = {}
    for item in person.disclosures:
        for name, code in _FLAGS:
            if getattr(item, name):
                found.setdefault(words.disclosure_type(code, item.pointer), item.pointer)
    return [Fact(kinds.FLAG, (code,), (), None, None, pointer) for code, pointer in found.items()]
