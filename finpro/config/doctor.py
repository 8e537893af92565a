"""What `finpro doctor` looks at: each check says in plain words what it found and what to do about it."""

import os
import platform
import shutil
import smtplib
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
from django.db import DatabaseError
from psycopg.conninfo import conninfo_to_dict

from finpro.config import env as environment
from finpro.config import launcher, migrating, roles, starting
from finpro.config import mail as mail_server
from finpro.config.env import DEVELOPMENT_SECRET, Env
from finpro.config.postgres import LauncherError
from finpro.kernel import clock, health, jobs
from finpro.rulebook import checking as rulebook
from finpro.rulebook.errors import RulebookError
from finpro.rulebook.forms import wording

FREE = 1_000_000_000  # bytes below which the disk is a finding
SKEW = timedelta(seconds=5)
ASSETS = Path(__file__).parent.parent / "ui" / "build"


@dataclass(frozen=True)
class Finding:
    """What one check found. `mark` is "ok", "look" (works, but should be looked at) or "bad" (the site cannot work)."""

    mark: str
    topic: str
    message: str

    def as_dict(self) -> dict[str, str]:
        """For --json."""
        return asdict(self)


def exit_code(findings: list[Finding]) -> int:
    """0 all well, 1 something to look at, 3 the site cannot work."""
    marks = {finding.mark for finding in findings}
    return 3 if "bad" in marks else 1 if "look" in marks else 0


def examine() -> list[Finding]:
    """Make every check that can be made; one that fails does not keep the others from being made."""
    try:
        env = environment.read()
    except environment.ConfigurationError as error:
        return [Finding("bad", "configuration", str(error))]
    wording.use(env.form_wording)
    findings = [python(), configuration(env), rules(), disk(env), assets(), mail(env)]
    with ExitStack() as stack:
        try:
            starting.embed(env, stack)
            web_url, owner_url = environment.read().database_urls()
            launcher.require(web_url)
            launcher.require(owner_url)
        except LauncherError as error:
            return [*findings, Finding("bad", "database", str(error))]
        findings += _database(web_url, owner_url)
    return findings


def rules() -> Finding:
    """The rulebook's files fit together; a server refuses to start with one that does not."""
    try:
        rulebook.check()
    except RulebookError as error:
        return Finding("bad", "rulebook", str(error))
    return Finding("ok", "rulebook", "every entry is placed, dated and refers to codes that exist")


def python() -> Finding:
    """The interpreter."""
    return Finding("ok", "Python", f"{platform.python_version()} in {sys.prefix}")


def configuration(env: Env) -> Finding:
    """Keys and mode."""
    if env.production:
        return Finding("ok", "configuration", "production, no development default in use")
    made = "given" if env.secret_key != DEVELOPMENT_SECRET else f"made and kept under {env.home}"
    return Finding("ok", "configuration", f"development (FINPRO_PRODUCTION is not set); keys are {made}")


def disk(env: Env) -> Finding:
    """Room for what is stored under FINPRO_HOME, and the right to write there."""
    folder = env.home.absolute()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if not os.access(folder, os.W_OK):
        return Finding("bad", "disk", f"{folder} cannot be written to. Set FINPRO_HOME to a folder that can.")
    if free < FREE:
        return Finding("look", "disk", f"only {free / 1e9:.1f} GB left for {folder}. Free some space.")
    return Finding("ok", "disk", f"{free / 1e9:.0f} GB left for {folder}")


def assets() -> Finding:
    """Style and scripts of the pages."""
    if not ASSETS.is_dir() or not any(ASSETS.rglob("*.css")):
        return Finding("bad", "assets", "the pages' style is not built. Run make run, or npm ci and npm run build.")
    return Finding("ok", "assets", "built")


def mail(env: Env) -> Finding:
    """The mail server answers; nothing is sent."""
    if not env.email_url:
        return Finding("ok", "mail", f"written to files under {env.home / 'mail'}; FINPRO_EMAIL_URL names a server")
    try:
        named = mail_server.settings_for(env.email_url, env.home)
    except environment.ConfigurationError as error:
        return Finding("bad", "mail", str(error))
    if "ANYMAIL" in named:
        provider = named["EMAIL_BACKEND"].split(".")[-2]
        return Finding("ok", "mail", f"sent through {provider}; its key is used for the first time by a mail")
    host = named["EMAIL_HOST"]
    kind = smtplib.SMTP_SSL if named["EMAIL_USE_SSL"] else smtplib.SMTP
    try:
        with kind(host, named["EMAIL_PORT"], timeout=10) as server:
            server.noop()
    except OSError as error:
        return Finding("look", "mail", f"the mail server {host} does not answer ({type(error).__name__}).")
    return Finding("ok", "mail", f"{host} answers")


def _database(web_url: str, owner_url: str) -> Iterator[Finding]:
    with psycopg.connect(web_url) as web, psycopg.connect(owner_url) as owner:
        yield _version(web)
        yield _roles(web_url, owner_url, web)
        yield _extensions(owner)
        yield _clock(web)
    starting.without_database()
    with migrating.connected_as(web_url):
        checks: tuple[Callable[[], Finding], ...] = (_migrations, _worker)
        for check in checks:
            try:
                yield check()
            except DatabaseError as error:
                yield Finding(
                    "bad", check.__name__[1:], f"cannot be read ({type(error).__name__}). Run finpro migrate."
                )


def _version(web: psycopg.Connection[Any]) -> Finding:
    where = "Unix socket" if web.info.host.startswith("/") else web.info.host
    return Finding("ok", "database", f"PostgreSQL {web.info.server_version // 10000}, by {where}")


def _roles(web_url: str, owner_url: str, web: psycopg.Connection[Any]) -> Finding:
    row = web.execute(
        "SELECT rolsuper, has_schema_privilege('public', 'CREATE'), (SELECT count(*) FROM pg_class c"
        " WHERE c.relowner = r.oid AND c.relnamespace = 'public'::regnamespace) FROM pg_roles r"
        " WHERE rolname = current_user"
    ).fetchone()
    superuser, creates, owned = row or (False, False, 0)
    if conninfo_to_dict(web_url).get("user") == conninfo_to_dict(owner_url).get("user") or superuser or owned:
        return Finding(
            "look",
            "roles",
            "the site's role may change tables and the audit trail. Give DATABASE_URL one that owns nothing.",
        )
    if creates:
        return Finding("look", "roles", "the site's role may make tables. REVOKE CREATE ON SCHEMA public FROM it.")
    return Finding("ok", "roles", "the site's role owns nothing")


def _extensions(owner: psycopg.Connection[Any]) -> Finding:
    rows = owner.execute("SELECT extname FROM pg_extension").fetchall()
    missing = [name for name in roles.EXTENSIONS if (name,) not in rows]
    if missing:
        return Finding("look", "extensions", f"not there yet: {', '.join(missing)}. Run finpro migrate.")
    return Finding("ok", "extensions", ", ".join(roles.EXTENSIONS))


def _clock(web: psycopg.Connection[Any]) -> Finding:
    row = web.execute("SELECT clock_timestamp()").fetchone()
    now = clock.now()
    skew = abs(now - (row[0] if row else now))
    if skew > SKEW:
        return Finding("look", "clock", f"this machine and the database differ by {skew.total_seconds():.0f} seconds.")
    return Finding("ok", "clock", "this machine and the database agree")


def _migrations() -> Finding:
    lacking = health.lacking_migrations()
    if lacking:
        return Finding("bad", "migrations", f"{len(lacking)} not applied ({lacking[0]}, …). Run finpro migrate.")
    return Finding("ok", "migrations", "all applied")


def _worker() -> Finding:
    at = jobs.last_sign_of_life()
    if at is None:
        return Finding(
            "look", "worker", "none is running, so no mail is sent and nothing is sealed. Run finpro worker."
        )
    silent = clock.now() - at
    if silent > timedelta(seconds=2 * jobs.SILENCE):
        return Finding("look", "worker", f"silent for {silent.total_seconds():.0f} seconds. Start finpro worker again.")
    return Finding("ok", "worker", "gave a sign of life")
