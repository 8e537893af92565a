"""`finpro rulebook`: the rules and facts in force on a day, and what changes between two days."""

import json
from datetime import date, datetime

import typer
from rich.console import Console
from rich.table import Table

from finpro.kernel import clock, errors
from finpro.rulebook import show

_DAY = ["%Y-%m-%d"]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    rulebook = typer.Typer(help="Show the rules and facts in force, and what changes.", no_args_is_help=True)
    rulebook.command("topics")(topics)
    rulebook.command("show")(show_topic)
    rulebook.command("diff")(diff)
    app.add_typer(rulebook, name="rulebook")


def topics() -> None:
    """List the topics that the rulebook holds."""
    for topic in show.topics():
        typer.echo(f"{topic:22} {show.TITLES[topic]}")


def show_topic(
    topic: str = typer.Argument(..., help="A topic, such as exams; `finpro rulebook topics` lists them."),
    on: datetime | None = typer.Option(None, formats=_DAY, help="The day asked for. Absent: today."),  # noqa: B008
    code: str = typer.Option("", help="Only this code, in full."),
    as_json: bool = typer.Option(False, "--json", help="Answer as JSON."),
) -> None:
    """Show what a topic holds on a day. Values that no public source settles are marked *verify*.

    Example: finpro rulebook show exams --on 2026-11-22
    """
    if topic not in show.topics():
        raise errors.Invalid(f"There is no topic {topic}. The topics are: {', '.join(show.topics())}.")
    entries = [entry for entry in show.slice(topic, _day(on)) if not code or entry["code"] == code]
    if code and not entries:
        raise errors.NotFound(f"On {_day(on)} the topic {topic} holds no {code}.")
    if as_json:
        typer.echo(json.dumps(entries, indent=1, ensure_ascii=False))
    elif code:
        _print_entry(entries[0])
    else:
        _print_topic(topic, entries)


def diff(
    before: datetime = typer.Option(..., "--from", formats=_DAY, help="The earlier day."),  # noqa: B008
    after: datetime = typer.Option(..., "--to", formats=_DAY, help="The later day."),  # noqa: B008
    as_json: bool = typer.Option(False, "--json", help="Answer as JSON."),
) -> None:
    """Show what the rulebook changes between two days. Sources and windows alone are no change.

    Example: finpro rulebook diff --from 2025-12-31 --to 2026-01-01
    """
    changes = show.diff(before.date(), after.date())
    if as_json:
        typer.echo(json.dumps([change.to_json() for change in changes], indent=1, ensure_ascii=False))
        return
    table = Table("Topic", "Code", "What", "Before", "After", title=f"{before:%Y-%m-%d} to {after:%Y-%m-%d}")
    for change in changes:
        what = change.field or change.kind
        table.add_row(change.topic, change.code, what, _text(change.before), _text(change.after))
    Console().print(table)
    typer.echo(f"{len(changes)} changes")


def _day(given: datetime | None) -> date:
    return given.date() if given else clock.today()


def _print_topic(topic: str, entries: list[dict[str, show.Plain]]) -> None:
    hidden = {"effective_from", "effective_to", "source", "mark", "meaning", "action", "text", "aliases"}
    used = [name for name in (entries[0] if entries else {}) if name not in hidden]
    filled = [name for name in used if any(entry[name] not in (None, "", []) for entry in entries)]
    console = Console()
    columns = filled[: max(3, console.width // 16)]
    table = Table(*(name.replace("_", " ") for name in columns), title=show.TITLES[topic])
    for entry in entries:
        table.add_row(*(_text(entry[name]) for name in columns))
    console.print(table)
    more = "" if columns == filled else " --json shows every column, --code CODE one entry in full."
    typer.echo(f"{len(entries)} entries.{more}")


def _print_entry(entry: dict[str, show.Plain]) -> None:
    table = Table(show_header=False)
    for name, value in entry.items():
        if value not in (None, "", []):
            table.add_row(name.replace("_", " "), _text(value))
    Console().print(table)


def _text(value: show.Plain) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    return "" if value is None else str(value)
