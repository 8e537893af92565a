"""Web servers for measuring: ours and the bare one, started alike; what they cost in memory and in starting."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from finpro.config import env, supervisor

ROOT = Path(__file__).resolve().parents[1]
READY_WITHIN = 30.0
OURS = "finpro.config.wsgi:application"
PLAIN = "bench.plain.wsgi:application"
COMMAND = (sys.executable, "-c", "import sys; from finpro.config.main import main; main(['web'])")


@dataclass(frozen=True)
class Server:
    """A running server, and how many seconds passed from its start to its first answer."""

    port: int
    pid: int
    cold: float

    def pss(self) -> list[float]:
        """Memory of each worker in MB, shared pages divided among those who share them."""
        return [_pss(pid) for pid in _children(self.pid)]


def free_port() -> int:
    """A port that nobody has at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def granian(application: str, port: int) -> tuple[str, ...]:
    """The very command of `finpro web`, for this application."""
    command = supervisor.programs(replace(env.read(), port=port))[0].command
    return tuple(application if part == OURS else part for part in command)


def _as_in_use() -> dict[str, str]:
    """Our environment, in which Python keeps what it has compiled, whatever it is told on this machine."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@contextmanager
def serving(command: tuple[str, ...], port: int, asked: str) -> Iterator[Server]:
    """The server while the block runs. `asked` is the address whose first answer ends the start."""
    began = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own command
        command,
        cwd=ROOT,
        env=_as_in_use() | {"PORT": str(port), "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while not _answers(port, asked):
            if process.poll() is not None or time.perf_counter() - began > READY_WITHIN:
                raise RuntimeError("The web server did not start; its own message stands above.")
            time.sleep(0.005)
        yield Server(port, process.pid, time.perf_counter() - began)
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    with suppress(OSError, http.client.HTTPException):
        connection.request("GET", path, headers={"Host": "localhost"})
        status = connection.getresponse().status
        if status >= 500:
            raise RuntimeError(f"{path} answered {status} after the start.")
        return True
    return False


def _children(pid: int) -> list[int]:
    found = [
        int(name) for task in Path(f"/proc/{pid}/task").iterdir() for name in (task / "children").read_text().split()
    ]
    workers = [child for child in found if "resource_tracker" not in Path(f"/proc/{child}/cmdline").read_text()]
    return workers or [pid]


def _pss(pid: int) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("This system does not tell the memory of a process.")
