"""What is wrong with the rulebook's own files. Never the fault of a user: it stops the start."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one file; `line` counts from 1 and is 0 where the whole file is meant."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class RulebookError(Exception):
    """The rulebook cannot be used; `problems` holds everything found, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(
            f"The rulebook has {len(self.problems)} problem(s). Nothing was started and no data was touched."
            f" Correct these lines and start again:\n{lines}"
        )
