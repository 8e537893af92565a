"""`finpro import`, `finpro verify-import`, `finpro keys`: records in, compared, and the keys that seal them."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from finpro.journeys import import_brokercheck as brokercheck_journey
from finpro.journeys import import_firms as firms_journey
from finpro.journeys import import_iapd as iapd_journey
from finpro.journeys import import_run, rotate_keys, verify_import

Result = TypeVar("Result")

imports = typer.Typer(
    help="Bring registration records in. Importing the same again changes nothing.", no_args_is_help=True
)
keys = typer.Typer(help="The keys that seal Social Security numbers.", no_args_is_help=True)

PATHS = typer.Argument(help="Folders, zip archives or files.", metavar="PATH...")
CAPTURED_ON = typer.Option(
    "", "--captured-on", metavar="YYYY-MM-DD", help="The day of records that do not say when they were captured."
)
REJECTS = typer.Option(
    "", "--rejects", metavar="FILE", help="Where to list refused records, one JSON line each [rejects-RUN.jsonl]."
)
AS_JSON = typer.Option(False, "--json", help="Answer as JSON, without a progress bar.")


def register(app: typer.Typer) -> None:
    """Add the topics to the command line."""
    app.add_typer(imports, name="import")
    app.command("verify-import")(verify)
    app.add_typer(keys, name="keys")


@imports.callback()
def root() -> None:
    """Bring registration records in. The same again changes nothing; after a kill the same command goes on."""


@imports.command()
def brokercheck(
    paths: list[Path] = PATHS, captured_on: str = CAPTURED_ON, rejects: str = REJECTS, as_json: bool = AS_JSON
) -> None:
    """Individuals of the BrokerCheck and IAPD services: JSON documents, search rows, JSON lines.

    Documents without a capture date get the latest date found in any of them under the same path, unless --captured-on
    says the day. What is refused is listed with file, place and reason; it never stops the rest. Exit code 1 when
    something was refused.
    """
    day = _day(captured_on)
    _import(
        "brokercheck",
        lambda watch: brokercheck_journey.import_brokercheck(paths, captured_on=day, watch=watch),
        rejects,
        as_json=as_json,
    )


@imports.command()
def iapd(
    paths: list[Path] = PATHS, captured_on: str = CAPTURED_ON, rejects: str = REJECTS, as_json: bool = AS_JSON
) -> None:
    """The IAPD feed of individuals: XML, or a zip of its members.

    The form of the feed was read off public parsers; no original file was at hand. Exit code 1 when something was
    refused.
    """
    day = _day(captured_on)
    _import(
        "iapd", lambda watch: iapd_journey.import_iapd(paths, captured_on=day, watch=watch), rejects, as_json=as_json
    )


@imports.command()
def firms(
    paths: list[Path] = PATHS, captured_on: str = CAPTURED_ON, rejects: str = REJECTS, as_json: bool = AS_JSON
) -> None:
    """Firms: BrokerCheck firm search pages (JSON) and SEC adviser rosters (CSV), in folders or zip.

    Firms that people's records named only by number and name are completed. Exit code 1 when something was refused.
    """
    day = _day(captured_on)
    _import(
        "firms", lambda watch: firms_journey.import_firms(paths, captured_on=day, watch=watch), rejects, as_json=as_json
    )


def verify(paths: list[Path] = PATHS, captured_on: str = CAPTURED_ON, as_json: bool = AS_JSON) -> None:
    """Compare the database with the counters of source files; changes nothing.

    Prints each difference and ends in "N differences". Exit code 1 unless there are none.
    """
    day = _day(captured_on)
    report = _watched(
        "Comparing", lambda watch: verify_import.verify_import(paths, captured_on=day, watch=watch), as_json
    )
    found = report.differences
    if as_json:
        lines = [{"file": d.file, "record": d.record, "crd": d.crd, "difference": d.text} for d in found]
        typer.echo(json.dumps({"compared": report.compared, "differences": lines}, indent=1))
    else:
        for item in found:
            place = " ".join(part for part in (item.file, item.record) if part)
            who = f"CRD {item.crd}" if item.crd else "unknown record"
            typer.echo(f"{place}: {who}: {item.text}")
        _table("Compared", report.compared)
        typer.echo(f"{len(found)} differences")
    raise typer.Exit(1 if found else 0)


@keys.callback()
def keys_root() -> None:
    """The keys that seal Social Security numbers and the secrets of second factors."""


@keys.command()
def rotate(as_json: bool = AS_JSON) -> None:
    """Seal every Social Security number, on record or in a form, and every secret of a second factor again with the
    first key of FINPRO_SEAL_KEYS, and look numbers up by the present FINPRO_SSN_LOOKUP_KEY.

    To rotate: put a new key in front of FINPRO_SEAL_KEYS, keep the old ones behind it, restart, run this, then take the
    old keys away. May be stopped and run again.
    """
    done = _watched("Sealing", lambda watch: rotate_keys.rotate_keys(watch=watch), as_json)
    if as_json:
        typer.echo(json.dumps({"sealed": done}))
    else:
        typer.echo(f"{done} numbers and secrets are sealed with the first key.")


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day; write YYYY-MM-DD.", param_hint="--captured-on") from None


def _import(title: str, run: Callable[[import_run.Watch], import_run.Summary], rejects: str, *, as_json: bool) -> None:
    summary = _watched(f"Importing {title}", run, as_json)
    file = _write_rejects(summary, rejects)
    if as_json:
        typer.echo(
            json.dumps(
                {
                    "run": summary.run,
                    "resumed_at": summary.resumed_at,
                    "counters": summary.counters,
                    "rejects": file,
                    "unknown_words": summary.unknown_words,
                    "unknown_keys": summary.unknown_keys,
                },
                indent=1,
            )
        )
    else:
        if summary.resumed_at:
            typer.echo(f"Went on after {summary.resumed_at} records, where an earlier run was cut off.")
        if summary.counters:
            _table(f"Import run {summary.run}", summary.counters)
        else:
            typer.echo("There was nothing to import there. Nothing was changed. Check the path and the kind of files.")
        _list("Words that the rulebook does not know", summary.unknown_words)
        _list("Keys that the reader does not know", summary.unknown_keys)
        if file:
            many = len(summary.rejects)
            refused = f"{many:,} records were refused" if many > 1 else "1 record was refused"
            typer.echo(f"{refused}; file, place and reason are in {file}.")
    raise typer.Exit(1 if summary.rejects else 0)


def _write_rejects(summary: import_run.Summary, given: str) -> str:
    """The file that lists the refused records, "" where there are none and no file was asked for."""
    if not summary.rejects and not given:
        return ""
    file = Path(given or f"rejects-{summary.run}.jsonl")
    lines = [
        json.dumps({"position": r.position, "file": r.file, "pointer": r.pointer, "crd": r.crd, "reason": r.reason})
        for r in summary.rejects
    ]
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return str(file)


def _watched(title: str, work: Callable[[import_run.Watch], Result], quiet: bool) -> Result:
    """Do the work under a progress bar with rate and remaining time, on standard error."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), disable=quiet) as bar:
        task = bar.add_task(title, total=None, rate="")

        def watch(progress: import_run.Progress) -> None:
            speed = bar.tasks[0].speed
            rate = f"{speed:,.0f}/s" if speed else ""
            bar.update(task, completed=progress.done, total=progress.total, rate=rate)

        return work(watch)


def _table(title: str, counts: Mapping[str, int]) -> None:
    table = Table(title=title, title_justify="left", show_header=False)
    table.add_column("What")
    table.add_column("Count", justify="right")
    for name, count in counts.items():
        table.add_row(name, f"{count:,}")
    Console().print(table)


def _list(title: str, counts: Mapping[str, int]) -> None:
    if counts:
        _table(title, dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:20]))
