"""The queue of cases as a table, and the filters in use as chips."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from finpro.casework.enums import Kind, Outcome, State
from finpro.casework.selectors.queue import Filters, Line, Queue
from finpro.ui.filters import as_date

COLUMNS = ("Case", "About", "State", "Open for", "Since", "Owner")
LOOKS = {State.OPEN: "amber", State.WORKING: "blue", State.WAITING: "purple", State.CLOSED: "grey"}


@dataclass(frozen=True, slots=True)
class QueueTable:
    """What the page draws. `chips`: (words, address without this filter); `paging` ends before the number."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Markup | str]]
    chips: Sequence[tuple[str, str]]
    paging: str


def queue_table(queue: Queue, filters: Filters, used: Sequence[tuple[str, Filters]], *, cases: str) -> QueueTable:
    """The table of one page. `used`: each filter in use in words, and the filters without it (QueueForm.used).

    `cases` is the address below which cases are found.
    """
    query = address(replace(filters, page=1))
    return QueueTable(
        COLUMNS,
        [_row(line, cases) for line in queue.lines],
        [(words, address(without)) for words, without in used],
        f"{query}{'' if query == '?' else '&'}page=",
    )


def address(filters: Any) -> str:
    """The query of a queue's address that asks for this; what is not set is left out. `filters` is a dataclass."""
    pairs = [
        (field.name, str(getattr(filters, field.name)))
        for field in fields(filters)
        if getattr(filters, field.name) != field.default
    ]
    return f"?{urlencode(pairs)}"


def _row(line: Line, cases: str) -> tuple[Markup | str, ...]:
    state = State(line.state)
    label = Outcome(line.outcome).label if line.outcome else state.label
    return (
        Markup('<a class="govuk-link fp-nowrap" href="{}/{}">{}</a>').format(cases, line.number, line.number),
        str(Kind(line.kind).label),
        Markup('<strong class="govuk-tag govuk-tag--{}">{}</strong>').format(LOOKS[state], label),
        line.waiting,
        as_date(line.opened_at),
        "You" if line.mine else line.owner or Markup('<span class="fp-absent">Nobody</span>'),
    )
