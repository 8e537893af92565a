"""What every measurement stands on: a database server of its own, migrated, and Django set up on it."""

import base64
import logging
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import django
import psycopg
from django.conf import settings
from psycopg import sql
from psycopg.conninfo import make_conninfo

from finpro.config import launcher, migrating


@dataclass(frozen=True)
class Ground:
    """A migrated, empty database, the folder of its site, and what a process needs in its environment to use both."""

    owner_url: str
    app_url: str
    home: Path

    @property
    def environment(self) -> dict[str, str]:
        """For `subprocess`."""
        return dict(os.environ)

    def empty(self) -> None:
        """Forget every row, as the owner; triggers that refuse it are set aside."""
        with psycopg.connect(self.owner_url, autocommit=True) as owner:
            rows = owner.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' "
                "AND tablename NOT IN ('django_migrations', 'django_content_type', 'auth_permission')"
            ).fetchall()
            names = [sql.Identifier(name) for (name,) in rows]
            for verb in ("DISABLE", "ENABLE"):
                for name in names:
                    owner.execute(sql.SQL("ALTER TABLE {} {} TRIGGER USER").format(name, sql.SQL(verb)))
                if verb == "DISABLE":
                    owner.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY").format(sql.SQL(", ").join(names)))


@contextmanager
def prepared() -> Iterator[Ground]:
    """A server that is gone afterwards. Once in a process: Django is set up on its first database."""
    with launcher.ephemeral() as cluster, tempfile.TemporaryDirectory(prefix="finpro-bench-") as folder:
        key = base64.b64encode(secrets.token_bytes(32)).decode()
        for name in [name for name in os.environ if name.startswith("FINPRO_")]:
            del os.environ[name]
        os.environ |= {
            "DATABASE_URL": make_conninfo(cluster.app_url),
            "DATABASE_OWNER_URL": make_conninfo(cluster.owner_url),
            "DJANGO_SETTINGS_MODULE": "finpro.config.settings",
            "FINPRO_HOME": folder,
            "FINPRO_SECRET_KEY": key,
            "FINPRO_SEAL_KEYS": f"b1:{key}",
            "FINPRO_SSN_LOOKUP_KEY": key,
            "FINPRO_LOG_LEVEL": "WARNING",
        }
        # Pages asked of the test client need no names with fingerprints; web servers started here collect their own.
        settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        django.setup()
        logging.disable(logging.CRITICAL)
        migrating.migrate(cluster.owner_url, cluster.app_url)
        yield Ground(cluster.owner_url, cluster.app_url, Path(folder))
