"""The command line. Each topic is a module with `register(app)`, loaded when one of its commands is called.

To add a command: write `finpro/portals/console/<topic>.py` with

    def register(app: typer.Typer) -> None:
        app.command("simulate")(simulate)              # finpro simulate
        app.add_typer(imports, name="import")          # finpro import …

and name it in COMMANDS, where its line of help stands too: `finpro --help` loads no module. A command raises the
errors of `kernel.errors`; `config.main` turns them into one sentence and an exit code. It ends by `raise typer.Exit(1)`
when it did its work and found differences. Exit codes: 0 all well · 1 findings or differences · 2 unusable input or
configuration · 3 the database or the machine is in the way · 4 a defect of the program · 130 stopped by Ctrl-C.
"""

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import typer
from typer.core import TyperGroup


@dataclass(frozen=True)
class Entry:
    """Where a command is, and what it needs: the site (settings and models) and the database, or neither."""

    module: str
    help: str
    site: bool = True
    database: bool = True


_HERE = "finpro.portals.console"
COMMANDS: dict[str, Entry] = {
    "import": Entry(f"{_HERE}.imports", "Bring registration records in: brokercheck, iapd, firms."),
    "verify-import": Entry(f"{_HERE}.imports", "Compare the database with the counters of source files."),
    "keys": Entry(f"{_HERE}.imports", "Rotate the keys that seal Social Security numbers."),
    "simulate": Entry(f"{_HERE}.simulate", "Fill the database with a synthetic industry."),
    "explain": Entry(f"{_HERE}.explain", "Decide a case by the rules, with the reasons.", database=False),
    "rulebook": Entry(f"{_HERE}.rulebook", "Show the rules and facts in force, and what changes.", database=False),
    "schema": Entry(f"{_HERE}.forms", "Print the JSON Schema of a form's documents.", database=False),
    "check": Entry(f"{_HERE}.checks", "Check whether a form in a file can be filed.", database=False),
    "firm-settings": Entry(f"{_HERE}.firm_settings", "See and change what a firm has chosen for its people."),
    "seal": Entry(f"{_HERE}.seal", "Check the seal of a document; print the root certificate.", database=False),
    "audit": Entry(f"{_HERE}.audit", "Prove that the audit trail is whole."),
}


def build(entries: Mapping[str, Entry], prepare: Callable[[Entry, list[str]], None]) -> typer.Typer:
    """The command line of these entries. `prepare` is called with the entry and its arguments before it is loaded."""

    class Lazy(TyperGroup):
        def list_commands(self, ctx: Any) -> list[str]:
            return list(entries)

        def get_command(self, ctx: Any, cmd_name: str) -> Any:
            entry = entries.get(cmd_name)
            return _stub(cmd_name, entry) if entry else None

        def resolve_command(self, ctx: Any, args: list[str]) -> Any:
            name, command, rest = super().resolve_command(ctx, args)
            if name is not None and name in entries:
                prepare(entries[name], rest)
                command = load(name, entries[name], ctx)
            return name, command, rest

    app = typer.Typer(
        name="finpro",
        cls=Lazy,
        help="The registration record of securities professionals, and the gateway to it.",
        epilog="Exit codes: 0 all well, 1 findings or differences, 2 unusable input or configuration, "
        "3 database or machine in the way, 4 a defect of the program.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
    )

    @app.callback()
    def root(
        debug: bool = typer.Option(False, "--debug", help="Show the program's own trace when something fails."),
    ) -> None:
        """The registration record of securities professionals, and the gateway to it."""

    return app


def load(name: str, entry: Entry, ctx: Any = None) -> Any:
    """The real command. Raises LookupError when its module does not register it."""
    module = importlib.import_module(entry.module)
    home = typer.Typer(pretty_exceptions_enable=False, add_completion=False)
    home.callback()(lambda: None)
    module.register(home)
    command = typer.main.get_group(home).get_command(ctx, name)
    if command is None:
        raise LookupError(f"{entry.module} registers no command {name}.")
    return command


def _stub(name: str, entry: Entry) -> Any:
    """What stands in the list of commands before the command is loaded."""
    home = typer.Typer(add_completion=False)
    home.command(name, help=entry.help)(lambda: None)
    return typer.main.get_command(home)
