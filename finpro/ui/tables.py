"""The rows of a table, joined in one go: a list of a thousand cells costs what escaping them costs."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from finpro.ui.page import Column


def numeric_columns(columns: Sequence[str | Column], numeric: Iterable[int]) -> frozenset[int]:
    """Indexes of the columns set right: those named and those that say so themselves."""
    return frozenset(numeric) | {n for n, column in enumerate(columns) if isinstance(column, Column) and column.numeric}


def body(
    columns: Sequence[str | Column],
    rows: Sequence[Sequence[object]],
    numeric: frozenset[int],
    row_header: bool,
    cards: bool,
) -> Markup:
    """The `tr` elements of a `table`. Cells are text (escaped) or safe HTML. Without columns the first row counts."""
    width = len(columns) or (len(rows[0]) if rows else 0)
    marks = [_mark(n, columns, numeric, row_header, cards) for n in range(width)]
    lines = []
    for row in rows:
        cells = [f"{start}{escape(cell)}{end}" for (start, end), cell in zip(marks, row, strict=True)]
        lines.append(f'<tr class="govuk-table__row">{"".join(cells)}</tr>')
    return Markup("\n".join(lines))  # noqa: S704 - labels are escaped in the marks, cells above


def _mark(
    index: int, columns: Sequence[str | Column], numeric: frozenset[int], row_header: bool, cards: bool
) -> tuple[str, str]:
    label = ""
    if cards and columns:
        column = columns[index]
        label = f' data-label="{escape(column if isinstance(column, str) else column.label)}"'
    if index == 0 and row_header:
        return f'<th scope="row" class="govuk-table__header"{label}>', "</th>"
    look = " govuk-table__cell--numeric" if index in numeric else ""
    return f'<td class="govuk-table__cell{look}"{label}>', "</td>"
