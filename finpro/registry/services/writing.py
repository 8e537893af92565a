"""Target rows against the rows that are there: the least that makes them equal, written by COPY and in sets."""

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from psycopg import sql

from finpro.kernel import db
from finpro.registry import models
from finpro.registry.enums import SourceKind
from finpro.registry.policies.rows import Row
from finpro.registry.services.tables import DATED, Ids, Table

_Target = tuple[int, Row, Sequence[int]]
Filed = Mapping[int, frozenset[int]]


@dataclass(slots=True)
class Written:
    """How many rows were added, amended and removed."""

    added: int = 0
    amended: int = 0
    removed: int = 0

    def __iadd__(self, other: "Written") -> "Written":
        self.added += other.added
        self.amended += other.amended
        self.removed += other.removed
        return self


@dataclass(slots=True)
class _Difference:
    table: Table
    inserts: list[tuple[Any, ...]] = field(default_factory=list)
    updates: list[tuple[Any, ...]] = field(default_factory=list)
    deletes: list[int] = field(default_factory=list)


def check_at_once() -> None:
    """Check foreign keys with each statement instead of at the end of the transaction: parents are written before
    their children here, and the queue of deferred checks costs more than half of an import."""
    _check("IMMEDIATE")


def _check(when: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL {when}")


def write(
    tables: Sequence[Table], targets: Iterable[_Target], *, known: Sequence[int], ids: Ids, filed: Filed | None = None
) -> Written:
    """Make the imported rows of the owners equal to the targets.

    A target is (owner key, row, keys of its owner's sources in governing order). `known` are the owners that may have
    rows already; all others are taken as new. Rows that a filing or a simulation wrote are not touched. `filed` are the
    owners about whom a filing was accepted, each with the firms that filed: what forms govern is left as it stands.
    """
    filed = filed or {}
    by_table: list[list[_Target]] = [[] for _ in tables]
    by_kind = {kind: found for table, found in zip(tables, by_table, strict=True) for kind in table.kinds}
    for target in targets:
        by_kind[target[1].kind].append(target)
    differences = [_difference(table, found, known, ids, filed) for table, found in zip(tables, by_table, strict=True)]
    written = Written()
    if any(difference.deletes for difference in differences):
        _check("DEFERRED")  # what a trigger removes along with a row (roster lines) may stand until it has run
        for difference in reversed(differences):
            written.removed += _delete(difference)
        check_at_once()
    for difference in differences:
        written.amended += _update(difference)
    for difference in differences:
        if difference.inserts:
            table = difference.table
            columns = table.all_columns if table.is_parent else table.all_columns[1:]
            written.added += db.copy_rows(table.model, columns, difference.inserts)
    return written


def _difference(table: Table, targets: Sequence[_Target], known: Sequence[int], ids: Ids, filed: Filed) -> _Difference:
    found = _Difference(table)
    there = _present(table, known) if known else {}
    if filed:
        there = {key: row for key, row in there.items() if not _left(table, filed, row[1], row[2:], row[0], ids)}
    fresh: list[tuple[_Target, tuple[Any, ...]]] = []
    for target in targets:
        owner, row, sources = target
        if row.parent is not None and id(row.parent) in ids.left:
            continue
        values = table.values(row, ids)
        if filed and _by_forms(table, filed, owner, values):
            ids.left.add(id(row))
            continue
        stored = there.pop(_identity(table, owner, values, row.starts_on), None) if there else None
        if stored is None:
            fresh.append((target, values))
            continue
        complete = (stored[0], owner, *values, *_dated(row, sources))
        ids.parents[id(row)] = stored[0]
        if _comparable(table, complete) != _comparable(table, stored):
            found.updates.append(complete)
    if table.is_parent:  # its children are written by its key, so the key must be known before
        for key, ((owner, row, sources), values) in zip(db.reserve_ids(table.model, len(fresh)), fresh, strict=True):
            ids.parents[id(row)] = key
            found.inserts.append((key, owner, *values, *_dated(row, sources)))
    else:
        found.inserts = [(owner, *values, *_dated(row, sources)) for (owner, row, sources), values in fresh]
    found.deletes = [stored[0] for stored in there.values()]
    return found


def _left(table: Table, filed: Filed, owner: int, values: Sequence[Any], key: int, ids: Ids) -> bool:
    """Whether a row that is there is left as it stands, with the rows that belong to it."""
    if table.model is models.RegistrationStatus:
        return values[0] in ids.kept
    by_forms = _by_forms(table, filed, owner, values)
    if by_forms and table.is_parent:
        ids.kept.add(key)
    return by_forms


def _by_forms(table: Table, filed: Filed, owner: int, values: Sequence[Any]) -> bool:
    """Whether forms govern this row: any of the table, or those of the firms that filed."""
    if owner not in filed or not table.forms:
        return False
    return table.forms == "all" or values[table.columns.index("firm_id")] in filed[owner]


def _dated(row: Row, sources: Sequence[int]) -> tuple[Any, ...]:
    return row.starts_on, row.ends_on, row.first_seen_on, row.end_observed, sources[row.source], row.pointer


def _identity(table: Table, owner: int, values: Sequence[Any], starts_on: datetime.date | None) -> tuple[Any, ...]:
    return (owner, *values[: table.keys], starts_on)


def _comparable(table: Table, row: Sequence[Any]) -> tuple[Any, ...]:
    """The row as it compares: JSON by what it says, not by how the database spells it."""
    if "detail" not in table.columns:
        return tuple(row)
    at = table.columns.index("detail") + 2
    return (*row[:at], json.loads(row[at]), *row[at + 1 :])


def _present(table: Table, owners: Sequence[int]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """Rows of the owners that imports wrote, by identity."""
    query = sql.SQL(
        "SELECT {} FROM {} t JOIN registry_source s ON s.id = t.source_id WHERE t.{} = ANY(%s) AND s.kind = %s"
    ).format(
        sql.SQL(", ").join(_selected(name) for name in table.all_columns),
        sql.Identifier(table.model._meta.db_table),
        sql.Identifier(table.owner),
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [list(owners), SourceKind.IMPORT.value])
        rows = cursor.fetchall()
    start = len(table.columns) + 2
    return {_identity(table, row[1], row[2:], row[start]): row for row in rows}


def _selected(name: str) -> sql.Composable:
    column = sql.SQL("t.{}").format(sql.Identifier(name))
    return sql.SQL("{}::text").format(column) if name == "detail" else column


def _delete(difference: _Difference) -> int:
    if difference.deletes:
        query = sql.SQL("DELETE FROM {} WHERE id = ANY(%s)").format(
            sql.Identifier(difference.table.model._meta.db_table)
        )
        with connection.cursor() as cursor:
            cursor.execute(query, [difference.deletes])
    return len(difference.deletes)


def _update(difference: _Difference) -> int:
    """One statement for all: values travel as arrays of text and are cast to the column's type."""
    if not difference.updates:
        return 0
    table = difference.table
    columns = (*table.columns, *DATED)
    types = _types(table)
    query = sql.SQL("UPDATE {} AS t SET {} FROM unnest({}) AS v({}) WHERE t.id = v.id").format(
        sql.Identifier(table.model._meta.db_table),
        sql.SQL(", ").join(
            sql.SQL("{0} = v.{0}::{1}").format(sql.Identifier(name), sql.SQL(types[name])) for name in columns
        ),
        sql.SQL(", ").join([sql.SQL("%s::bigint[]"), *[sql.SQL("%s::text[]")] * len(columns)]),
        sql.SQL(", ").join(map(sql.Identifier, ("id", *columns))),
    )
    parameters = [[row[0] for row in difference.updates]]
    parameters += [[_text(row[i]) for row in difference.updates] for i in range(2, len(columns) + 2)]
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
    return len(difference.updates)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _types(table: Table) -> Mapping[str, str]:
    """The database type of each column, by column name."""
    found = {}
    for item in table.model._meta.concrete_fields:
        found[str(item.column)] = str(item.db_type(connection))
    return found
