"""The console script `finpro`: settings, the database where none is configured, then the command.

What fails becomes one plain sentence and an exit code (see finpro.portals.console); a trace only with --debug.
Django, the database driver and the launcher are loaded by name when a command needs them: `finpro --help` needs none.
"""

import importlib
import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from types import TracebackType

import typer

from finpro.config import env as environment
from finpro.config import keys
from finpro.portals import console
from finpro.portals.console import Entry

_SITE = "finpro.config.commands"
COMMANDS: dict[str, Entry] = {
    # Loads its settings itself, once it has a database to name in them.
    "run": Entry(_SITE, "Start the site with its demo world: web, worker and database.", site=False, database=False),
    "web": Entry(_SITE, "Run the web server alone."),
    "worker": Entry(_SITE, "Do background jobs."),
    "migrate": Entry(_SITE, "Bring the database's tables up to date.", database=False),
    "doctor": Entry(_SITE, "Look whether everything that the site needs is there.", site=False, database=False),
    **console.COMMANDS,
    "version": Entry(_SITE, "Print the version.", site=False, database=False),
}

FINDINGS, UNUSABLE, MACHINE, DEFECT, STOPPED = 1, 2, 3, 4, 130

# Errors by name, so that none of their modules is loaded only to be ready for them. First match along the ancestry.
_CODES = {
    "finpro.kernel.errors.FinproError": UNUSABLE,
    "finpro.rulebook.errors.RulebookError": UNUSABLE,
    "finpro.kernel.jobs.WorkerEnded": MACHINE,
    "finpro.config.env.ConfigurationError": UNUSABLE,
    "finpro.documents.adapters.identity.Unsealable": UNUSABLE,
    "finpro.config.postgres.LauncherError": MACHINE,
    "finpro.config.supervisor.SupervisorError": MACHINE,
    "psycopg.OperationalError": MACHINE,
    "procrastinate.exceptions.ConnectorException": MACHINE,
    "django.db.utils.OperationalError": MACHINE,
    "django.db.utils.InterfaceError": MACHINE,
    "builtins.OSError": MACHINE,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave the process with its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    with ExitStack() as stack, _Plainly(debug="--debug" in given):
        app = console.build(COMMANDS, lambda entry, rest: prepare(entry, rest, stack))
        typer.main.get_command(app).main(args=given, prog_name="finpro")


def prepare(entry: Entry, arguments: Sequence[str], stack: ExitStack) -> None:
    """Make ready what a command needs before its module is loaded. `stack` is unwound when the command has ended.

    Help and shell completion need the site's settings, but no database.
    """
    if not (entry.site or entry.database):
        return
    asking = "--help" in arguments or "_FINPRO_COMPLETE" in os.environ
    settings = environment.read()
    keys.ensure(settings, os.environ)
    starting = importlib.import_module("finpro.config.starting")
    if entry.database and not asking:
        starting.with_database(settings, stack)
    else:
        starting.without_database()


class _Plainly:
    """Turns what fails inside the block into a sentence on standard error and an exit code."""

    def __init__(self, *, debug: bool) -> None:
        self.debug = debug

    def __enter__(self) -> None:
        return

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # The command line's library makes an exit code of Ctrl-C, without a word.
        stopped = isinstance(error, KeyboardInterrupt) or (isinstance(error, SystemExit) and error.code == STOPPED)
        if error is None or self.debug or (isinstance(error, SystemExit | GeneratorExit) and not stopped):
            return
        if stopped:
            sys.stderr.write("Stopped. What was stored before is safe.\n")
            raise SystemExit(STOPPED) from None
        code, sentence = explain(error)
        sys.stderr.write(f"{sentence}\n")
        raise SystemExit(code) from None


def explain(error: BaseException) -> tuple[int, str]:
    """The exit code for an error and the sentence that says what happened, what is safe and what to do."""
    for ancestor in type(error).__mro__:
        name = f"{ancestor.__module__}.{ancestor.__qualname__}"
        if name not in _CODES:
            continue
        if name.endswith(("OperationalError", "InterfaceError", "ConnectorException")):
            launcher = importlib.import_module("finpro.config.launcher")
            return MACHINE, str(launcher.plain(error))
        if isinstance(error, OSError):
            where = f" ({error.filename})" if error.filename else ""
            return (
                MACHINE,
                f"{error.strerror or error}{where}. What was stored before is safe. Mend that, run it again.",
            )
        return _CODES[name], str(error)
    return DEFECT, (
        f"Something unexpected happened ({type(error).__name__}). What was stored before is safe. "
        "Run the command again with finpro --debug in front to see where, and report that."
    )


if __name__ == "__main__":
    main()
