"""The two roles of FinPro's database and what each may do.

`finpro_owner` owns the database, migrates and maintains. `finpro_app` is what web and worker connect as: it owns
nothing, reads and writes rows, and can neither empty a table nor change one.
"""

import secrets
from collections.abc import Callable

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

DATABASE = "finpro"
OWNER = "finpro_owner"
APP = "finpro_app"
ADMIN = "postgres"
# Trusted ones: the owner of a database may create them without being superuser, on managed servers too.
EXTENSIONS = ("btree_gist", "pg_trgm")


def prepare(url: Callable[[str, str], str], *, for_tests: bool = False) -> None:
    """Make roles, database, extensions and grants on a new server; what exists stays.

    `url(database, user)` gives the address for a database and a role. `for_tests` lets the owner create databases, and
    grants in the template so that each of them comes with the grants. Raises psycopg.Error.
    """
    with psycopg.connect(url("postgres", ADMIN), autocommit=True) as connection:
        _role(connection, OWNER, "CREATEDB" if for_tests else "NOCREATEDB")
        _role(connection, APP, "NOCREATEDB")
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            names = sql.Identifier(DATABASE), sql.Identifier(OWNER)
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(*names))
    for database in (DATABASE, "template1") if for_tests else (DATABASE,):
        with psycopg.connect(url(database, ADMIN)) as connection:
            grant(connection)
    with psycopg.connect(url(DATABASE, OWNER)) as connection:
        for extension in EXTENSIONS:
            connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))


def _role(connection: psycopg.Connection, name: str, rights: str) -> None:
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    statement = sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOCREATEROLE {}")
    verb = sql.SQL("ALTER" if known else "CREATE")
    connection.execute(statement.format(verb, sql.Identifier(name), sql.SQL(rights)))


def grant(connection: psycopg.Connection, *, owner: str = OWNER, app: str = APP) -> None:
    """In the connected database, let `app` use what `owner` has made or will make in schema public: rows and
    sequences, without TRUNCATE and without DDL. `connection` is the owner's or a superuser's."""
    names = {"owner": sql.Identifier(owner), "app": sql.Identifier(app)}
    defaults = "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT "
    for statement in (
        "GRANT USAGE ON SCHEMA public TO {app}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {app}",
        "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {app}",
        defaults + "SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
        defaults + "USAGE ON SEQUENCES TO {app}",
    ):
        connection.execute(sql.SQL(statement).format(**names))


def app_beside(owner_url: str) -> str:
    """On a server that we were given for tests, make the app role beside its owner; return the app's URL.

    The role gets a new random password each time. Where the owner may not create roles, the owner's own URL comes
    back: tests then run as one role. Raises psycopg.Error where the server does not answer.
    """
    password = secrets.token_urlsafe(24)
    with psycopg.connect(owner_url, autocommit=True) as connection:
        owner = connection.info.user
        may = connection.execute(
            "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        if not may or not may[0] or owner == APP:
            return owner_url
        _role(connection, APP, "NOCREATEDB")
        connection.execute(
            sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(APP), sql.Literal(password)), prepare=False
        )
        grant(connection, owner=owner)
    return make_conninfo(owner_url, user=APP, password=password)
