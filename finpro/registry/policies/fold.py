"""The record of a person as the fold of his or her captures.

What governs is the latest capture; earlier ones become history. A value without dates of its own begins on the day of
the capture that first says so, or is of unknown start where it was there from the first; it ends the day before the
capture that says otherwise. What the source dates keeps the source's dates. A fact that a service listed and lists no
more has ended by the day before (`end_observed`), though no source says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from finpro.registry.policies import associations, disclosures, kinds, registrations, undated
from finpro.registry.policies.captures import Capture, Fact, Scalar
from finpro.registry.policies.rows import DAY, Row, cut, stated

_Key = tuple[str, tuple[Scalar, ...], date | None]


@dataclass(slots=True)
class _State:
    """The fold so far: every row, the latest row of each fact, and which services listed it."""

    rows: list[Row] = field(default_factory=list)
    latest: dict[_Key, Row] = field(default_factory=dict)
    listed_by: dict[_Key, set[str]] = field(default_factory=dict)
    services: set[str] = field(default_factory=set)
    alone: bool = True


def fold(captures: Sequence[Capture]) -> list[Row]:
    """The rows of the record that the captures tell, which are given in governing order (captures.order).

    Associations are derived from the spells. Two registrations of one firm, regulator and category never live on the
    same day. A row comes after its parent.
    """
    state = _State(alone=len(captures) == 1)
    for index, capture in enumerate(captures):
        _take(state, capture, index)
    rows = disclosures.with_versions(undated.settle(state.rows), captures)
    spells = [row for row in rows if row.kind == kinds.SPELL]
    return [*rows, *associations.associations(spells), *registrations.fold(captures)]


def _take(state: _State, capture: Capture, index: int) -> None:
    seen: set[_Key] = set()
    for fact in capture.facts:
        behaviour = kinds.BEHAVIOUR.get(fact.kind)
        if behaviour is None:
            continue
        key = (fact.kind, fact.key, fact.starts_on if behaviour is kinds.Behaviour.DATED else None)
        if behaviour is kinds.Behaviour.DATED:
            _dated(state, key, fact, capture, index)
        else:
            _undated(state, key, fact, capture, index)
        if not state.alone:
            seen.add(key)
            state.listed_by.setdefault(key, set()).add(kinds.group(capture.service, fact.kind))
    if not state.alone:
        _end_absent(state, capture, seen)
        state.services.add(capture.service)


def _dated(state: _State, key: _Key, fact: Fact, capture: Capture, index: int) -> None:
    row = state.latest.get(key)
    if row is None:
        state.latest[key] = row = stated(fact, capture.captured_on, index)
        state.rows.append(row)
        return
    value = _amended(row.value, fact.value)
    if value != row.value or fact.ends_on != row.ends_on:
        row.value, row.ends_on, row.end_observed = value, fact.ends_on, False
        row.source, row.pointer = index, fact.pointer


def _amended(old: tuple[Scalar, ...], new: tuple[Scalar, ...]) -> tuple[Scalar, ...]:
    """The new value; where it is silent the old one stands, for services do not all tell the same."""
    return tuple(was if said is None or said == "" else said for was, said in zip(old, new, strict=True))


def _undated(state: _State, key: _Key, fact: Fact, capture: Capture, index: int) -> None:
    row = state.latest.get(key)
    if row is not None and (row.ends_on is None or row.ends_on >= capture.captured_on):
        row.ends_on, row.end_observed = None, False
        if _same(row, fact):
            return
        if row.first_seen_on >= capture.captured_on:  # two captures of one day: the later one governs all of it
            row.value, row.source, row.pointer = fact.value, index, fact.pointer
            return
        cut(state.rows, row, capture.captured_on - DAY)
    fresh = stated(fact, capture.captured_on, index)
    fresh.starts_on = None if row is None and not _told_before(state, capture, fact.kind) else capture.captured_on
    fresh.ends_on = None
    state.latest[key] = fresh
    state.rows.append(fresh)


def _told_before(state: _State, capture: Capture, kind: str) -> bool:
    """Whether an earlier capture that speaks of such facts did not have this one."""
    voice = kinds.group(capture.service, kind)
    return any(kinds.group(service, kind) == voice for service in state.services)


def _same(row: Row, fact: Fact) -> bool:
    if fact.kind == kinds.LEGAL_NAME:
        return bool(row.value[-1] == fact.value[-1])  # the name in upper case: services differ in their spelling of it
    if fact.kind == kinds.FIRM_NAME:
        return bool(row.value[0].upper() == fact.value[0].upper())
    return kinds.BEHAVIOUR[fact.kind] is kinds.Behaviour.SET or row.value == fact.value


def _end_absent(state: _State, capture: Capture, seen: set[_Key]) -> None:
    end = capture.captured_on - DAY
    for key, row in state.latest.items():
        if key in seen or row.ends_on is not None or kinds.group(capture.service, row.kind) not in state.listed_by[key]:
            continue
        row.ends_on = end if row.starts_on is None else max(end, row.starts_on)
        row.end_observed = True
