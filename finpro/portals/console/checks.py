"""`finpro check`: whether a form in a file can be filed."""

import dataclasses
import json
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

import typer

from finpro.filings.policies import checks
from finpro.filings.policies.known import NOTHING
from finpro.kernel import clock, errors
from finpro.rulebook.forms import loader, strict

_DAY = ["%Y-%m-%d"]
UNUSABLE, FINDINGS = 2, 1


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("check")(check)


def check(
    form: str = typer.Argument(..., help="The form: u4 or u5."),
    file: str = typer.Argument(..., help="A file that holds the form as one JSON object; - reads standard input."),
    as_of: datetime | None = typer.Option(  # noqa: B008 - how typer declares options
        None, "--as-of", formats=_DAY, help="The day of filing. Absent: what the form says, or else today."
    ),
) -> None:
    """Check a form in a file by itself, without a record beside it: what needs one is not judged.

    Prints {"findings": [{"rule", "severity", "pointer", "message"}]}. Exit code 1 if any severity is "error". What is
    no form at all prints {"errors": [{"pointer", "message"}]}; exit code 2.

    Example: finpro check u4 form.json --as-of 2026-11-23
    """
    if form.lower() not in loader.forms():
        raise errors.Invalid(f"There is no form {form}. The forms are: {', '.join(loader.forms())}.")
    try:
        document = strict.parse(_read(file))
    except errors.Invalid as invalid:
        _unusable([strict.Fault("", invalid.message)])
    day = _day(document, as_of)
    found = loader.get(form.lower(), on=day)
    wrong = strict.faults(found, document)
    if wrong or not isinstance(document, dict):
        _unusable(wrong)
    if not isinstance(document.get("filing"), dict) or not document["filing"].get("type"):
        _unusable([strict.Fault("/filing", "The form does not say its type of filing.")])
    findings = checks.check(found, document, NOTHING, day)
    _print({"findings": [dataclasses.asdict(one) for one in findings]})
    raise typer.Exit(FINDINGS if any(one.severity == "error" for one in findings) else 0)


def _read(file: str) -> bytes:
    most = strict.LARGEST + 1
    if file == "-":
        return sys.stdin.buffer.read(most)
    try:
        with Path(file).open("rb") as opened:
            return opened.read(most)
    except OSError as error:
        raise errors.Invalid(f"{file} cannot be read: {(error.strerror or 'no such file').lower()}.") from None


def _day(document: object, given: datetime | None) -> date:
    """The day given, or else the one that the form says, if it is one, or today."""
    if given is not None:
        return given.date()
    filing = document.get("filing") if isinstance(document, dict) else None
    said = filing.get("as_of") if isinstance(filing, dict) else None
    try:
        return date.fromisoformat(said) if isinstance(said, str) else clock.today()
    except ValueError:
        return clock.today()  # that it is none is said as a fault of the form


def _unusable(wrong: Sequence[strict.Fault]) -> NoReturn:
    _print({"errors": [{"pointer": one.pointer, "message": one.message} for one in wrong]})
    raise typer.Exit(UNUSABLE)


def _print(answer: dict[str, Any]) -> None:
    typer.echo(json.dumps(answer, indent=1, ensure_ascii=False))
