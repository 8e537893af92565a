"""`finpro firm-settings`: what firms choose, until they have pages for it."""

from datetime import date

import typer

from finpro.firms.enums import Audience
from finpro.journeys import choose_settings
from finpro.kernel import actor, clock, days

commands = typer.Typer(help="What a firm has chosen for its people.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the topic to the command line."""
    app.add_typer(commands, name="firm-settings")


@commands.callback()
def root() -> None:
    """What a firm has chosen for its people."""


@commands.command()
def show(
    firm: int = typer.Argument(help="CRD number of the firm."), on: str = typer.Option("", help="A date.")
) -> None:
    """Print what holds on a date, today where none is given."""
    day = days.typed(on, default=clock.today())
    for audience, chosen in choose_settings.settings_on(firm_crd=firm, on=day).items():
        typer.echo(f"{audience.label}: electronic signature {'on' if chosen.e_signature else 'off'}")


@commands.command("e-signature")
def e_signature(
    value: str = typer.Argument(help="on or off"),
    firm: int = typer.Option(..., help="CRD number of the firm."),
    audience: Audience = typer.Option(..., help="For whom."),  # noqa: B008 - typer's way
    effective_from: str = typer.Option("", "--from", help="First day, today where none is given."),
    why: str = typer.Option("", help="Why; kept with the change."),
) -> None:
    """Turn electronic signatures on Form U4 on or off for an audience, from a day on."""
    if value not in {"on", "off"}:
        raise typer.BadParameter("Say on or off.")
    day: date = days.typed(effective_from, default=clock.today())
    changed = choose_settings.e_signature(
        firm_crd=firm,
        audience=audience,
        value=value == "on",
        effective_from=day,
        why=why,
        by=actor.system("command"),
        at=clock.now(),
    )
    typer.echo(
        f"Electronic signature {value} for {audience.label.lower()} from {day}." if changed else "It is so already."
    )
