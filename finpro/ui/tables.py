"""The marks around a table's cells, made once for all rows: a list of a thousand cells stays a loop of joins."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from finpro.ui.page import Column


@dataclass(frozen=True, slots=True)
class Cells:
    """Opening and closing tag for each cell of a row, and which columns are set right."""

    marks: Sequence[tuple[Markup, Markup]]
    numeric: frozenset[int]


def cells(
    columns: Sequence[str | Column],
    rows: Sequence[Sequence[object]],
    numeric: Iterable[int],
    row_header: bool,
    cards: bool,
) -> Cells:
    """The cells of a `table`. Without columns the first row tells how many there are."""
    right = frozenset(numeric) | {
        n for n, column in enumerate(columns) if isinstance(column, Column) and column.numeric
    }
    width = len(columns) or (len(rows[0]) if rows else 0)
    return Cells([_mark(n, columns, right, row_header, cards) for n in range(width)], right)


def _mark(
    index: int, columns: Sequence[str | Column], right: frozenset[int], row_header: bool, cards: bool
) -> tuple[Markup, Markup]:
    label = ""
    if cards and columns:
        column = columns[index]
        label = Markup(' data-label="{}"').format(column if isinstance(column, str) else column.label)
    if index == 0 and row_header:
        return Markup('<th scope="row" class="govuk-table__header"{}>').format(label), Markup("</th>")
    look = " govuk-table__cell--numeric" if index in right else ""
    return Markup('<td class="govuk-table__cell{}"{}>').format(look, label), Markup("</td>")
