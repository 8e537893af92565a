"""The real thing on a free port: a database of its own, web server and worker as processes, stopped at the end."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from tests.browser import captures, personas

ROOT = Path(__file__).resolve().parents[2]
REAL_RECORDS = ROOT.parent / "shared" / "data" / "brokercheck" / "detail"
SERVE = "import sys; from finpro.config.main import main; main(sys.argv[1:])"
READY_WITHIN = 60.0


@dataclass(frozen=True)
class Site:
    """A running site. `url` has no slash at the end; `real` says whether a masked real record is there; `google` is
    where the server listens that stands in for Google."""

    url: str
    home: Path
    log: Path
    real: bool
    google: str
    environment: dict[str, str] = field(repr=False)

    def run(self, module: str, *arguments: str) -> None:
        """Run a program of the tests in the environment of the site."""
        _run(self.environment, "-m", module, *arguments)

    def finpro(self, *arguments: str) -> None:
        """Run a command of the command line in the environment of the site."""
        _run(self.environment, "-c", SERVE, *arguments)

    def record_name(self, persona: personas.Persona) -> str:
        """First and last name, on the record, of whom an unproven persona was found to be."""
        return (self.home / f"unproven-{persona.unproven}").read_text(encoding="utf-8")

    def status(self, path: str) -> int:
        """The status of an address, asked without a browser."""
        host = self.url.removeprefix("http://")
        connection = http.client.HTTPConnection(host, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        finally:
            connection.close()


@contextmanager
def running(owner_url: str, app_url: str, folder: Path) -> Iterator[Site]:
    """A site with its world, on a new database of the server that the URLs name. `folder` is empty and ours."""
    name = f"browser_finpro_{os.getpid()}"
    with psycopg.connect(owner_url, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        with _serving(make_conninfo(owner_url, dbname=name), make_conninfo(app_url, dbname=name), folder) as site:
            yield site
    finally:
        with psycopg.connect(owner_url, autocommit=True) as admin:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def _serving(owner_url: str, app_url: str, folder: Path) -> Iterator[Site]:
    port, google = _free_port(), _free_port()
    environment = os.environ | {
        "DATABASE_URL": app_url,
        "DATABASE_OWNER_URL": owner_url,
        "FINPRO_HOME": str(folder),
        "FINPRO_DEMO": "1",
        "FINPRO_HOST": "127.0.0.1",
        "FINPRO_BASE_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port),
        "FINPRO_GOOGLE_URL": f"http://localhost:{google}",
        "PYTHONPATH": str(ROOT),
    }
    log = folder / "site.log"
    folders = [folder / "captures"]
    captures.write(folders[0])
    real = next(REAL_RECORDS.glob(f"*_{personas.REAL}.json"), None) if REAL_RECORDS.is_dir() else None
    if real:
        folders.append(folder / "real")
        folders[1].mkdir()
        shutil.copy(real, folders[1])
    _run(environment, "-c", SERVE, "migrate")
    _run(environment, "-m", "tests.browser.world", *map(str, folders))
    started: list[subprocess.Popen[bytes]] = []
    try:
        with log.open("ab") as lines:
            serving = [
                ["-c", SERVE, "web"],
                ["-c", SERVE, "worker"],
                ["-m", "finpro.config.google_sandbox", str(google)],
            ]
            for command in serving:
                started.append(
                    subprocess.Popen(
                        [sys.executable, *command],
                        cwd=ROOT,
                        env=environment,
                        stdin=subprocess.DEVNULL,
                        stdout=lines,
                        stderr=lines,
                        start_new_session=True,
                    )
                )
        url = f"http://127.0.0.1:{port}"
        _wait(url, started, log)
        yield Site(url, folder, log, bool(real), f"http://localhost:{google}", environment)
    finally:
        for process in started:
            process.terminate()
        for process in started:
            _ended(process)


def _run(environment: dict[str, str], *command: str) -> None:
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, f"{command}: {done.stderr[-2000:]}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str, started: list[subprocess.Popen[bytes]], log: Path) -> None:
    limit = time.monotonic() + READY_WITHIN
    while time.monotonic() < limit:
        assert all(process.poll() is None for process in started), log.read_text()[-2000:]
        with suppress(OSError):
            if urlopen(f"{url}/readyz", timeout=5).status == 200:
                return
        time.sleep(0.1)
    raise AssertionError(f"not ready: {log.read_text()[-2000:]}")


def _ended(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
