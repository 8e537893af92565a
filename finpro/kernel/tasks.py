"""Something that somebody has to do, as a value: derived from state whenever it is asked for, stored nowhere.

A domain says in its `todo.py` what it asks of people, and `finpro.worklist` asks every domain:

    tasks.offer(Provider("accounts.addresses", mine, theirs))

A provider has two faces: one human being, and a whole firm. Each loads its facts in one query, however many people
there are, and lets the domain's policies judge them. Most people owe most domains nothing, so a provider may say by a
condition when it is worth asking; one statement asks all conditions.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Ball(StrEnum):
    """Whose move it is."""

    ME = "me"
    FIRM = "firm"
    REGISTRY = "registry"


class State(StrEnum):
    """Whether it can be done now. What is done is no task any more."""

    OPEN = "open"
    BEGUN = "begun"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Who:
    """A human being as tasks know one: the account, the person on the record, or both."""

    user_id: int | None
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A legal date, the last day included, and one sentence that says why it is that date."""

    on: date
    why: str


@dataclass(frozen=True, slots=True)
class Action:
    """The one thing to do: a verb, and the address of the page where it is done."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do. `source` is the rulebook's id of the rule that asks for it; `why` one sentence without personal
    data, as a firm reads it too. `dues` in any order; the earliest governs.
    """

    key: str
    source: str
    title: str
    why: str
    action: Action
    ball: Ball
    state: State
    dues: tuple[Due, ...] = ()
    seen_at: datetime | None = None

    @property
    def governs(self) -> Due | None:
        """The due date that counts: the earliest; None where there is none."""
        return min(self.dues, key=lambda due: due.on, default=None)


Mine = Callable[[Who, datetime], Sequence[Task]]
Theirs = Callable[[Sequence[Who], datetime], Mapping[Who, Sequence[Task]]]


@dataclass(frozen=True, slots=True)
class Provider:
    """What one domain asks of people, by its two faces. People without a task are left out of `theirs`.

    `waits`: a condition in SQL, a constant, that holds whenever `mine` has a task for the account `%(user)s` or the
    person `%(person)s`; it may hold too often. Without one it is asked each time.
    """

    key: str
    mine: Mine
    theirs: Theirs
    waits: str = "true"


_providers: dict[str, Provider] = {}


def offer(provider: Provider) -> Provider:
    """Register a provider. Raises ValueError for a key that is taken."""
    if _providers.setdefault(provider.key, provider) is not provider:
        raise ValueError(f"Two providers of tasks have the key {provider.key}.")
    return provider


def withdraw(provider: Provider) -> None:
    """Take a provider out again; tests offer their own."""
    del _providers[provider.key]


def providers() -> list[Provider]:
    """Every provider, by key."""
    return [_providers[key] for key in sorted(_providers)]
