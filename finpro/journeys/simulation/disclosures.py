"""Disclosures with their versions: first pending, then resolved."""

import json
from functools import cache
from random import Random
from typing import Any

from finpro.journeys.simulation.careers import Stint
from finpro.journeys.simulation.parameters import Words, World
from finpro.journeys.simulation.sheet import Sheet, day
from finpro.rulebook import lookup as rulebook

REPORTED_WITHIN = 30  # days


@cache
def type_code(word: str) -> str:
    """The rulebook's code of a type as public records write it."""
    kind = rulebook.disclosure_type_by_alias(word)
    if kind is None:
        raise ValueError(f"world.toml: the rulebook knows no disclosure type {word!r}")
    return kind.code


@cache
def resolution_code(word: str) -> str:
    """The rulebook's code of a resolution as public records write it."""
    found = rulebook.resolution_by_alias(word)
    if found is None:
        raise ValueError(f"world.toml: the rulebook knows no resolution {word!r}")
    return found.code


def write(
    rng: Random, world: World, words: Words, count: int, stints: list[Stint], today: int, person: int, sheet: Sheet
) -> None:
    """Write `count` disclosures of one person, fewer where the career is shorter than the reporting time."""
    first = stints[0].start
    for ordinal in range(count):
        word = world.disclosure_type.pick(rng)
        ended = [stint.end for stint in stints if stint.end is not None]
        if word.startswith("Employment") and not ended:
            word = "Customer Dispute"
        room = today - first - REPORTED_WITHIN
        if room < 1:
            return
        event = rng.choice(ended) if word.startswith("Employment") else first + int(rng.random() * room)
        _one(rng, world, words, word, event, ordinal, today, person, sheet)


def _one(
    rng: Random, world: World, words: Words, word: str, event: int, ordinal: int, today: int, person: int, sheet: Sheet
) -> None:
    resolution, detail, docket = _story(rng, world, words, word)
    reported = min(event + rng.randrange(1, REPORTED_WITHIN), today)
    number = len(sheet.disclosures)
    sheet.disclosures.append((person, day(reported), None, type_code(word), day(event), docket, ordinal))
    resolved = reported + rng.randrange(60, 900)
    opening = {key: value for key, value in detail.items() if key != "Settlement Amount"}
    pending = word in ("Customer Dispute", "Regulatory") and resolution != "Pending"
    if word in ("Customer Dispute", "Regulatory") and (resolution == "Pending" or resolved > today):
        pieces: list[tuple[int, int | None, str, dict[str, Any]]] = [(reported, None, "Pending", opening)]
    elif pending:
        pieces = [(reported, resolved - 1, "Pending", opening), (resolved, None, resolution, detail)]
    else:
        pieces = [(reported, None, resolution, detail)]
    for start, end, how, told in pieces:
        sheet.versions.append((person, number, day(start), day(end), resolution_code(how), json.dumps(told)))


def _story(rng: Random, world: World, words: Words, word: str) -> tuple[str, dict[str, Any], str]:
    """Resolution, details and docket number, with the keys that BrokerCheck uses."""
    if word == "Customer Dispute":
        resolution = world.customer_resolution.pick(rng)
        asked = rng.randrange(5_000, 400_000)
        detail: dict[str, Any] = {
            "Allegations": rng.choice(words.allegation),
            "Damage Amount Requested": f"${asked:,}.00",
        }
        if resolution == "Settled":
            detail["Settlement Amount"] = f"${round(asked * rng.uniform(0.1, 0.8)):,}.00"
        return resolution, detail, f"{rng.randrange(10, 26)}-{rng.randrange(10_000):05d}"
    if word == "Regulatory":
        detail = {
            "Initiated By": "FINRA",
            "Allegations": rng.choice(words.finding),
            "Resolution": "Acceptance, Waiver & Consent(AWC)",
            "SanctionDetails": [{"Sanctions": "Civil and Administrative Penalty(ies)/Fine(s)"}],
        }
        return world.other_resolution.pick(rng), detail, f"20{rng.randrange(10, 26)}0{rng.randrange(100_000):06d}01"
    if word == "Criminal":
        charges = [{"Charges": rng.choice(words.charge), "Disposition": "Dismissed"}]
        return "Final Disposition", {"criminalCharges": charges}, ""
    if word == "Financial":
        return "Final", {"Type": "Bankruptcy: Chapter 7", "Disposition": "Discharged"}, ""
    return "", {"Termination Type": "Discharged", "Allegations": rng.choice(words.separation)}, ""
