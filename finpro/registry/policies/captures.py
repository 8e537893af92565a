"""A capture: one source's word about one person (or firm) at one moment, as facts.

The record of a person is the fold of his or her captures (registry.policies.fold), so the order in which they arrive
does not matter. Captures are stored as canonical JSON, compressed, and are read back from it.
"""

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

Scalar = Any  # text, whole number, truth or None: what JSON gives back unchanged

SEARCH_SUFFIX = "_SEARCH"  # a row of a search by the service of the same name


class Fact(NamedTuple):
    """One thing that a capture says.

    `key` says which thing of its kind it is, `value` what is said of it. Dates are the source's own; None where it
    gives none. `pointer` places the fact in the record it came from.
    """

    kind: str
    key: tuple[Scalar, ...]
    value: tuple[Scalar, ...]
    starts_on: date | None = None
    ends_on: date | None = None
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class Capture:
    """What `service` said of the CRD number on `captured_on`.

    `exact` is False where the date is only a lower bound. `counters` are the record's own counts, by name, against
    which the written rows are checked (registry.policies.counters).
    """

    crd: int
    service: str
    captured_on: date
    exact: bool
    facts: tuple[Fact, ...]
    counters: Mapping[str, int] = field(default_factory=dict)
    file: str = ""
    record: str = ""

    def __reduce__(self) -> tuple[type["Capture"], tuple[Any, ...]]:
        """Captures go from process to process by the hundred thousand; this way costs a third of the usual one."""
        told = (self.crd, self.service, self.captured_on, self.exact, self.facts, self.counters, self.file, self.record)
        return Capture, told


def order(capture: Capture, digest: bytes) -> tuple[date, str, bytes]:
    """The order in which captures govern, the last one winning; the same whatever order they arrived in."""
    return capture.captured_on, capture.service, digest


def encode(capture: Capture) -> bytes:
    """Facts and counters as canonical JSON. `decode` gives them back."""
    facts = [[f.kind, f.key, f.value, _text(f.starts_on), _text(f.ends_on), f.pointer] for f in capture.facts]
    document = {"facts": facts, "counters": dict(capture.counters)}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def decode(content: bytes) -> tuple[tuple[Fact, ...], dict[str, int]]:
    """The facts and counters of what `pack` stored."""
    document = json.loads(unpack(content))
    facts = tuple(
        Fact(kind, tuple(key), tuple(value), _day(starts), _day(ends), pointer)
        for kind, key, value, starts, ends, pointer in document["facts"]
    )
    return facts, document["counters"]


def pack(encoded: bytes) -> bytes:
    """What is stored of a capture: zlib at its quickest, for the text is short."""
    return zlib.compress(encoded, 1)


def unpack(content: bytes) -> bytes:
    """What `encode` gave, out of what `pack` stored."""
    return zlib.decompress(content)


def digest(capture: Capture, encoded: bytes) -> bytes:
    """SHA-256 by which a capture is known again. A date that is only a lower bound is no part of it: the same
    document read together with other files may get another bound."""
    stamp = capture.captured_on.isoformat() if capture.exact else ""
    return hashlib.sha256(f"{capture.service}\n{stamp}\n".encode() + encoded).digest()


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


class Sealed(NamedTuple):
    """A capture with its canonical form, compressed as it is stored, and the digest it is known by."""

    capture: Capture
    packed: bytes
    digest: bytes


@dataclass(frozen=True, slots=True)
class Reject:
    """A record of outside files that was not written: where it stands and why. `reason` holds no personal data."""

    position: int
    file: str
    record: str
    pointer: str
    crd: int | None
    reason: str


def seal(capture: Capture) -> Sealed:
    """The capture in the form in which it is stored and known again."""
    encoded = encode(capture)
    return Sealed(capture, pack(encoded), digest(capture, encoded))
