"""Whether the database is there and as new as the program."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def lacking_migrations() -> list[str]:
    """Migrations that the connected database still lacks, as `app.name`. Raises OperationalError when it is away."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def ask_database() -> None:
    """Get an answer from the database. Raises OperationalError or InterfaceError when there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
