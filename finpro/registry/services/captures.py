"""Captures of people into the record: each person whole or not at all."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import DatabaseError, connection, transaction

from finpro.kernel import db
from finpro.registry import models
from finpro.registry.enums import SourceKind
from finpro.registry.policies import captures as policy
from finpro.registry.policies import counters, fold, given, kinds
from finpro.registry.policies.captures import Capture, Sealed
from finpro.registry.services import counting, places, refusals, writing
from finpro.registry.services.tables import PERSON_TABLES, Ids

_SOURCE_COLUMNS = (
    *("id", "kind", "run_id", "service", "file", "record", "captured_on", "captured_on_exact", "crd", "digest"),
    "content",
)


@dataclass(frozen=True, slots=True)
class Refused:
    """A capture that was not written, and why."""

    capture: Capture
    pointer: str
    reason: str


@dataclass(slots=True)
class Outcome:
    """What became of a batch. `known` captures were there already; nothing was done for them."""

    new: int = 0
    amended: int = 0
    captures: int = 0
    known: int = 0
    rows: writing.Written = field(default_factory=writing.Written)
    refused: list[Refused] = field(default_factory=list)


Stored = tuple[Capture, bytes, int]  # a capture with its digest and the key of its source


@dataclass(slots=True)
class Batched:
    """A person (or firm) of the batch: `key` is None where new. What was there already, and the new captures."""

    crd: int
    key: int | None
    held: list[Stored] = field(default_factory=list)
    fresh: list[Sealed] = field(default_factory=list)

    def chain(self, sources: Sequence[tuple[Sealed, int]]) -> list[tuple[Capture, int]]:
        """All captures with the keys of their sources, in governing order."""
        found = [*self.held, *((sealed.capture, sealed.digest, key) for sealed, key in sources)]
        found.sort(key=lambda item: policy.order(item[0], item[1]))
        return [(capture, key) for capture, _, key in found]


def record_captures(*, captures: Sequence[Sealed], run: int | None) -> Outcome:
    """Write captures of people, inside the caller's transaction; the event is that of the batch (`advance`).

    A person new to the record is inserted; for one who is known all captures are folded again and the least is
    written. Afterwards each person's own counters are checked against the database. Whoever fails, by a counter or by
    a constraint, or whose number is one that this installation gives itself, is left out whole and comes back in
    `refused`; all others are written.
    """
    outcome = Outcome()
    writing.check_at_once()
    captures = _without_own(captures, outcome)
    people = _people(captures, outcome)
    refused = _attempt(people, run, outcome)
    if refused is None:  # a constraint failed: find out whose, one by one
        for person in people:
            failed = _attempt([person], run, outcome)
            if failed is None:
                raise AssertionError("a single person always comes to an outcome")
            outcome.refused += failed
        return outcome
    if refused:
        bad = {item.capture.crd for item in refused}
        outcome.refused += refused
        again = _attempt([person for person in people if person.crd not in bad], run, outcome)
        if again is None:
            raise AssertionError("the same rows were accepted a moment ago")
        outcome.refused += again
    return outcome


def _attempt(people: Sequence[Batched], run: int | None, outcome: Outcome) -> list[Refused] | None:
    """Write these people behind a savepoint. Answers whom the counters refuse, in which case nothing was written; None
    where the database refused somebody among several."""
    if not people:
        return []
    try:
        with transaction.atomic():
            rows = _write(people, run)
            refused = _miscounted(people)
            if refused:
                transaction.set_rollback(True)
                return refused
    except DatabaseError as error:
        if len(people) > 1:
            return None
        reason = refusals.reason(error)
        return [Refused(item.capture, "", reason) for item in people[0].fresh]
    outcome.rows += rows
    outcome.captures += sum(len(person.fresh) for person in people)
    outcome.new += sum(person.key is None for person in people)
    outcome.amended += sum(person.key is not None for person in people)
    return []


def filed_for(people: Sequence[int]) -> Mapping[int, frozenset[int]]:
    """The people about whom a filing was accepted, each with the keys of the firms that filed, and of affiliates with
    which a filing associated them (ADR 24)."""
    found: dict[int, set[int]] = defaultdict(set)
    if not people:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id, f.id FROM registry_person p JOIN registry_source s ON s.crd = p.crd AND s.kind = %s"
            " JOIN registry_firm f ON f.crd = s.firm_crd WHERE p.id = ANY(%s)"
            " UNION SELECT a.person_id, a.firm_id FROM registry_association a"
            " JOIN registry_source s ON s.id = a.source_id AND s.kind = %s WHERE a.person_id = ANY(%s)",
            [SourceKind.FILING.value, list(people)] * 2,
        )
        for person, firm in cursor.fetchall():
            found[person].add(firm)
    return {person: frozenset(firms) for person, firms in found.items()}


def _without_own(captures: Sequence[Sealed], outcome: Outcome) -> Sequence[Sealed]:
    """The captures without those whose number this installation gives itself: they come back as refused."""
    if not captures:
        return captures
    latest = max(item.capture.captured_on for item in captures)
    bad = given.not_to_be_imported((item.capture.crd for item in captures), latest)
    if not bad:
        return captures
    outcome.refused += [
        Refused(item.capture, "", bad[item.capture.crd]) for item in captures if item.capture.crd in bad
    ]
    return [item for item in captures if item.capture.crd not in bad]


def _people(captures: Sequence[Sealed], outcome: Outcome) -> list[Batched]:
    crds = sorted({item.capture.crd for item in captures})
    keys = dict(models.Person.objects.filter(crd__in=crds).values_list("crd", "pk"))
    return batched(captures, keys, held(list(keys)), outcome)


def batched(
    captures: Sequence[Sealed], keys: Mapping[int, int], stored: Mapping[int, list[Stored]], outcome: Outcome
) -> list[Batched]:
    """The captures by person or firm, in the order of the files, without those that are stored already."""
    found: dict[int, Batched] = {}
    for item in captures:
        crd = item.capture.crd
        one = found.get(crd)
        if one is None:
            one = found[crd] = Batched(crd, keys.get(crd), stored.get(crd, []))
        same = {(capture.service, digest) for capture, digest, _ in one.held}
        same |= {(sealed.capture.service, sealed.digest) for sealed in one.fresh}
        if (item.capture.service, item.digest) in same:
            outcome.known += 1
        else:
            one.fresh.append(item)
    return [one for one in found.values() if one.fresh]


def held(crds: Sequence[int], *, firms: bool = False) -> Mapping[int, list[Stored]]:
    """The captures of these people, or firms, that the record holds."""
    found: dict[int, list[Stored]] = defaultdict(list)
    if not crds:
        return found
    rows = models.Source.objects.filter(crd__in=crds, kind=SourceKind.IMPORT, content__isnull=False).order_by("pk")
    rows = rows.filter(service__in=kinds.FIRM_SERVICES) if firms else rows.exclude(service__in=kinds.FIRM_SERVICES)
    for row in rows:
        facts, counts = policy.decode(bytes(row.content or b""))
        capture = Capture(row.crd, row.service, row.captured_on, row.captured_on_exact, facts, counts)
        found[row.crd].append((capture, bytes(row.digest), row.pk))
    return found


def store(people: Sequence[Batched], run: int | None) -> list[list[tuple[Sealed, int]]]:
    """Write the new captures; answers them with their keys, person by person."""
    keys = iter(db.reserve_ids(models.Source, sum(len(person.fresh) for person in people)))
    sources = [[(sealed, next(keys)) for sealed in person.fresh] for person in people]
    db.copy_rows(models.Source, _SOURCE_COLUMNS, _source_rows(sources, run))
    return sources


def _write(people: Sequence[Batched], run: int | None) -> writing.Written:
    sources = store(people, run)
    chains = [person.chain(fresh) for person, fresh in zip(people, sources, strict=True)]
    owners = _owners(people, [chain[0][1] for chain in chains])
    firms, branches = places.ensure([(s.capture, key) for found in sources for s, key in found])
    firms = {**firms, **_firms_of(people)}
    targets = []
    for owner, chain in zip(owners, chains, strict=True):
        origins = [key for _, key in chain]
        targets += [(owner, row, origins) for row in fold.fold([capture for capture, _ in chain])]
    known = [owner for person, owner in zip(people, owners, strict=True) if person.key is not None]
    ids = Ids(firms, {**branches, **_branches_of(people)}, {})
    return writing.write(PERSON_TABLES, targets, known=known, ids=ids, filed=filed_for(known))


def _source_rows(sources: Iterable[Sequence[tuple[Sealed, int]]], run: int | None) -> Iterable[Sequence[object]]:
    for found in sources:
        for sealed, key in found:
            c = sealed.capture
            yield (
                *(key, SourceKind.IMPORT.value, run, c.service, c.file, c.record, c.captured_on, c.exact, c.crd),
                *(sealed.digest, sealed.packed),
            )


def _owners(people: Sequence[Batched], origins: Sequence[int]) -> list[int]:
    """The keys of the people. Those who are new are inserted; `origins` are the sources that come first in order."""
    fresh = [index for index, person in enumerate(people) if person.key is None]
    keys = dict(zip(fresh, db.reserve_ids(models.Person, len(fresh)), strict=True))
    db.copy_rows(models.Person, ("id", "crd", "source_id"), [(keys[i], people[i].crd, origins[i]) for i in fresh])
    known = [index for index, person in enumerate(people) if person.key is not None]
    if known:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE registry_person p SET source_id = v.source FROM unnest(%s::bigint[], %s::bigint[])"
                " AS v(id, source), registry_source s WHERE p.id = v.id AND s.id = p.source_id AND s.kind = 'IMPORT'"
                " AND p.source_id <> v.source",
                [[people[i].key for i in known], [origins[i] for i in known]],
            )
    return [keys[index] if person.key is None else person.key for index, person in enumerate(people)]


def _firms_of(people: Sequence[Batched]) -> dict[int, int]:
    """Keys of the firms that captures held before name."""
    crds = {f.key[0] for p in people for c, _, _ in p.held for f in c.facts if f.kind in _NAMING_FIRMS}
    crds.discard(None)
    if not crds:
        return {}
    return dict(models.Firm.objects.filter(crd__in=crds).values_list("crd", "pk"))


_NAMING_FIRMS = {kinds.SPELL, kinds.SIGHTING, kinds.OFFICE, kinds.REGISTRATION}


def _branches_of(people: Sequence[Batched]) -> dict[tuple[int, str], int]:
    """Keys of the branches that captures held before name."""
    named = {(f.key[0], f.key[1]) for p in people for c, _, _ in p.held for f in c.facts if f.kind == kinds.OFFICE}
    if not named:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.crd, b.code, b.id FROM registry_branch b JOIN registry_firm f ON f.id = b.firm_id"
            " JOIN unnest(%s::bigint[], %s::text[]) AS v(crd, code) ON f.crd = v.crd AND b.code = v.code",
            [[crd for crd, _ in named], [code for _, code in named]],
        )
        return {(crd, code): key for crd, code, key in cursor.fetchall()}


def _miscounted(people: Sequence[Batched]) -> list[Refused]:
    expected = []
    governed = filed_for([person.key for person in people if person.key is not None])
    for person in people:
        if person.key in governed:
            continue  # filings have said more than the captures since
        expected += counters.expectations([c for c, _ in person.chain([(sealed, 0) for sealed in person.fresh])])
    reasons: dict[int, list[str]] = defaultdict(list)
    for difference in counting.differences(expected):
        reasons[difference.crd].append(str(difference))
    return [
        Refused(sealed.capture, "", "; ".join(reasons[person.crd]))
        for person in people
        if person.crd in reasons
        for sealed in person.fresh
    ]
