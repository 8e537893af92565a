"""`finpro simulate`: a synthetic industry."""

import dataclasses
import json
import sys
from datetime import datetime

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

from finpro.journeys import simulate as journey
from finpro.kernel import clock


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("simulate")(simulate)


def simulate(
    people: int = typer.Option(..., min=1, max=journey.MOST_PEOPLE, help="How many people."),
    seed: int = typer.Option(..., min=0, help="The same seed gives the same world."),
    firms: int = typer.Option(0, min=0, help="How many firms; 0: as many as the proportions say, one for 75 people."),
    on: datetime | None = typer.Option(  # noqa: B008 - how typer declares options
        None, formats=["%Y-%m-%d"], help="The day on which the world is seen. Absent: today."
    ),
    as_json: bool = typer.Option(False, "--json", help="Answer as JSON, without a progress bar."),
) -> None:
    """Fill an empty record with fictitious people, firms, registrations, exams and disclosures.

    The proportions are those of finpro/journeys/simulation/world.toml, each with its source; no real person is in it,
    and the Social Security numbers are ones that are never issued. An interrupted run goes on where it stopped when the
    same command is given again; a finished one changes nothing. For an empty database: another world on the same record
    is refused, since it would use the same CRD numbers.

    Example: finpro simulate --people 10000 --seed 7
    """
    plan = journey.Plan(people=people, seed=seed, firms=firms, on=on.date() if on else None)
    began = clock.now()
    with _bar(quiet=as_json) as bar:
        task = bar.add_task("people", total=people, rate="")
        outcome = journey.simulate(plan, progress=lambda done, _: _show(bar, task, done))
    seconds = (clock.now() - began).total_seconds()
    if as_json:
        typer.echo(json.dumps({**dataclasses.asdict(outcome), "seconds": round(seconds, 2)}, default=str, indent=1))
    else:
        _table(outcome, seconds)


def _bar(*, quiet: bool) -> Progress:
    """On standard error, and only where somebody looks at it."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=Console(stderr=True), disable=quiet or not sys.stderr.isatty(), transient=True)


def _show(bar: Progress, task: TaskID, done: int) -> None:
    speed = bar.tasks[0].speed
    bar.update(task, completed=done, rate=f"{speed:,.0f}/s" if speed else "")


def _table(outcome: journey.Outcome, seconds: float) -> None:
    table = Table(title="Synthetic world", show_header=False, title_justify="left")
    table.add_column()
    table.add_column(justify="right")
    table.add_row("People", f"{outcome.people:,}")
    table.add_row("Firms", f"{outcome.firms:,}")
    table.add_row("Seen on", outcome.on.isoformat())
    if outcome.new:
        table.add_row("Rows written", f"{outcome.rows:,}")
        table.add_row("Seconds", f"{seconds:,.1f}")
        table.add_row("Rows a second", f"{outcome.rows / max(seconds, 0.001):,.0f}")
    else:
        table.add_row("Rows written", "0: this world was there already")
    Console().print(table)
