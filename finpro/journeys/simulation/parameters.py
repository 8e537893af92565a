"""The proportions of `world.toml` and the words of `words.toml`, read once and checked."""

import hashlib
import tomllib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

HERE = Path(__file__).parent


class Weights:
    """Words with relative frequencies."""

    __slots__ = ("_reach", "weights", "words")

    def __init__(self, value: Mapping[str, float]) -> None:
        self.words = tuple(value)
        self.weights = tuple(value.values())
        self._reach = tuple(accumulate(self.weights))

    def pick(self, rng: Random) -> str:
        """One word, by its frequency."""
        return self.words[bisect_right(self._reach, rng.random() * self._reach[-1])]

    def share(self, word: str) -> float:
        """The frequency of a word among all."""
        return self.weights[self.words.index(word)] / self._reach[-1]


class Quantiles:
    """A distribution given by points (probability, value), with straight lines between them."""

    __slots__ = ("_steps", "points")

    def __init__(self, value: Sequence[Sequence[float]]) -> None:
        self.points = tuple((float(p), float(v)) for p, v in value)
        self._steps = tuple(p for p, _ in self.points)

    def draw(self, rng: Random) -> float:
        """One value."""
        return self.at(rng.random())

    def at(self, probability: float) -> float:
        """The value below which this share of all lies."""
        index = min(bisect_right(self._steps, probability), len(self._steps) - 1)
        (p0, v0), (p1, v1) = self.points[index - 1], self.points[index]
        return v0 + (v1 - v0) * (probability - p0) / (p1 - p0)

    @property
    def mean(self) -> float:
        """The mean of the distribution."""
        pairs = zip(self.points, self.points[1:], strict=False)
        return sum((p1 - p0) * (v0 + v1) / 2 for (p0, v0), (p1, v1) in pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Every parameter of `world.toml`, which says what it means and where it comes from."""

    role: Weights
    former_broker: float
    in_industry: float
    firm_size_exponent: float
    firm_size_shift: float
    people_per_firm: float
    firm_kind: Weights
    people_per_branch: float
    firm_renamed: float
    previous_firms: Quantiles
    previous_years: Quantiles
    current_years: Quantiles
    gap_days: Quantiles
    years_since_leaving: Quantiles
    age_at_start: Quantiles
    two_firms: float
    contractor: float
    registration_history_years: float
    past_breadth: float
    representative_category: Weights
    principal: float
    principal_category: Weights
    operations_too: float
    sro_count: Weights
    agent_states: Quantiles
    adviser_states: Quantiles
    state: Weights
    restricted_texas: float
    pending_first: float
    pending_days: Quantiles
    prints_first: float
    ending: Weights
    ce_lapsed: float
    ce_cured_days: Quantiles
    ce_open_in_autumn: float
    iar_ce_lapsed: float
    uniform_combined: float
    adviser_exam: Weights
    broker_exams_of_advisers: float
    extra_exam: Weights
    other_names: Weights
    name_changed: float
    middle_name: float
    suffix: float
    residence_years: Quantiles
    residence_history_years: float
    employment_history_years: float
    designation: float
    designation_code: Weights
    other_business: float
    private_residence: float
    not_registered_office: float
    disclosed: float
    disclosures_each: Quantiles
    disclosure_type: Weights
    customer_resolution: Weights
    other_resolution: Weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The lists of `words.toml`; `cities` gives (city, postal prefix) pairs by state."""

    first: tuple[str, ...]
    last: tuple[str, ...]
    suffix: tuple[str, ...]
    street: tuple[str, ...]
    street_kind: tuple[str, ...]
    firm_first: tuple[str, ...]
    firm_middle: tuple[str, ...]
    firm_broker: tuple[str, ...]
    firm_both: tuple[str, ...]
    firm_adviser: tuple[str, ...]
    position: tuple[str, ...]
    employer: tuple[str, ...]
    business: tuple[str, ...]
    allegation: tuple[str, ...]
    finding: tuple[str, ...]
    charge: tuple[str, ...]
    separation: tuple[str, ...]
    cities: dict[str, tuple[tuple[str, str], ...]]


_KINDS = {"share": float, "number": float, "weights": Weights, "quantiles": Quantiles}


@cache
def world(path: Path = HERE / "world.toml") -> World:
    """The parameters. Raises ValueError naming a parameter that is missing, unknown or without a source."""
    table = _read(path)
    wanted = {field.name: field.type for field in fields(World)}
    if table.keys() != wanted.keys():
        raise ValueError(f"{path.name}: missing or unknown parameters: {sorted(table.keys() ^ wanted.keys())}")
    values: dict[str, Any] = {}
    for name, entry in table.items():
        kind = _KINDS.get(entry.get("kind", ""))
        if kind is not wanted[name] or not entry.get("source"):
            raise ValueError(f"{path.name}: {name} has the wrong kind, or no source")
        values[name] = kind(entry["value"])
    return World(**values)


@cache
def words(path: Path = HERE / "words.toml") -> Words:
    """The word lists."""
    table = _read(path)
    lists: dict[str, Any] = {
        k: tuple(v.split() if isinstance(v, str) else v) for k, v in table.items() if k != "cities"
    }
    cities = {state: tuple((city, zone) for city, zone in pairs) for state, pairs in table["cities"].items()}
    return Words(**lists, cities=cities)


@cache
def cast(path: Path = HERE / "cast.toml") -> dict[int, dict[str, Any]]:
    """Traits of the first people of the demo world, by number."""
    return {int(number): traits for number, traits in _read(path).items()}


@cache
def digest() -> str:
    """A hash of both files: another hash means another world."""
    whole = hashlib.sha256()
    for name in ("world.toml", "words.toml"):
        whole.update((HERE / name).read_bytes())
    return whole.hexdigest()


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)
