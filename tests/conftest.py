"""How every test runs: under fixed settings, on a database of its own, as the role that owns nothing.

Settings come from the environment, so it is set here before Django reads it. The database server starts with the first
test that needs it; tests of pure functions never wait for it. `DATABASE_URL` (with `DATABASE_OWNER_URL`, if there are
two roles) names another server, PostgreSQL 15 or newer, on which a database is made and dropped again.
"""

import atexit
import base64
import importlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import hypothesis
import psycopg
import pytest
from django.conf import settings
from django.core.files.storage import InMemoryStorage
from django.db import connection
from django.test import TransactionTestCase
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from finpro.config import launcher, migrating, roles

GIVEN = {name: os.environ.pop(name, "") for name in ("DATABASE_URL", "DATABASE_OWNER_URL")}
for _name in [name for name in os.environ if name.startswith("FINPRO_") and name != "FINPRO_SCREENSHOTS"]:
    del os.environ[_name]
HOME = Path(tempfile.mkdtemp(prefix="finpro-tests-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "finpro.config.settings",
    "FINPRO_HOME": str(HOME),
    "FINPRO_OPERATOR": "Test Registry",
    "FINPRO_SUPPORT_PHONE": "+1 800 555 0100",
    "FINPRO_SECRET_KEY": "tests-only",
    "FINPRO_SEAL_KEYS": "t1:" + base64.b64encode(b"1" * 32).decode(),
    "FINPRO_SSN_LOOKUP_KEY": base64.b64encode(b"2" * 32).decode(),
}

hypothesis.settings.register_profile(
    "finpro", deadline=None, max_examples=50, database=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.register_profile("thorough", parent=hypothesis.settings.get_profile("finpro"), max_examples=2000)
hypothesis.settings.load_profile("finpro")


def pytest_configure() -> None:
    """Read the settings, now that the environment stands: pytest-django sets Django up where they were read.

    Addresses of assets are plain: their hashes are made when a site is started, and proven by the browser tests.
    """
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STATIC_ROOT.mkdir()


# Filled by migrations, so not emptied after a test that commits.
KEPT = ("django_migrations", "django_content_type", "auth_permission")


@dataclass(frozen=True)
class Database:
    """The test database, as its owner and as the role that owns nothing."""

    owner_url: str
    app_url: str

    @property
    def environment(self) -> dict[str, str]:
        """What a command of ours needs in its environment to work on this database."""
        return os.environ | {"DATABASE_URL": self.app_url, "DATABASE_OWNER_URL": self.owner_url}


@contextmanager
def _server() -> Iterator[tuple[str, str]]:
    """A server: URLs of a role that may create databases, and of the role that owns nothing."""
    owner, app = GIVEN["DATABASE_OWNER_URL"] or GIVEN["DATABASE_URL"], GIVEN["DATABASE_URL"]
    if not owner:
        with launcher.ephemeral() as cluster:
            yield cluster.owner_url, cluster.app_url
    elif conninfo_to_dict(owner).get("user") != conninfo_to_dict(app or owner).get("user"):
        yield owner, app
    else:
        yield owner, roles.app_beside(owner)


@pytest.fixture(scope="session")
def database() -> Iterator[Database]:
    """An empty database of our own on the server; gone afterwards."""
    name = f"test_finpro_{os.getpid()}"
    with _server() as (owner, app):
        with psycopg.connect(owner, autocommit=True) as admin:
            admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield Database(make_conninfo(owner, dbname=name), make_conninfo(app, dbname=name))
        finally:
            with psycopg.connect(owner, autocommit=True) as admin:
                admin.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def django_db_setup(database: Database, django_db_blocker: Any) -> Iterator[None]:
    """Migrate as the owner, then let every test connect as the role that owns nothing."""
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict.update(migrating.settings_for(database.app_url))
        migrating.migrate(database.owner_url, database.app_url)
    before = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda _case: _empty(database)
    yield
    TransactionTestCase._fixture_teardown = before
    with django_db_blocker.unblock():
        connection.close()


def _empty(database: Database) -> None:
    """Empty every table as the owner: the app's role may not, and triggers that refuse it are set aside for it."""
    connection.close()
    with psycopg.connect(database.owner_url) as owner:
        owner.execute("SET lock_timeout = '10s'")
        rows = owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        tables = sql.SQL(", ").join(sql.Identifier(row[0]) for row in rows if row[0] not in KEPT)
        refusing = owner.execute(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal AND tgtype & 32 <> 0"
        ).fetchall()
        for verb in ("DISABLE", "ENABLE"):
            for (table,) in refusing:
                owner.execute(sql.SQL("ALTER TABLE {} {} TRIGGER USER").format(sql.SQL(table), sql.SQL(verb)))
            if verb == "DISABLE":
                owner.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY").format(tables))


@pytest.fixture(scope="session", autouse=True)
def hashing() -> Iterator[dict[str, int]]:
    """Passwords are hashed by the same code at a hundredth of the cost: an account is opened in most tests, and few are
    about hashing. Its value: what production spends."""
    # Not before Django's apps are there.
    hasher = importlib.import_module("finpro.accounts.adapters.backends").Argon2Hasher
    costs = {name: getattr(hasher, name) for name in ("time_cost", "memory_cost", "parallelism")}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hasher, "time_cost", 1)
        patch.setattr(hasher, "memory_cost", 64)
        yield costs


@pytest.fixture
def at() -> datetime:
    """The instant at which a test's verbs act: noon in New York on 2026-11-23."""
    return datetime(2026, 11, 23, 17, 0, tzinfo=UTC)


@pytest.fixture
def storage(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Where documents are kept, in memory."""
    kept = InMemoryStorage()
    for room in ("services", "selectors"):
        monkeypatch.setattr(f"finpro.documents.{room}.default_storage", kept)
    return kept
