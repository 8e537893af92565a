"""One PostgreSQL cluster on disk: made, started, given its roles and database, stopped. Only `launcher` uses it.

Callers hold the cluster's lock. Each step may be killed at any moment and done again.
"""

import os
import shutil
import signal
import stat
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from finpro.config import postgres, roles
from finpro.config.postgres import Binaries, LauncherError, Runner

READY_WITHIN = 300  # seconds; recovery after a crash may take a while, an ordinary start 0.2
STOPPED_WITHIN = 60  # seconds; then the server is told to drop everything and recovers at its next start
LARGEST_LOG = 5_000_000  # bytes

# For a small machine shared with web and worker. Verbosity and statement settings keep the values of rows, which are
# personal data, out of the server's log.
SETTINGS = """\
listen_addresses = ''
port = 5432
unix_socket_permissions = 0700
max_connections = 60
shared_buffers = 128MB
effective_cache_size = 768MB
work_mem = 8MB
maintenance_work_mem = 64MB
max_wal_size = 2GB
checkpoint_timeout = 15min
wal_compression = on
random_page_cost = 1.1
max_parallel_workers_per_gather = 1
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
log_error_verbosity = terse
log_min_error_statement = panic
log_parameter_max_length_on_error = 0
log_line_prefix = '%m [%p] '
"""
# What a test's cluster may lose in a power cut is all of it.
CARELESS = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nmax_connections = 100\n"


@dataclass(frozen=True)
class Place:
    """Where one cluster lives. `sockets` is a wish: a running server says itself where its socket is."""

    folder: Path
    sockets: Path
    careless: bool = False
    binaries: Binaries | None = None

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.folder / "log"


@dataclass(frozen=True)
class Server:
    """A server that answered."""

    pid: int
    sockets: Path
    started: bool

    def url(self, database: str, user: str) -> str:
        """A libpq URI over the Unix socket."""
        return f"postgresql:///{quote(database, safe='')}?host={quote(str(self.sockets), safe='/')}&user={user}"


def up(place: Place) -> Server:
    """Make and start what is missing; the server answers and has roles and database when this returns."""
    mark = place.folder / "prepared-1"
    try:
        found = _running(place)
        server = found or _start(place)
        _wait_until_ready(server, place)
        if not mark.exists():
            roles.prepare(server.url, for_tests=place.careless)
            mark.touch()
    except (OSError, psycopg.Error) as error:
        raise LauncherError(postgres.explain("starting the database", str(error), _SAFE)) from None
    return server


def alive(place: Place) -> bool:
    """Whether a server holds the folder; it may still be starting."""
    return _running(place) is not None


def down(place: Place) -> bool:
    """Stop the server if one runs: open transactions are rolled back. Say whether one did."""
    server = _running(place)
    if server is None:
        return False
    for how, seconds in ((signal.SIGINT, STOPPED_WITHIN), (signal.SIGQUIT, STOPPED_WITHIN)):
        try:
            os.kill(server.pid, how)
        except ProcessLookupError:
            break
        if _gone(server.pid, seconds):
            break
    else:
        raise LauncherError(
            f"The database (process {server.pid}) did not stop within {2 * STOPPED_WITHIN} seconds. What was stored "
            f"is safe. Look at {place.log}; end the process, and the next start recovers."
        )
    shutil.rmtree(server.sockets, ignore_errors=True)
    return True


def _gone(pid: int, seconds: float) -> bool:
    limit = time.monotonic() + seconds
    while _alive(pid):
        if time.monotonic() > limit:
            return False
        time.sleep(0.02)
    return True


def _alive(pid: int) -> bool:
    """Whether the process lives; one that waits to be buried by us (we may be process 1 of a container) does not."""
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (OSError, IndexError):
        return not Path("/proc/self/stat").exists()


def _running(place: Place) -> Server | None:
    """The server that holds the data folder, by its pid file: process, data folder, start, port, socket folder."""
    try:
        lines = (place.data / "postmaster.pid").read_text().splitlines()
        pid, sockets = int(lines[0]), Path(lines[4])
    except (OSError, ValueError, IndexError):
        return None
    return Server(pid, sockets, started=False) if _alive(pid) and _serves(pid, place) else None


def _serves(pid: int, place: Place) -> bool:
    """Whether that process is a server of this folder, not one that got a dead server's number."""
    try:
        return Path(f"/proc/{pid}/cwd").resolve(strict=True) == place.data.resolve()
    except PermissionError:
        return True
    except OSError:
        return not Path("/proc/self/cwd").exists()


def _start(place: Place) -> Server:
    runner = postgres.runner_for(place.data if place.data.exists() else place.folder / "absent")
    binaries = place.binaries or postgres.choose(_version(place))
    runner.own(place.folder)
    if not postgres.reachable(runner, binaries, place.folder):
        raise LauncherError(
            f"The account that PostgreSQL must run as cannot reach {place.folder} or {binaries.folder}. Nothing was "
            "changed. Set FINPRO_HOME to a folder that it can reach, or set DATABASE_URL to a PostgreSQL server."
        )
    if not place.data.exists():
        _initialise(place, binaries, runner)
    sockets = _socket_folder(place, runner)
    _forget_dead_server(place, sockets)
    _configure(place, runner, sockets)
    _start_program(place, binaries, runner)
    server = _running(place)
    if server is None:
        raise LauncherError(postgres.explain("starting the database", _tail(place.log), _SAFE))
    return Server(server.pid, server.sockets, started=True)


_SAFE = "What was stored is untouched."


def _version(place: Place) -> int | None:
    try:
        return int((place.data / "PG_VERSION").read_text())
    except (OSError, ValueError):
        return None


def _initialise(place: Place, binaries: Binaries, runner: Runner) -> None:
    """Make the cluster beside its final name and rename it: a half-made one is never taken for a whole one."""
    fresh = place.folder / "data.new"
    shutil.rmtree(fresh, ignore_errors=True)
    command = [binaries.program("initdb"), "-D", str(fresh), "-U", roles.ADMIN, "--encoding=UTF8", "--locale=C.UTF-8"]
    command += ["--data-checksums", "--auth-local=trust", "--auth-host=reject"]
    done = runner.run([*command, "--no-sync"] if place.careless else command)
    if done.returncode != 0:
        shutil.rmtree(fresh, ignore_errors=True)
        raise LauncherError(postgres.explain("making the database", done.stdout, "Nothing was left behind."))
    with (fresh / "postgresql.conf").open("a") as conf:
        conf.write("\n# FinPro writes finpro.conf at every start; what stands below it here wins.\n")
        conf.write("include = 'finpro.conf'\n")
    fresh.rename(place.data)


def _configure(place: Place, runner: Runner, sockets: Path) -> None:
    where = str(sockets).replace("'", "''")
    text = SETTINGS + f"unix_socket_directories = '{where}'\n" + (CARELESS if place.careless else "")
    target = place.data / "finpro.conf"
    target.write_text(text)
    runner.own(target)
    if place.log.exists() and place.log.stat().st_size > LARGEST_LOG:
        place.log.replace(place.log.with_name("log.1"))


def _socket_folder(place: Place, runner: Runner) -> Path:
    """Make the folder of the socket, or make sure that the one there is ours alone and not a trap."""
    path, owner = place.sockets, os.geteuid() if runner.uid is None else runner.uid
    try:
        path.mkdir(mode=0o700)
        runner.own(path)
    except FileExistsError:
        found = path.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or stat.S_IMODE(found.st_mode) != 0o700:
            raise LauncherError(
                f"{path} is not a folder of ours alone, so the database's socket cannot go there. Nothing was changed. "
                "Remove it, or set XDG_RUNTIME_DIR to another folder, and run the command again."
            ) from None
    return path


def _forget_dead_server(place: Place, sockets: Path) -> None:
    """After a crash its lock files stay, and their number may be another process's by now, or that of a dead one
    whom nobody buried: PostgreSQL would refuse to start. Remove them only when no process works in the data folder."""
    if not Path("/proc/self/cwd").exists():
        return
    data = place.data.resolve()
    limit = time.monotonic() + 10
    while any(_works_in(process, data) for process in Path("/proc").glob("[0-9]*")):
        # The processes of a killed server notice its end and leave by themselves.
        if time.monotonic() > limit:
            return
        time.sleep(0.05)
    for left in (place.data / "postmaster.pid", sockets / ".s.PGSQL.5432.lock", sockets / ".s.PGSQL.5432"):
        left.unlink(missing_ok=True)


def _works_in(process: Path, folder: Path) -> bool:
    try:
        return (process / "cwd").resolve(strict=True) == folder
    except OSError:
        return False


def _start_program(place: Place, binaries: Binaries, runner: Runner) -> None:
    """Start the server in a session of its own, out of the terminal's reach, and wait until it is ready or dead."""
    command = [binaries.program("pg_ctl"), "start", "-D", str(place.data), "-l", str(place.log)]
    begin = place.log.stat().st_size if place.log.exists() else 0
    done = runner.run([*command, "-s", "-w", "-t", str(READY_WITHIN)])
    if done.returncode != 0:
        if _running(place) is None:
            shutil.rmtree(place.sockets, ignore_errors=True)
        said = _tail(place.log, begin)
        raise LauncherError(postgres.explain("starting the database", said or done.stdout, _SAFE))


def _tail(log: Path, begin: int = 0) -> str:
    try:
        with log.open("rb") as handle:
            handle.seek(max(begin, log.stat().st_size - 4000))
            return handle.read().decode(errors="replace")
    except OSError:
        return ""


def _wait_until_ready(server: Server, place: Place) -> None:
    """Ready means that a connection answered, not that a process exists."""
    limit = time.monotonic() + READY_WITHIN
    while True:
        try:
            with psycopg.connect(server.url("postgres", roles.ADMIN), connect_timeout=5) as connection:
                connection.execute("SELECT 1")
            return
        except psycopg.Error as error:
            if not _alive(server.pid) or time.monotonic() > limit:
                raise LauncherError(
                    postgres.explain("starting the database", _tail(place.log) or str(error), _SAFE)
                ) from None
        time.sleep(0.03)
