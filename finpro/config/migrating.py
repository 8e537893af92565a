"""The database as Django sees it: its settings from a URL, and what the app's role may do once tables are made."""

from typing import Any

import psycopg
from django.apps import apps
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from finpro.config import roles

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
    with psycopg.connect(owner_url) as connection:
        owner, app = connection.info.user, conninfo_to_dict(app_url).get("user") or connection.info.user
        if owner == app:
            return False
        roles.grant(connection, owner=owner, app=app)
        for table in append_only_tables():
            connection.execute(
                sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}").format(
                    sql.Identifier(table), sql.Identifier(app)
                )
            )
    return True
