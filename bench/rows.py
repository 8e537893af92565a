"""What a measurement says: one row of the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Row:
    """`measured` and `line` in words; `ratio` measured by line, where below or above 1 is good as `met` says.

    `met` None: measured for the record, the issue draws no line.
    """

    what: str
    measured: str
    line: str = ""
    ratio: float | None = None
    met: bool | None = None

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"what": self.what, "measured": self.measured, "line": self.line, "ratio": self.ratio, "met": self.met}


def at_most(what: str, value: float, line: float, unit: str, digits: int = 1) -> Row:
    """A row whose value may not be above its line."""
    return Row(what, f"{value:,.{digits}f} {unit}", f"≤ {line:g} {unit}", value / line, value <= line)


def at_least(what: str, value: float, line: float, unit: str, digits: int = 0) -> Row:
    """A row whose value may not be below its line."""
    return Row(what, f"{value:,.{digits}f} {unit}", f"≥ {line:g} {unit}", value / line, value >= line)


def show(rows: Sequence[Row], console: Console) -> None:
    """Print the table."""
    table = Table(title="What was measured, as ratios within this run")
    for name in ("What", "Measured", "Line", "By line", ""):
        table.add_column(name, justify="right" if name == "By line" else "left")
    for row in rows:
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        table.add_row(row.what, row.measured, row.line, ratio, {True: "met", False: "MISSED", None: ""}[row.met])
    console.print(table)
