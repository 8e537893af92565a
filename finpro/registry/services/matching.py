"""Which captures the record holds, for comparing files with it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from finpro.registry import models
from finpro.registry.enums import SourceKind
from finpro.registry.policies import captures as policy
from finpro.registry.policies import counters
from finpro.registry.policies.captures import SEARCH_SUFFIX, Sealed


@dataclass(frozen=True, slots=True)
class Held:
    """Where a capture stands in the record: the day it is held under, and what its counts must meet (None where a
    later capture of the person has taken its place)."""

    sealed: Sealed
    captured_on: date
    expected: counters.Expectation | None


_Stamp = tuple[date, str, bytes]


def match(captures: Sequence[Sealed]) -> tuple[list[Held], list[Sealed]]:
    """The captures that the record holds, and those that it does not.

    A capture is known by its digest; one imported under another date than it has now is known by its content.
    """
    stamps = _stamps({item.capture.crd for item in captures})
    held: list[Held] = []
    missing: list[Sealed] = []
    for item in captures:
        ours = stamps.get(item.capture.crd, [])
        stamp = next((s for s in ours if s[1:] == (item.capture.service, item.digest)), None) or _by_content(item)
        if stamp is None:
            missing.append(item)
        else:
            held.append(Held(item, stamp[0], _expected(item, stamp, ours)))
    return held, missing


def _stamps(crds: Iterable[int]) -> dict[int, list[_Stamp]]:
    found: dict[int, list[_Stamp]] = defaultdict(list)
    rows = models.Source.objects.filter(crd__in=list(crds), kind=SourceKind.IMPORT, content__isnull=False)
    for crd, day, service, digest in rows.values_list("crd", "captured_on", "service", "digest").order_by("pk"):
        found[crd].append((day, service, bytes(digest)))
    return found


def _by_content(item: Sealed) -> _Stamp | None:
    rows = models.Source.objects.filter(
        crd=item.capture.crd, service=item.capture.service, kind=SourceKind.IMPORT, content__isnull=False
    )
    for row in rows.order_by("-captured_on", "-pk"):
        if policy.unpack(bytes(row.content or b"")) == policy.unpack(item.packed):
            return row.captured_on, row.service, bytes(row.digest)
    return None


def _expected(item: Sealed, stamp: _Stamp, ours: Sequence[_Stamp]) -> counters.Expectation | None:
    """What the counts of this capture must meet; None where a later one of its family has taken over. Registrations of
    advisers are counted by both families: they are left to the later one."""
    day, service, _ = stamp
    family = counters.FAMILIES.get(service, service)
    if stamp != max(s for s in ours if counters.FAMILIES.get(s[1], s[1]) == family):
        return None
    if service.endswith(SEARCH_SUFFIX):
        document = service.removesuffix(SEARCH_SUFFIX)
        if not any(s[0] == day and s[1] == document for s in ours):
            return None
    counts = dict(item.capture.counters)
    if any(s > stamp and s[1] in counters.FAMILIES for s in ours):
        counts.pop(counters.ADVISER_STATES, None)
    return counters.Expectation(item.capture.crd, day, counts) if counts else None
