"""Two roles: the owner migrates, the site's role owns nothing and cannot change what it must not."""

import psycopg
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from finpro.config import migrating

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "ALTER TABLE registry_person ADD COLUMN mine int",
        "DROP TABLE registry_person",
        "TRUNCATE registry_person CASCADE",
        "ALTER TABLE registry_person DISABLE TRIGGER ALL",
        "SET session_replication_role = 'replica'",
        "UPDATE registry_personevent SET crd = 1",
        "DELETE FROM access_membershipevent",
        "CREATE ROLE mine",
    ],
)
def test_the_sites_role_is_refused(statement):
    with connection.cursor() as cursor, pytest.raises(DatabaseError) as refused, transaction.atomic():
        cursor.execute(statement)
    assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)


def test_the_sites_role_owns_nothing():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT rolsuper OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)


def test_the_sites_role_uses_every_table():
    """Each table can be read, and added to unless Django or a library only reads it."""
    with connection.cursor() as cursor:
        for model in (known for known in apps.get_models() if known._meta.app_label not in {"pghistory"}):
            table = model._meta.db_table
            cursor.execute("SELECT has_table_privilege(%s, 'SELECT'), has_table_privilege(%s, 'INSERT')", [table] * 2)
            assert cursor.fetchone() == (True, True), table


def test_what_is_append_only_is_found_by_itself():
    tables = migrating.append_only_tables()
    assert {"audit_event", "audit_seal", "registry_personevent", "access_claimevent"} <= set(tables)
    assert "registry_person" not in tables


def test_granting_again_changes_nothing_and_one_role_is_said(database):
    assert migrating.grant(database.owner_url, database.app_url)
    assert not migrating.grant(database.owner_url, database.owner_url)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_to_migrate(database):
    assert migrating.migrate(database.owner_url, database.app_url) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (connection.settings_dict["USER"],)
