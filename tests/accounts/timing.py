"""Whether some groups of tries take longer than others, on a machine that does other things as well.

The groups take turns, so that a busy machine is busy for all of them alike. Where it was so busy that the medians still
differ by more than the limit, two more rounds are added: noise shrinks, a difference stays.
"""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

TRIES, ROUNDS, LIMIT = 200, 3, 0.05
WARMING = 5


@dataclass(frozen=True, slots=True)
class Timed:
    """One group: what is timed, and what is done before each try, which is not. Both are told the number of the try."""

    once: Callable[[int], object]
    prepare: Callable[[int], None] = lambda number: None


def difference(groups: dict[str, Timed]) -> float:
    """By how much the slowest group's median is above the fastest's, as a share of it, after 200 tries of each or more.

    The first tries, numbered below 0, warm what is warm later.
    """
    times: dict[str, list[float]] = {name: [] for name in groups}
    names, apart = list(groups), 1.0
    gc.collect()
    gc.disable()
    try:
        for number in range(-WARMING, TRIES * ROUNDS):
            # Not always the same one first.
            for name in (*names[number % len(names) :], *names[: number % len(names)]):
                groups[name].prepare(number)
                started = perf_counter()
                groups[name].once(number)
                if number >= 0:
                    times[name].append(perf_counter() - started)
            if number >= 0 and (number + 1) % TRIES == 0:
                medians = [median(taken) for taken in times.values()]
                apart = max(medians) / min(medians) - 1
                if apart <= LIMIT:
                    break
    finally:
        gc.enable()
    return apart
