"""The firms of a synthetic industry: heavy-tailed sizes, names, branches."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import NamedTuple

from finpro.journeys.simulation.parameters import Words, World

FIRST_CRD = 900_001
KINDS = ("both", "broker", "adviser")  # of the first three firms, so that nobody is without a place


class Branch(NamedTuple):
    """An office; `id` is its key in the record, or its number before it is written."""

    id: int
    city: str
    state: str
    postal: str
    street: str


@dataclass(slots=True)
class Firm:
    """A firm. `kind` is broker, both or adviser; `former_name` was its main name until the day before `renamed_on`.

    `renamed_on` and `founded_on` are proleptic ordinals of dates. `id` is its key in the record once written.
    """

    id: int
    crd: int
    kind: str
    name: str
    founded_on: int
    branches: list[Branch]
    former_name: str = ""
    renamed_on: int = 0

    def name_on(self, day: int) -> str:
        """The name then used."""
        return self.former_name if day < self.renamed_on else self.name


class Industry:
    """All firms, and how people choose among them."""

    def __init__(self, firms: Sequence[Firm], weights: Sequence[float]) -> None:
        self.firms = tuple(firms)
        self._pools = {
            kind: self._pool(weights, kinds)
            for kind, kinds in (("broker", {"broker", "both"}), ("dual", {"both"}), ("adviser", {"adviser", "both"}))
        }

    def _pool(self, weights: Sequence[float], kinds: set[str]) -> tuple[tuple[Firm, ...], tuple[float, ...]]:
        members = [(firm, weight) for firm, weight in zip(self.firms, weights, strict=True) if firm.kind in kinds]
        if not members:
            members = list(zip(self.firms, weights, strict=True))
        return tuple(firm for firm, _ in members), tuple(accumulate(weight for _, weight in members))

    def pick(self, rng: Random, role: str) -> Firm:
        """A firm for the role, the big ones more often."""
        firms, reach = self._pools[role]
        return firms[bisect_right(reach, rng.random() * reach[-1])]


def draw(world: World, words: Words, *, seed: int, count: int, people: int, today: int) -> Industry:
    """`count` firms that `people` people will work for, seen on the ordinal date `today`."""
    rng = Random(f"{seed}/firms")  # noqa: S311 - a synthetic world must come out the same again
    weights = [(rank + world.firm_size_shift) ** -world.firm_size_exponent for rank in range(1, count + 1)]
    whole = sum(weights)
    branches = 0
    firms = []
    for index, weight in enumerate(weights):
        offices = max(1, round(people * weight / whole / world.people_per_branch))
        firms.append(_firm(rng, world, words, index, branches, offices, today))
        branches += offices
    return Industry(firms, weights)


def _firm(rng: Random, world: World, words: Words, index: int, first: int, offices: int, today: int) -> Firm:
    kind = KINDS[index] if index < len(KINDS) else world.firm_kind.pick(rng)
    founded = today - rng.randrange(365 * 5, 365 * 70)
    firm = Firm(
        id=index,
        crd=FIRST_CRD + index,
        kind=kind,
        name=_name(rng, words, kind, index),
        founded_on=founded,
        branches=[_branch(rng, world, words, first + number) for number in range(offices)],
    )
    if rng.random() < world.firm_renamed:
        firm.former_name = _name(rng, words, kind, index)
        firm.renamed_on = rng.randrange(founded + 365, today)
    return firm


def _name(rng: Random, words: Words, kind: str, index: int) -> str:
    endings = {"broker": words.firm_broker, "both": words.firm_both, "adviser": words.firm_adviser}[kind]
    # The first names go round, so that few firms share one before the list is through.
    first = words.firm_first[(index * 37 + rng.randrange(3)) % len(words.firm_first)]
    return " ".join(part for part in (first, rng.choice(words.firm_middle), rng.choice(endings)) if part)


def _branch(rng: Random, world: World, words: Words, number: int) -> Branch:
    state = world.state.pick(rng)
    city, zone = rng.choice(words.cities[state])
    return Branch(number, city, state, f"{zone}{rng.randrange(1, 100):02d}", street(rng, words))


def street(rng: Random, words: Words) -> str:
    """A house number and a street."""
    return f"{rng.randrange(1, 9900)} {rng.choice(words.street)} {rng.choice(words.street_kind)}"
