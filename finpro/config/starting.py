"""Django set up for a command, on the database that is configured or on the embedded one."""

import os
from contextlib import ExitStack

import django

from finpro.config import launcher, migrating
from finpro.config.env import Env


def without_database() -> None:
    """Settings and models, no connection."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "finpro.config.settings")
    django.setup()


def with_database(env: Env, stack: ExitStack) -> None:
    """The same, with a database that answers; the embedded one is started where none is configured, its tables brought
    up to date, and stopped again when the stack unwinds if it was not running before. Raises LauncherError."""
    owner_url = embed(env, stack)
    without_database()
    if owner_url:
        migrating.migrate(owner_url, os.environ["DATABASE_URL"])


def embed(env: Env, stack: ExitStack) -> str:
    """Start the embedded database where none is configured, and name it in the environment; its owner's URL, or ""."""
    if any(env.database_urls()):
        return ""
    cluster = stack.enter_context(launcher.running(env.home))
    os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"] = cluster.app_url, cluster.owner_url
    return cluster.owner_url
