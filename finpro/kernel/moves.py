"""States are a table (house.md, law 8): the services read it, and the database refuses what it does not list."""

from collections.abc import Iterable

import pgtrigger


def only(transitions: Iterable[tuple[str, str]], *, name: str = "states", field: str = "state") -> pgtrigger.FSM:
    """A trigger that lets the field move from the first to the second of a pair of the table, and no other way."""
    pairs = [(str(before), str(after)) for before, after in transitions]
    return pgtrigger.FSM(name=name, field=field, transitions=pairs)
