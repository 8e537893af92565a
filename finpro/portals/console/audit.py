"""`finpro audit`: the trail of what happened."""

import dataclasses
import json

import typer

from finpro.audit import selectors as audit

commands = typer.Typer(help="The trail of what happened, who did it and why.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the topic to the command line."""
    app.add_typer(commands, name="audit")


@commands.callback()
def root() -> None:
    """The trail of what happened, who did it and why."""


@commands.command()
def verify(
    head: str = typer.Option("", help="A head noted earlier: the chain must still pass through it."),
    as_json: bool = typer.Option(False, "--json", help="Answer as JSON."),
) -> None:
    """Recompute the chain of seals from the events that are there.

    A changed, missing or added event breaks it. The head printed stands for all events so far: note it somewhere else,
    and give it with --head another time to show that the end was not cut off. Exit code 1 when something does not fit.
    """
    found = audit.verify(expected_head=head)
    if as_json:
        typer.echo(json.dumps(dataclasses.asdict(found), indent=1))
    else:
        for difference in found.differences:
            where = f"Seal {difference.seal}: " if difference.seal else ""
            typer.echo(f"{where}{difference.message}")
        typer.echo(f"{found.events} events in {found.seals} seals, {found.waiting} waiting to be sealed.")
        typer.echo(f"Head: {found.head or 'none yet'}")
        typer.echo(f"{len(found.differences)} differences")
    raise typer.Exit(1 if found.differences else 0)
