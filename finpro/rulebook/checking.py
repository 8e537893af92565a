"""Everything that the rulebook holds, read and validated once at every start of a server: topics and forms."""

from finpro.rulebook import lookup
from finpro.rulebook.errors import Problem, RulebookError
from finpro.rulebook.forms import loader


def check() -> None:
    """Read, validate and keep it all. Raises `RulebookError` with each file, line and reason."""
    problems: list[Problem] = []
    for whole in (lookup.check, loader.check):
        try:
            whole()
        except RulebookError as error:
            problems.extend(error.problems)
    if problems:
        raise RulebookError(problems)
