"""Associations: what the spells of a person with a firm amount to."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from finpro.registry.policies import kinds
from finpro.registry.policies.captures import Scalar
from finpro.registry.policies.rows import DAY, Row


def associations(spells: Iterable[Row]) -> list[Row]:
    """One row for each stretch of overlapping or adjacent spells of one firm, whichever side they were reported on.

    Both ends are inclusive, so a spell that begins the day after another ends continues it. An unknown start reaches
    back without limit and therefore joins every earlier spell with the firm.
    """
    by_firm: dict[Scalar, list[Row]] = defaultdict(list)
    for spell in spells:
        by_firm[spell.key[0]].append(spell)
    return [row for firm, found in by_firm.items() for row in _stretches(firm, found)]


def _stretches(firm: Scalar, spells: list[Row]) -> list[Row]:
    if len(spells) > 1:
        spells = sorted(spells, key=_start)
    found: list[Row] = []
    for spell in spells:
        last = found[-1] if found else None
        if last is None or (last.ends_on is not None and _start(spell) > last.ends_on + DAY):
            found.append(_opening(firm, spell))
            continue
        last.first_seen_on = min(last.first_seen_on, spell.first_seen_on)
        if last.ends_on is not None and (spell.ends_on is None or spell.ends_on > last.ends_on):
            last.ends_on, last.end_observed = spell.ends_on, spell.end_observed
    return found


def _start(spell: Row) -> date:
    return spell.starts_on or date.min


def _opening(firm: Scalar, spell: Row) -> Row:
    return Row(
        kinds.ASSOCIATION,
        (firm,),
        (),
        spell.starts_on,
        spell.ends_on,
        spell.first_seen_on,
        spell.end_observed,
        spell.source,
        spell.pointer,
    )
