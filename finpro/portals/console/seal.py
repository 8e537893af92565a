"""`finpro seal`: the seal on documents, and the certificate that stands above it."""

from pathlib import Path

import typer

from finpro.documents import adapters
from finpro.kernel import clock

commands = typer.Typer(help="The seal on documents.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the topic to the command line."""
    app.add_typer(commands, name="seal")


@commands.callback()
def root() -> None:
    """The seal on documents."""


@commands.command()
def check(file: Path = typer.Argument(help="A PDF.", exists=True, dir_okay=False)) -> None:  # noqa: B008 - typer's way
    """Say whether a file carries this installation's seal, unchanged, by what is in the file alone; exit code 1 if not.

    No network and no database are asked.
    """
    found = adapters.verify(file.read_bytes(), at=clock.now())
    if found.genuine:
        typer.echo(f"Genuine. Sealed {found.stamped_at:%Y-%m-%d %H:%M:%S} UTC, unchanged since.")
        return
    typer.echo("Not genuine: changed since, or sealed by somebody else." if found.sealed else "Not sealed.")
    raise typer.Exit(1)


@commands.command("root")
def show_root() -> None:
    """Print the root certificates in PEM: whoever checks documents elsewhere names them as trusted."""
    typer.echo(adapters.roots(at=clock.now()), nl=False)
