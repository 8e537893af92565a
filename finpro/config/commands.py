"""Commands that run and maintain the site: run, web, worker, migrate, doctor, version."""

import importlib
import importlib.metadata
import json
import os
from contextlib import ExitStack
from pathlib import Path

import typer

from finpro.config import assets, google, keys, launcher, migrating, starting, supervisor
from finpro.config import doctor as checks
from finpro.config import env as environment
from finpro.kernel import jobs
from finpro.rulebook import checking as rulebook
from finpro.rulebook.forms import wording


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    for command in (run, web, worker, migrate, doctor, version):
        app.command()(command)


def run() -> None:
    """Start everything: the database where none is configured, its tables, the demo world, web server and worker.

    Prints the address and one sign-in line for each persona. Started again it goes on with the same data. Ctrl-C stops
    what it started and nothing else.
    """
    os.environ.setdefault("FINPRO_DEMO", "1")
    env = environment.read()
    wording.use(env.form_wording)
    rulebook.check()
    keys.ensure(env, os.environ)
    supervisor.require_port(env.host, env.port)
    with supervisor.interruptible(), ExitStack() as stack:
        starting.with_database(env, stack)
        web_url, owner_url = environment.read().database_urls()
        migrating.migrate(owner_url, web_url)
        world = importlib.import_module("finpro.journeys.demo_world") if env.demo else None
        if world:
            world.prepare(say=typer.echo)
        assets.collect()
        measured(env.home)
        children = (*supervisor.programs(env), *_google_sandbox(env))
        code = supervisor.run(
            env,
            children=children,
            announce=world.sign_in_lines if world else lambda address: [f"Ready: {address}"],
            tend=None if any(env.database_urls()) else lambda: _revived(env.home),
        )
    raise typer.Exit(code)


def _google_sandbox(env: environment.Env) -> tuple[supervisor.Program, ...]:
    """The stand-in for Google, where the demo offers one; the web server is told where it listens."""
    if not google.sandbox_wanted(env):
        return ()
    try:
        supervisor.require_port("127.0.0.1", env.port + google.SANDBOX_PORT_AFTER)
    except supervisor.SupervisorError:
        typer.echo(f"Port {env.port + google.SANDBOX_PORT_AFTER} is taken, so the demo does without Google (sandbox).")
        return ()
    os.environ["FINPRO_GOOGLE_URL"] = google.sandbox_url(env)
    return (supervisor.Program("stand-in for Google", google.sandbox_command(env)),)


def _revived(home: Path) -> str:
    if not launcher.revive(home):
        return ""
    return "The database ended unexpectedly and was started again. What was stored is safe."


def web() -> None:
    """Run the web server alone until SIGTERM or Ctrl-C; requests at hand are finished first."""
    rulebook.check()
    env = environment.read()
    supervisor.require_port(env.host, env.port)
    assets.collect()
    measured(env.home)
    server = supervisor.programs(env)[:1]
    raise typer.Exit(supervisor.run(env, announce=lambda address: [f"Ready: {address}"], children=server))


def worker(
    once: bool = typer.Option(False, "--once", help="Do what is due and end."),
    name: str = typer.Option("worker", help="How this worker is called in logs and in the database."),
) -> None:
    """Do background jobs until SIGTERM or Ctrl-C; the one at hand is finished first."""
    rulebook.check()
    jobs.work(wait=not once, name=name)


def migrate(as_json: bool = typer.Option(False, "--json", help="Answer as JSON.")) -> None:
    """Bring the database's tables up to date as their owner (DATABASE_OWNER_URL), and grant the site's role its rights.

    Without DATABASE_URL the embedded database is started for it and left as it was found.
    """
    with ExitStack() as stack:
        env = environment.read()
        starting.embed(env, stack)
        web_url, owner_url = environment.read().database_urls()
        applied = migrating.migrate(owner_url, web_url)
        granted = migrating.grant(owner_url, web_url)
    if as_json:
        typer.echo(json.dumps({"applied": applied, "two_roles": granted}))
        return
    for name in applied:
        typer.echo(f"Applied {name}")
    typer.echo(f"{len(applied)} migrations applied.")
    if not granted:
        typer.echo(
            "Owner and site use one role: the database cannot keep the site from changing tables or the audit trail. "
            "Give DATABASE_URL a role that owns nothing.",
            err=True,
        )


def doctor(as_json: bool = typer.Option(False, "--json", help="Answer as JSON.")) -> None:
    """Look whether everything that the site needs is there, and say in plain words what is not.

    Exit code 0 when all is well, 1 when something should be looked at, 3 when the site cannot work.
    """
    findings = checks.examine()
    if as_json:
        typer.echo(json.dumps([finding.as_dict() for finding in findings], indent=1))
    else:
        for finding in findings:
            typer.echo(f"{finding.mark:4} {finding.topic}: {finding.message}")
    raise typer.Exit(checks.exit_code(findings))


def version() -> None:
    """Print the version."""
    typer.echo(f"FinPro {importlib.metadata.version('finpro')}")


def measured(home: Path) -> None:
    """Give web processes a fresh folder in which each counts its requests for /metrics."""
    folder = home / "metrics"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in folder.glob("*.db"):
        old.unlink(missing_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder.absolute())
