"""The embedded database: made once, started and stopped as asked, recovered after a kill, and two roles in it."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from finpro.config import cluster, launcher, postgres, roles
from finpro.config.launcher import Cluster, LauncherError
from finpro.config.postgres import Binaries

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another account for PostgreSQL")


def ask(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
    return row[0] if row else None


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until(true: Callable[[], object], what: str, seconds: float = 20.0) -> None:
    limit = time.monotonic() + seconds
    pause = threading.Event()
    while not true():
        assert time.monotonic() < limit, f"{what} did not come within {seconds} seconds"
        pause.wait(0.02)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "home"
    launcher.stop(tmp_path / "home")


@pytest.fixture(scope="module")
def shared() -> Iterator[Cluster]:
    with tempfile.TemporaryDirectory() as folder, launcher.running(Path(folder)) as made:
        yield made


# --- what is in it


def test_both_roles_answer_and_own_what_they_should(shared: Cluster) -> None:
    assert ask(shared.owner_url, "SELECT current_user || '/' || current_database()") == "finpro_owner/finpro"
    assert ask(shared.app_url, "SELECT current_user || '/' || current_database()") == "finpro_app/finpro"
    powers = "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication FROM pg_roles WHERE rolname = "
    assert ask(shared.admin_url, powers + "'finpro_owner'") is False
    assert ask(shared.admin_url, powers + "'finpro_app'") is False


def test_the_app_role_works_with_rows_and_nothing_else(shared: Cluster) -> None:
    with psycopg.connect(shared.owner_url, autocommit=True) as owner:
        owner.execute("CREATE TABLE held (id serial PRIMARY KEY, what text)")
        try:
            with psycopg.connect(shared.app_url, autocommit=True) as app:
                app.execute("INSERT INTO held (what) VALUES ('a'), ('b')")
                app.execute("UPDATE held SET what = 'c' WHERE what = 'a'")
                app.execute("DELETE FROM held WHERE what = 'b'")
                assert app.execute("SELECT what FROM held").fetchall() == [("c",)]
                for forbidden in (
                    "TRUNCATE held",
                    "DROP TABLE held",
                    "ALTER TABLE held ADD COLUMN more text",
                    "CREATE TABLE other (id int)",
                    "CREATE SCHEMA other",
                    "CREATE DATABASE other",
                    "SET ROLE finpro_owner",
                ):
                    with pytest.raises(psycopg.errors.InsufficientPrivilege):
                        app.execute(forbidden)
        finally:
            owner.execute("DROP TABLE held")


def test_extensions_checksums_and_locale(shared: Cluster) -> None:
    with psycopg.connect(shared.owner_url) as connection:
        present = {row[0] for row in connection.execute("SELECT extname FROM pg_extension")}
    assert set(roles.EXTENSIONS) <= present
    assert ask(shared.owner_url, "SHOW data_checksums") == "on"
    assert ask(shared.owner_url, "SHOW listen_addresses") == ""
    locale = "SELECT datcollate || ' ' || pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'finpro'"
    assert ask(shared.owner_url, locale) == "C.UTF-8 UTF8"


def test_the_socket_is_ours_alone(shared: Cluster) -> None:
    folder = Path(str(ask(shared.admin_url, "SHOW unix_socket_directories")))
    assert folder.stat().st_mode & 0o777 == 0o700
    assert len(str(folder / ".s.PGSQL.5432")) <= 107


def test_values_of_rows_stay_out_of_the_servers_log(shared: Cluster) -> None:
    with psycopg.connect(shared.owner_url, autocommit=True) as connection:
        connection.execute("CREATE TEMP TABLE secret (ssn text PRIMARY KEY)")
        connection.execute("INSERT INTO secret VALUES ('987-65-4321')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO secret VALUES (%s)", ["987-65-4321"])
    said = (shared.data.parent / "log").read_text()
    assert "duplicate key" in said
    assert "987-65-4321" not in said


# --- starting and stopping


def test_ensure_is_idempotent_and_data_outlives_a_stop(home: Path) -> None:
    first = launcher.ensure(home)
    assert first.started
    with psycopg.connect(first.owner_url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
    again = launcher.ensure(home)
    assert (again.started, again.pid) == (False, first.pid)
    assert launcher.stop(home) is True
    assert not alive(first.pid)
    assert launcher.stop(home) is False
    assert ask(launcher.ensure(home).app_url, "SELECT one FROM kept") == 1


def test_running_stops_only_what_it_started(home: Path) -> None:
    with launcher.running(home) as own:
        assert own.started
    assert not alive(own.pid)
    permanent = launcher.ensure(home)
    with launcher.running(home) as found:
        assert (found.started, found.pid) == (False, permanent.pid)
    assert alive(permanent.pid)


def test_the_last_of_overlapping_users_stops_it(home: Path) -> None:
    with launcher.running(home) as first:
        second = launcher.running(home)
        second.__enter__()
    assert alive(first.pid)
    second.__exit__(None, None, None)
    assert not alive(first.pid)


def test_an_error_in_the_block_stops_it_too(home: Path) -> None:
    with pytest.raises(KeyboardInterrupt), launcher.running(home) as own:
        raise KeyboardInterrupt
    assert not alive(own.pid)


def test_a_killed_server_recovers_what_was_committed(home: Path) -> None:
    first = launcher.ensure(home)
    with psycopg.connect(first.app_url.replace("finpro_app", "finpro_owner"), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
        os.kill(first.pid, signal.SIGKILL)
        until(lambda: not alive(first.pid), "end of the server")
    second = launcher.ensure(home)
    assert second.started
    assert second.pid != first.pid
    assert ask(second.app_url, "SELECT count(*) FROM kept") == 1000


def test_a_server_that_fell_under_its_user_is_revived_and_still_stops_with_it(home: Path) -> None:
    with launcher.running(home) as server:
        assert not launcher.revive(home)
        os.kill(server.pid, signal.SIGKILL)
        until(lambda: not alive(server.pid), "end of the server")
        assert launcher.revive(home)
        with psycopg.connect(server.app_url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    assert not launcher.stop(home)


def test_a_dead_servers_number_given_to_another_process_does_not_matter(home: Path) -> None:
    first = launcher.ensure(home)
    launcher.stop(home)
    (first.data / "postmaster.pid").write_text(f"{os.getpid()}\n{first.data}\n1\n5432\n/nowhere\n\n0 0\nready\n")
    second = launcher.ensure(home)
    assert second.started
    assert ask(second.app_url, "SELECT 1") == 1


def test_half_a_cluster_is_made_again(home: Path) -> None:
    torn = home / "pg" / "data.new"
    torn.mkdir(parents=True)
    (torn / "PG_VERSION").write_text("18")
    assert ask(launcher.ensure(home).app_url, "SELECT 1") == 1
    assert not torn.exists()


def test_two_that_start_at_once_share_one_server(home: Path) -> None:
    source = (
        "import sys, pathlib; from finpro.config import launcher;print(launcher.ensure(pathlib.Path(sys.argv[1])).pid)"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", source, str(home)], stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    pids = {process.communicate(timeout=60)[0] for process in both}
    assert len(pids) == 1
    assert alive(int(pids.pop()))


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    home = tmp_path / ("long" * 30)
    with launcher.running(home) as made:
        assert ask(made.app_url, "SELECT 1") == 1


def test_a_path_with_blanks_and_quotes_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory(prefix="o'b ö&?-") as runtime:
        monkeypatch.setenv("XDG_RUNTIME_DIR", runtime)
        with launcher.running(tmp_path / "it's my home") as made:
            assert ask(made.app_url, "SELECT 1") == 1


def test_a_socket_folder_that_someone_else_laid_is_refused(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setattr(launcher, "LONGEST_SOCKET_FOLDER", 1000)
    with launcher.running(home) as made:
        folder = Path(str(ask(made.admin_url, "SHOW unix_socket_directories")))
    assert folder.parent == tmp_path
    folder.symlink_to(tmp_path / "trap")
    with pytest.raises(LauncherError, match="not a folder of ours alone"):
        launcher.ensure(home)
    folder.unlink()


# --- for tests


@pytest.mark.parametrize("binaries", list(postgres.installations()), ids=lambda found: f"PostgreSQL {found.major}")
def test_ephemeral_is_whole_and_gone_afterwards(binaries: Binaries) -> None:
    with launcher.ephemeral(binaries=binaries) as made:
        assert str(ask(made.owner_url, "SHOW server_version_num"))[:2] == str(binaries.major)
        with psycopg.connect(made.owner_url, autocommit=True) as owner:
            owner.execute("CREATE DATABASE test_other")
        other = made.owner_url.replace("/finpro?", "/test_other?")
        with psycopg.connect(other) as owner:
            owner.execute("CREATE TABLE kept AS SELECT 1 AS one")
        assert ask(other.replace("finpro_owner", "finpro_app"), "SELECT one FROM kept") == 1
    assert not alive(made.pid)
    assert not made.data.parent.exists()


def test_ephemeral_clears_away_what_a_killed_run_left() -> None:
    source = (
        "import os\nfrom finpro.config import launcher\n"
        "with launcher.ephemeral() as made:\n print(made.pid, made.data, flush=True)\n os._exit(0)"
    )
    left = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True, timeout=60)
    pid, data = left.stdout.split()
    assert alive(int(pid))
    with launcher.ephemeral():
        assert not alive(int(pid))
        assert not Path(data).exists()


def test_app_beside_makes_the_role_with_a_password_of_its_own(shared: Cluster) -> None:
    url = launcher.app_beside(shared.admin_url.replace("/postgres?", "/finpro?"))
    assert ask(url, "SELECT current_user") == "finpro_app"
    assert launcher.app_beside(shared.owner_url) == shared.owner_url


# --- as whom


@as_root
def test_root_runs_it_in_a_namespace_and_the_files_stay_roots(shared: Cluster) -> None:
    if postgres.runner_for(Path("/nonexistent")).prefix == ():
        pytest.skip("this machine forbids user namespaces")
    assert shared.data.stat().st_uid == 0


@as_root
def test_without_namespaces_root_borrows_an_existing_account(monkeypatch: pytest.MonkeyPatch) -> None:
    real = postgres.runner_for
    monkeypatch.setattr(postgres, "runner_for", lambda folder: real(folder, namespaces=False))
    base = Path(tempfile.mkdtemp(dir="/tmp"))
    try:
        base.chmod(0o755)
        runner = postgres.runner_for(base / "absent")
        assert runner.uid not in {0, None}
        usable = [found for found in postgres.installations() if postgres.reachable(runner, found, base)]
        if not usable:
            pytest.skip("no PostgreSQL that another account may run")
        place = cluster.Place(base / "pg", base / "s", careless=True, binaries=usable[0])
        place.folder.mkdir()
        server = cluster.up(place)
        try:
            assert place.data.stat().st_uid == runner.uid
            assert ask(server.url("finpro", "finpro_app"), "SELECT 1") == 1
        finally:
            assert cluster.down(place)
    finally:
        shutil.rmtree(base)


@as_root
def test_a_folder_that_the_account_cannot_reach_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = postgres.runner_for
    monkeypatch.setattr(postgres, "runner_for", lambda folder: real(folder, namespaces=False))
    tmp_path.chmod(0o700)
    with pytest.raises(LauncherError, match="cannot reach"):
        launcher.ensure(tmp_path / "home")


@as_root
def test_root_without_any_way_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "UNPRIVILEGED", ())
    with pytest.raises(LauncherError, match="refuses to run as root"):
        postgres.runner_for(tmp_path / "absent", namespaces=False)


# --- what is said when it fails


def fake(folder: Path, **programs: str) -> Binaries:
    """Programs that print and end as told."""
    folder.mkdir()
    for name in ("postgres", "initdb", "pg_ctl"):
        (folder / name).write_text(f"#!/bin/sh\n{programs.get(name, 'exit 0')}\n")
        (folder / name).chmod(0o755)
    return Binaries(folder, 18)


def test_a_full_disk_while_making_it_is_one_sentence_and_leaves_nothing(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = "mkdir -p \"$2\"; echo 'initdb: error: could not write file: No space left on device' >&2; exit 1"
    binaries = fake(tmp_path / "bin", initdb=full)
    monkeypatch.setattr(postgres, "choose", lambda _major: binaries)
    with pytest.raises(LauncherError) as told:
        launcher.ensure(home)
    assert str(told.value) == (
        "The disk is full: making the database stopped. Nothing was left behind. "
        "Free some space and run the command again."
    )
    assert not (home / "pg" / "data").exists()
    assert not (home / "pg" / "data.new").exists()


def test_a_server_that_does_not_start_is_said_in_its_own_last_words(home: Path) -> None:
    made = launcher.ensure(home)
    launcher.stop(home)
    with (made.data / "postgresql.conf").open("a") as conf:
        conf.write("shared_buffers = 'nonsense'\n")
    with pytest.raises(LauncherError, match=r"^Starting the database failed \(FATAL: .*contains errors\)"):
        launcher.ensure(home)
    text = (made.data / "postgresql.conf").read_text()
    (made.data / "postgresql.conf").write_text(text.replace("shared_buffers = 'nonsense'\n", ""))


def test_data_of_another_version_is_said(home: Path) -> None:
    made = launcher.ensure(home)
    launcher.stop(home)
    (made.data / "PG_VERSION").write_text("99\n")
    with pytest.raises(LauncherError, match="No PostgreSQL version 99, which wrote the existing data"):
        launcher.ensure(home)


def test_a_home_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LauncherError, match="Nothing was changed"):
        launcher.ensure(tmp_path / "file" / "home")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("FATAL: could not write: No space left on device", "The disk is full"),
        ("FATAL: could not map anonymous shared memory: Cannot allocate memory", "There is too little memory"),
        ("could not open file: Permission denied", "Permission was denied"),
        ("noise\nFATAL: lock file exists\nhint", "failed (FATAL: lock file exists)"),
        ("", "it gave no reason"),
    ],
)
def test_explain(said: str, expected: str) -> None:
    sentence = postgres.explain("starting the database", said, "All is safe.")
    assert expected in sentence
    assert "All is safe." in sentence
    assert "\n" not in sentence


def test_a_dead_database_is_one_sentence_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(LauncherError) as told:
        launcher.require(f"postgresql://someone:hush@/finpro?host={tmp_path}")
    assert "did not answer (there is no socket at that place). Nothing was changed." in str(told.value)
    assert "hush" not in str(told.value)
    with pytest.raises(LauncherError, match=r"named by DATABASE_URL did not answer") as told:
        launcher.require("hush=nonsense hush")
    assert "hush" not in str(told.value)


def test_a_server_that_is_too_old_is_said(shared: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    assert launcher.require(shared.app_url) >= 15
    monkeypatch.setattr(postgres, "OLDEST", 99)
    with pytest.raises(LauncherError, match=r"is PostgreSQL \d+\. Nothing was changed\. FinPro needs version 99"):
        launcher.require(shared.app_url)


def test_a_password_that_cannot_be_read_is_never_repeated() -> None:
    with pytest.raises(LauncherError) as told:
        launcher.require("postgresql://u:hu sh@[/x")
    assert "sh@" not in str(told.value)


@pytest.mark.parametrize(
    ("cause", "expected"),
    [
        (psycopg.errors.DiskFull("could not extend file"), "disk is full"),
        (psycopg.errors.TooManyConnections("sorry"), "no connection left"),
        (psycopg.OperationalError("server closed the connection; DETAIL: 987-65-4321"), "does not answer"),
    ],
)
def test_an_error_of_the_database_is_plain_even_when_wrapped(cause: psycopg.Error, expected: str) -> None:
    with pytest.raises(RuntimeError) as wrapped:
        raise RuntimeError("wrapped") from cause
    sentence = launcher.plain(wrapped.value)
    assert expected in sentence
    assert "What was stored is safe" in sentence
    assert "987" not in sentence
