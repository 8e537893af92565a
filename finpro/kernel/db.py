"""What the ORM does not give: COPY, ids in advance, and settings of one transaction."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models
from django.db.models.expressions import RawSQL
from psycopg import sql


def copy_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write rows of the model's table by COPY inside the caller's transaction; returns how many.

    `columns` are database column names in the order of each row's values. Triggers and constraints apply;
    what they refuse comes as Django's database errors.
    """
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    count = 0
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
            count += 1
    return count


def reserve_ids(model: type[models.Model], count: int) -> list[int]:
    """Take `count` primary keys from the model's sequence, so that rows that refer to each other can be copied."""
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]


def set_local(**settings: str) -> None:
    """Settings of this transaction, in one statement; a dot in a name is written as two underscores."""
    calls = ", ".join("set_config(%s, %s, true)" for _ in settings)
    parameters = [part for name, value in settings.items() for part in (name.replace("__", "."), value)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", parameters)


def advisory_lock(name: str) -> None:
    """Hold the named lock until this transaction ends; callers of the same name wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def among(ids: Iterable[int]) -> RawSQL:
    """For `field__in=`: any number of ids as one parameter. A list there would be a parameter each, 65,535 at most."""
    return RawSQL("SELECT unnest(%s::bigint[])", [list(ids)])
