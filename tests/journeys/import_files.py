"""Files to import, invented throughout, and the contents of the record without database keys."""

import json
import os
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection
from psycopg import sql

from tests.integrations import brokercheck_samples as samples

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


def person(crd: int, **changes: Any) -> dict[str, Any]:
    """A document about an invented person; names differ from person to person."""
    made = samples.document(crd, **changes)
    made["basicInformation"] = made["basicInformation"] | {"individualId": crd, "lastName": f"Vandermeer{crd % 97}"}
    return made


def lines(path: Path, documents: Iterable[Mapping[str, Any]], key: str = "content") -> Path:
    """Documents as JSON lines of envelopes."""
    path.write_text("".join(json.dumps(samples.envelope(item, key)) + "\n" for item in documents), encoding="utf-8")
    return path


def dated(folder: Path, document: Mapping[str, Any], day: str, service: str = "finra") -> Path:
    """A bare document whose file name says the day (yyyymmdd)."""
    folder.mkdir(exist_ok=True)
    file = folder / f"{service}_{document['basicInformation']['individualId']}_{day}.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    return file


def zipped(path: Path, members: Mapping[str, bytes]) -> Path:
    """A zip of these members."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


# How a key of another row is told without its database key.
_NAMED = {
    "person_id": "(SELECT crd::text FROM registry_person p WHERE p.id = t.person_id)",
    "firm_id": "(SELECT crd::text FROM registry_firm f WHERE f.id = t.firm_id)",
    "branch_id": "(SELECT code FROM registry_branch b WHERE b.id = t.branch_id)",
    "source_id": "(SELECT service || captured_on || encode(digest, 'hex') FROM registry_source s"
    " WHERE s.id = t.source_id)",
    "registration_id": "(SELECT regulator || category || coalesce(starts_on::text, '') FROM registry_registration r"
    " WHERE r.id = t.registration_id)",
    "disclosure_id": "(SELECT type || coalesce(event_on::text, '') || docket || ordinal FROM registry_disclosure d"
    " WHERE d.id = t.disclosure_id)",
    "content": "encode(t.content, 'hex')",
    "digest": "encode(t.digest, 'hex')",
}
_LEFT_OUT = {"id", "run_id", "pgh_id", "pgh_context_id", "pgh_created_at", "pgh_obj_id", "started_at", "finished_at"}
_LEFT_OUT |= {"association_id", "fingerprint", "name_key"}


def contents(*, history: bool = True) -> dict[str, list[tuple[Any, ...]]]:
    """Every table of the record and of its history, each row by its columns without keys, sorted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name LIKE 'registry\\_%%' ORDER BY 1, ordinal_position"
        )
        columns: dict[str, list[str]] = {}
        for table, column in cursor.fetchall():
            columns.setdefault(table, []).append(column)
        found = {}
        for table, names in columns.items():
            if not history and table.endswith("event"):
                continue
            shown = [_NAMED.get(name, f't."{name}"::text') for name in names if name not in _LEFT_OUT]
            cursor.execute(f"SELECT {', '.join(shown)} FROM {table} t")
            found[table] = sorted(cursor.fetchall(), key=repr)
        return found


def environment(database: Any) -> dict[str, str]:
    """The environment of a command of ours in a process of its own."""
    return {name: value for name, value in database.environment.items() if not name.startswith("PYTEST")} | {
        "PATH": os.environ["PATH"]
    }


@contextmanager
def emptied(database: Any) -> Iterator[None]:
    """Begin again with an empty record."""
    connection.close()
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        rows = owner.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE 'registry\\_%'").fetchall()
        tables = sql.SQL(", ").join(sql.Identifier(row[0]) for row in rows)
        owner.execute(sql.SQL("TRUNCATE {} CASCADE").format(tables))
    yield
