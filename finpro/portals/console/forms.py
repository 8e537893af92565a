"""`finpro schema`: what a document of a legal form may hold."""

import json
from datetime import datetime

import typer

from finpro.kernel import clock, errors
from finpro.rulebook.forms import jsonschema, loader

_DAY = ["%Y-%m-%d"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("schema")(schema)


def schema(
    form: str = typer.Argument(..., help="The form: u4 or u5."),
    version: str = typer.Option("", help="A version of the form. Absent: the one in force on the day."),
    on: datetime | None = typer.Option(None, formats=_DAY, help="The day of the codes. Absent: today."),  # noqa: B008
    filing_type: str = typer.Option("", "--type", help="Say what a complete filing of this type must hold, too."),
) -> None:
    """Print the JSON Schema (2020-12) of a form's documents.

    Example: finpro schema u4 --type INITIAL
    """
    day = on.date() if on else clock.today()
    if form.lower() not in loader.forms():
        raise errors.Invalid(f"There is no form {form}. The forms are: {', '.join(loader.forms())}.")
    try:
        found = loader.get(form.lower(), version or None, on=day)
    except KeyError:
        versions = ", ".join(loader.versions(form.lower()))
        raise errors.Invalid(f"No such version is in force on {day}. The versions are: {versions}.") from None
    types = [known.code for known in found.types]
    if filing_type and filing_type not in types:
        raise errors.Invalid(f"There is no filing type {filing_type}. The types are: {', '.join(types)}.")
    typer.echo(json.dumps(jsonschema.schema(found, day, filing_type), indent=1, ensure_ascii=False))
