"""The embedded database: a PostgreSQL server of our own, for where DATABASE_URL names none.

Everything lives in `<home>/pg`, where `home` is FINPRO_HOME: `data/` (the cluster), `log` (the server's messages,
without statements and values), `lock` (one start or stop at a time) and `users` (who uses a server started on demand).
The server listens on a Unix socket in a folder of mode 0700 and nowhere else, so no password is needed.

Two roles: `finpro_owner` owns the database, migrates and maintains; `finpro_app` is what web and worker connect as. It
owns nothing and may read and write rows, no more. No Django here: commands need the database before the settings.
"""

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

from finpro.config import cluster, postgres, roles
from finpro.config.cluster import Place, Server
from finpro.config.postgres import Binaries, LauncherError

__all__ = [
    "Cluster",
    "LauncherError",
    "app_beside",
    "ensure",
    "ephemeral",
    "grant",
    "plain",
    "require",
    "revive",
    "running",
    "stop",
]

# A socket's path, `/.s.PGSQL.5432` included, must stay within 107 bytes.
LONGEST_SOCKET_FOLDER = 90
SHORT = Path("/tmp")  # noqa: S108 - what we make in it has mode 0700 and is ours, or is refused

grant = roles.grant
app_beside = roles.app_beside


@dataclass(frozen=True)
class Cluster:
    """A server that answers. The URLs are libpq URIs that name a Unix socket; `admin_url` is the superuser's."""

    owner_url: str
    app_url: str
    admin_url: str
    data: Path
    pid: int
    started: bool  # whether this call started it


def ensure(home: Path) -> Cluster:
    """Make the cluster if absent, start it if stopped, make roles and database if missing; it then stays up.

    Doing it twice is harmless. Raises LauncherError.
    """
    place = _place(home)
    with _locked(place):
        server = cluster.up(place)
        _on_demand(place).unlink(missing_ok=True)
    return _answer(place, server)


def stop(home: Path) -> bool:
    """Stop the server of `home`, its clients' transactions rolled back; say whether one was running."""
    place = _place(home)
    with _locked(place):
        return cluster.down(place)


@contextmanager
def running(home: Path) -> Iterator[Cluster]:
    """The server of `home` for as long as the block runs; a server that was up before stays up afterwards.

    Of several commands that overlap, the last one to end stops a server that one of them started: a short import never
    takes the database from under a site that began after it. Raises LauncherError.
    """
    place = _place(home)
    with _locked(place):
        server = cluster.up(place)
        if server.started:
            _on_demand(place).touch()
        users = os.open(place.folder / "users", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(users, fcntl.LOCK_SH)
    try:
        yield _answer(place, server)
    finally:
        with _locked(place):
            alone = _try_lock(users)
            os.close(users)
            if alone and _on_demand(place).exists():
                cluster.down(place)


def revive(home: Path) -> bool:
    """Start the server of `home` again if it fell; whether it had. For who has it `running`. Raises LauncherError."""
    place = _place(home)
    if cluster.alive(place):
        return False
    with _locked(place):
        return cluster.up(place).started


@contextmanager
def ephemeral(*, binaries: Binaries | None = None) -> Iterator[Cluster]:
    """A cluster for tests that is gone afterwards: same roles, no care for power cuts.

    `finpro_owner` may create databases here, and each new one grants `finpro_app` the same as the real one. What a
    killed run left behind is cleared away first. Raises LauncherError.
    """
    prefix = f"finpro-test-{os.geteuid()}-"
    base = Path(tempfile.gettempdir())
    base = base if len(os.fsencode(base)) + len(prefix) + 12 <= LONGEST_SOCKET_FOLDER else SHORT
    _sweep(base, prefix)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=base))
    place = Place(folder, folder / "s", careless=True, binaries=binaries)
    users = os.open(folder / "users", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(users, fcntl.LOCK_EX)
    try:
        yield _answer(place, cluster.up(place))
    finally:
        try:
            cluster.down(place)
        finally:
            os.close(users)
            shutil.rmtree(folder, ignore_errors=True)


def require(url: str) -> int:
    """Ask any server whether it answers and is new enough; return its major version. Raises LauncherError."""
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            major = connection.info.server_version // 10000
    except psycopg.Error as error:
        raise LauncherError(
            f"The database {_spoken(url)} did not answer ({_reason(error)}). Nothing was changed. "
            "Start that server or correct DATABASE_URL, then run the command again."
        ) from None
    if major < postgres.OLDEST:
        raise LauncherError(
            f"The database {_spoken(url)} is PostgreSQL {major}. Nothing was changed. "
            f"FinPro needs version {postgres.OLDEST} or newer: point DATABASE_URL at one."
        )
    return major


def plain(error: BaseException) -> str:
    """The sentence for an error of a database that was reached before: full disk, too many connections, or away.

    Looks through what Django wraps around the driver's error. The driver's own words are left out: they may hold values
    of rows.
    """
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, psycopg.errors.DiskFull):
            return (
                "The database's disk is full. What was stored is safe; what was being done was not stored. "
                "Free some space and run the command again."
            )
        if isinstance(cause, psycopg.errors.TooManyConnections):
            return (
                "The database has no connection left. What was stored is safe; what was being done was not stored. "
                "Run fewer processes on it, or raise its max_connections, and run the command again."
            )
        cause = cause.__cause__ or cause.__context__
    return (
        "The database does not answer. What was stored is safe; what was being done was not stored. "
        "Start it or correct DATABASE_URL, and run the command again; finpro doctor says more."
    )


def _spoken(url: str) -> str:
    """The database's name and host, never the password."""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.Error:
        return "named by DATABASE_URL"
    return f"“{parts.get('dbname', '')}” at {parts.get('host') or 'the local socket'}"


def _reason(error: psycopg.Error) -> str:
    """The kind of failure. The library's own text may repeat the whole URL, password included."""
    text = str(error)
    known = {
        "refused": "the connection was refused",
        "No such file": "there is no socket at that place",
        "timeout": "it took too long",
        "password authentication": "the password was refused",
        "does not exist": "the role or the database does not exist",
        "starting up": "it is still starting",
        "resolve": "the host's name is unknown",
        "translate host name": "the host's name is unknown",
        "no pg_hba": "the server does not admit this account from here",
        'missing "="': "DATABASE_URL cannot be read",
    }
    return next((plain for mark, plain in known.items() if mark in text), "the connection failed")


def _answer(place: Place, server: Server) -> Cluster:
    return Cluster(
        owner_url=server.url(roles.DATABASE, roles.OWNER),
        app_url=server.url(roles.DATABASE, roles.APP),
        admin_url=server.url("postgres", roles.ADMIN),
        data=place.data,
        pid=server.pid,
        started=server.started,
    )


def _place(home: Path) -> Place:
    home = home.absolute()
    folder = home / "pg"
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise LauncherError(postgres.explain(f"making the folder {home}", str(error), "Nothing was changed.")) from None
    mark = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:12]
    given = os.environ.get("XDG_RUNTIME_DIR", "")
    base = Path(given) if given and os.access(given, os.W_OK | os.X_OK) else SHORT
    sockets = base / f"finpro-{os.geteuid()}-{mark}"
    if len(os.fsencode(sockets)) > LONGEST_SOCKET_FOLDER:
        sockets = SHORT / sockets.name
    return Place(folder, sockets)


def _on_demand(place: Place) -> Path:
    """The mark of a server that stops with its last user."""
    return place.folder / "on-demand"


@contextmanager
def _locked(place: Place) -> Iterator[None]:
    handle = os.open(place.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _try_lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _sweep(base: Path, prefix: str) -> None:
    """Clear away test clusters whose process was killed: nobody holds their lock."""
    for folder in base.glob(f"{prefix}*"):
        try:
            handle = os.open(folder / "users", os.O_RDWR | os.O_NOFOLLOW)
        except OSError:
            continue
        try:
            if folder.lstat().st_uid == os.geteuid() and _try_lock(handle):
                cluster.down(Place(folder, folder / "s"))
                shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(handle)
