"""The Material Difference Flag: two firms' latest reports of one event that tell different facts (RV-03)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from finpro.registry.policies import differences


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest report of one firm about one occurrence."""

    report: int
    firm: int
    occurrence: int
    page: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """Two firms that differ on an occurrence, and the pointers inside the page at which they do."""

    occurrence: int
    reports: tuple[int, int]
    firms: tuple[int, int]
    pointers: tuple[str, ...]


def material(latest: Sequence[Latest]) -> list[Difference]:
    """Every pair of firms that tells an occurrence differently, field by field except the commentary."""
    found = []
    for place, one in enumerate(latest):
        for other in latest[place + 1 :]:
            if one.occurrence != other.occurrence or one.firm == other.firm:
                continue
            fields = differences.compare([one.page, other.page])
            pointers = tuple(field.pointer for field in fields if field.differs)
            if pointers:
                found.append(Difference(one.occurrence, (one.report, other.report), (one.firm, other.firm), pointers))
    return found
