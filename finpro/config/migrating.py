"""The database as Django sees it: its settings from a URL, and what the app's role may do once tables are made."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import psycopg
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from finpro.config import roles
from finpro.kernel import health

_KEYS = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


def settings_for(url: str) -> dict[str, Any]:
    """Django's settings of the database at a libpq URL. Any other parameter of the URL is passed on to libpq."""
    parts = conninfo_to_dict(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{setting: str(parts.pop(key, "")) for key, setting in _KEYS.items()},
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": False,
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 1, **parts},
    }


def migrate(owner_url: str, app_url: str) -> list[str]:
    """Bring the tables up to date as their owner, then grant; the names of what was applied. Harmless to repeat."""
    with connected_as(owner_url):
        applied = health.lacking_migrations()
        if applied:
            with _drawn_once():
                call_command("migrate", verbosity=0, interactive=False)
            grant(owner_url, app_url)
    return applied


@contextmanager
def _drawn_once() -> Iterator[None]:
    """Do not draw Django's historical models anew for every trigger, constraint and index of ours: none of them changes
    what such a model can do, and drawing takes seven of ten seconds of a first migration. Libraries' migrations are run
    as they are: some alter a field under a constraint, which Django must then know of."""
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("finpro.")}
    draw_constraint, draw_index = ProjectState.add_constraint, ProjectState.add_index

    def triggers(self: AddTrigger, app_label: str, state: ProjectState) -> None:
        _append(state, app_label, self.model_name, "triggers", self.trigger)

    def constraints(self: ProjectState, app_label: str, model_name: str, constraint: Any) -> None:
        if app_label not in ours:
            draw_constraint(self, app_label, model_name, constraint)
            return
        _append(self, app_label, model_name, "constraints", constraint)

    def indexes(self: ProjectState, app_label: str, model_name: str, index: Any) -> None:
        if app_label not in ours:
            draw_index(self, app_label, model_name, index)
            return
        _append(self, app_label, model_name, "indexes", index)

    with (
        mock.patch.object(AddTrigger, "state_forwards", triggers),
        mock.patch.object(ProjectState, "add_constraint", constraints),
        mock.patch.object(ProjectState, "add_index", indexes),
    ):
        yield


def _append(state: ProjectState, app_label: str, model_name: str, option: str, value: Any) -> None:
    options = state.models[app_label, model_name.lower()].options
    options[option] = [*options.get(option, ()), value]


@contextmanager
def connected_as(url: str) -> Iterator[None]:
    """Let Django's connection be another role's for the block."""
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(settings_for(url))
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def append_only_tables() -> list[str]:
    """Tables whose rows nobody changes: the audit trail, its seals, and every table of history by trigger."""
    return sorted(
        model._meta.db_table
        for model in apps.get_models()
        if getattr(model, "append_only", False) or hasattr(model, "pgh_tracked_model")
    )


def grant(owner_url: str, app_url: str) -> bool:
    """After migrating, let the app's role use the tables, and only add to those that are append-only.

    Both URLs naming one role is said by False: then the database itself cannot hold the app back. Idempotent.
    Raises psycopg.Error.
    """
    with psycopg.connect(owner_url) as owning:
        owner, app = owning.info.user, conninfo_to_dict(app_url).get("user") or owning.info.user
        if owner == app:
            return False
        roles.grant(owning, owner=owner, app=str(app))
        for table in append_only_tables():
            owning.execute(
                sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}").format(
                    sql.Identifier(table), sql.Identifier(str(app))
                )
            )
    return True
