"""The supervisor starts children, waits for /readyz, announces, restarts, and stops all of them and nothing else."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from finpro.config import supervisor
from finpro.config.env import Env
from finpro.config.supervisor import Program, SupervisorError

READY = """
import http.server, os, pathlib, sys
pathlib.Path(sys.argv[2]).write_text(str(os.getpid()))
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        pathlib.Path(sys.argv[2] + ".host").write_text(self.headers["Host"])
        self.send_response(int(sys.argv[3]) if self.path == "/readyz" else 404)
        self.end_headers()
    def log_message(self, *args): pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Answer).serve_forever()
"""
IDLE = """
import os, pathlib, signal, sys
with open(sys.argv[1], "a") as file: file.write(f"{os.getpid()}\\n")
signal.pause()
"""
WITH_GRANDCHILD = """
import os, pathlib, signal, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
pathlib.Path(sys.argv[1]).write_text(str(child.pid))
signal.pause()
"""
STUBBORN = """
import pathlib, os, signal, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path(sys.argv[1]).write_text(str(os.getpid()))
while True: signal.pause()
"""


def python(name: str, source: str, *arguments: object) -> Program:
    return Program(name, (sys.executable, "-c", source, *map(str, arguments)))


def until(true: Callable[[], object], what: str, seconds: float = 20.0) -> None:
    limit = time.monotonic() + seconds
    pause = threading.Event()
    while not true():
        assert time.monotonic() < limit, f"{what} did not come within {seconds} seconds"
        pause.wait(0.02)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def read_pid(path: Path) -> int:
    until(lambda: path.exists() and path.read_text().strip(), f"{path.name}")
    return int(path.read_text().split()[-1])


@pytest.fixture
def env() -> Env:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return Env(port=probe.getsockname()[1])


@pytest.fixture
def when_ready() -> Iterator[Callable[[Callable[[], None]], Callable[[str], list[str]]]]:
    """Give `announce` that does something in a thread, as a person at another terminal would."""
    threads: list[threading.Thread] = []

    def make(act: Callable[[], None]) -> Callable[[str], list[str]]:
        def announce(address: str) -> list[str]:
            threads.append(threading.Thread(target=act))
            threads[-1].start()
            return [f"Open {address}"]

        return announce

    yield make
    for thread in threads:
        thread.join(timeout=30)


def interrupt(number: signal.Signals = signal.SIGINT) -> None:
    os.kill(os.getpid(), number)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_announces_once_ready_and_stops_all_it_started_and_nothing_else(
    env: Env, tmp_path: Path, when_ready: Callable[..., Callable[[str], list[str]]], number: signal.Signals
) -> None:
    bystander = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
    lines: list[str] = []
    try:
        code = supervisor.run(
            env,
            announce=when_ready(lambda: interrupt(number)),
            children=[
                python("web server", READY, env.port, tmp_path / "web", 200),
                python("worker", IDLE, tmp_path / "w"),
            ],
            say=lines.append,
        )
        assert code == 0
        assert lines == [f"Open http://localhost:{env.port}"]
        assert not alive(read_pid(tmp_path / "web"))
        assert bystander.poll() is None
        assert (tmp_path / "web.host").read_text() == "localhost"
    finally:
        bystander.kill()
        bystander.wait()


def test_signal_handlers_are_put_back(
    env: Env, tmp_path: Path, when_ready: Callable[..., Callable[[str], list[str]]]
) -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
    web = python("web server", READY, env.port, tmp_path / "web", 200)
    supervisor.run(env, announce=when_ready(interrupt), children=[web], say=lambda _: None)
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)] == before


def test_a_child_that_falls_while_starting_stops_the_rest_and_is_named(env: Env, tmp_path: Path) -> None:
    children = [python("worker", IDLE, tmp_path / "w"), python("web server", "raise SystemExit(3)")]
    with pytest.raises(
        SupervisorError, match=r"The web server ended while starting \(exit code 3\)\. .*untouched"
    ) as told:
        supervisor.run(env, announce=lambda _: [], children=children, say=lambda _: None)
    assert "\n" not in str(told.value)
    written = tmp_path / "w"
    assert not written.exists() or not alive(int(written.read_text()))


def test_a_child_that_fell_is_started_again_and_said(
    env: Env, tmp_path: Path, when_ready: Callable[..., Callable[[str], list[str]]]
) -> None:
    pids, lines = tmp_path / "w", []

    def act() -> None:
        os.kill(read_pid(pids), signal.SIGKILL)
        until(lambda: len(pids.read_text().split()) == 2, "second worker")
        interrupt()

    web = python("web server", READY, env.port, tmp_path / "web", 200)
    code = supervisor.run(env, announce=when_ready(act), children=[web, python("worker", IDLE, pids)], say=lines.append)
    assert code == 0
    assert lines[1] == "The worker ended unexpectedly (signal SIGKILL); it is started again in 0.5 seconds."
    assert not any(alive(int(pid)) for pid in pids.read_text().split())


def test_what_else_the_site_stands_on_is_tended_and_said(
    env: Env, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when_ready: Callable[..., Callable[[str], list[str]]]
) -> None:
    monkeypatch.setattr(supervisor, "TEND_EVERY", 0.0)
    lines: list[str] = []
    told = iter(["", "It fell and was started again.", ""])

    def act() -> None:
        until(lambda: len(lines) == 2, "the sentence")
        interrupt()

    web = python("web server", READY, env.port, tmp_path / "web", 200)
    tend = lambda: next(told, "")  # noqa: E731 - an iterator is the whole of it
    assert supervisor.run(env, announce=when_ready(act), children=[web], say=lines.append, tend=tend) == 0
    assert lines[1:] == ["It fell and was started again."]


def test_a_child_that_never_lasts_is_given_up(env: Env, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "PATIENCE", 1)
    web = python("web server", READY, env.port, tmp_path / "web", 200)
    flag = tmp_path / "flag"
    worker = python(
        "worker", "import pathlib, sys\nwhile not pathlib.Path(sys.argv[1]).exists(): pass\nsys.exit(9)", flag
    )
    lines: list[str] = []

    def announce(_: str) -> list[str]:
        flag.touch()
        return []

    with pytest.raises(SupervisorError, match=r"The worker fell 2 times in a row \(exit code 9\)"):
        supervisor.run(env, announce=announce, children=[web, worker], say=lines.append)
    assert len(lines) == 1
    assert not alive(read_pid(tmp_path / "web"))


def test_a_killed_child_leaves_no_grandchild(
    env: Env, tmp_path: Path, when_ready: Callable[..., Callable[[str], list[str]]]
) -> None:
    grandchild = tmp_path / "grandchild"

    def act() -> None:
        read_pid(grandchild)
        interrupt()

    web = python("web server", READY, env.port, tmp_path / "web", 200)
    supervisor.run(
        env,
        announce=when_ready(act),
        children=[web, python("worker", WITH_GRANDCHILD, grandchild)],
        say=lambda _: None,
    )
    pid = read_pid(grandchild)
    until(lambda: not alive(pid), "end of the grandchild")


def test_asked_twice_it_ends_a_stubborn_child_at_once(
    env: Env, tmp_path: Path, when_ready: Callable[..., Callable[[str], list[str]]]
) -> None:
    stubborn = tmp_path / "stubborn"

    def act() -> None:
        read_pid(stubborn)
        interrupt()
        until(lambda: not alive(read_pid(tmp_path / "web")), "end of the web server")
        interrupt()

    web = python("web server", READY, env.port, tmp_path / "web", 200)
    begun = time.monotonic()
    children = [web, python("worker", STUBBORN, stubborn)]
    assert supervisor.run(env, announce=when_ready(act), children=children, say=lambda _: None) == 0
    assert time.monotonic() - begun < supervisor.STOP_WITHIN
    assert not alive(read_pid(stubborn))


def test_a_stubborn_child_is_ended_when_the_time_is_up(
    env: Env, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when_ready: Callable[..., Callable[[str], list[str]]]
) -> None:
    monkeypatch.setattr(supervisor, "STOP_WITHIN", 0.3)
    stubborn = tmp_path / "stubborn"

    def act() -> None:
        read_pid(stubborn)
        interrupt()

    web = python("web server", READY, env.port, tmp_path / "web", 200)
    children = [web, python("worker", STUBBORN, stubborn)]
    assert supervisor.run(env, announce=when_ready(act), children=children, say=lambda _: None) == 0
    assert not alive(read_pid(stubborn))


def test_never_ready_is_said_with_the_status(env: Env, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "READY_WITHIN", 2.0)
    web = python("web server", READY, env.port, tmp_path / "web", 503)
    with pytest.raises(SupervisorError, match=r"not ready within 2 seconds \(/readyz answered 503\)"):
        supervisor.run(env, announce=lambda _: [], children=[web], say=lambda _: None)
    assert not alive(read_pid(tmp_path / "web"))


def test_a_command_that_is_not_there_is_said(env: Env) -> None:
    with pytest.raises(SupervisorError, match=r"The worker could not be started \(No such file or directory\)"):
        supervisor.run(env, announce=lambda _: [], children=[Program("worker", ("/nonexistent/program",))])


def test_children_see_the_environment_they_are_given(
    env: Env, tmp_path: Path, when_ready: Callable[..., Callable[[str], list[str]]]
) -> None:
    told = tmp_path / "told"
    source = "import os, pathlib, signal, sys; pathlib.Path(sys.argv[1]).write_text(os.environ['ONLY']); signal.pause()"

    def act() -> None:
        until(lambda: told.exists() and told.read_text(), "the worker's word")
        interrupt()

    web = python("web server", READY, env.port, tmp_path / "web", 200)
    children = [web, python("worker", source, told)]
    environment = {"ONLY": "this", "PATH": os.environ["PATH"]}
    supervisor.run(env, announce=when_ready(act), children=children, environment=environment, say=lambda _: None)
    assert told.read_text() == "this"


def test_a_killed_supervisor_leaves_no_children(env: Env, tmp_path: Path) -> None:
    web = python("web server", READY, env.port, tmp_path / "web", 200)
    source = f"""
from finpro.config import supervisor
from finpro.config.env import Env
children = [supervisor.Program("web server", {web.command!r})]
supervisor.run(Env(port={env.port}), announce=lambda a: ["ready"], children=children)
"""
    process = subprocess.Popen([sys.executable, "-c", source], stdout=subprocess.PIPE)
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == b"ready\n"
        process.kill()
        process.wait()
    pid = read_pid(tmp_path / "web")
    until(lambda: not alive(pid), "end of the orphan")


def test_taken_port_is_one_sentence_with_a_way_out(env: Env, tmp_path: Path) -> None:
    started = tmp_path / "started"
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", env.port))
        holder.listen(1)
        with pytest.raises(SupervisorError) as told:
            supervisor.run(env, announce=lambda _: [], children=[python("worker", IDLE, started)])
    assert str(told.value) == (
        f"Port {env.port} is taken by another program. Nothing was started. "
        f"Stop that program, or choose another port: make run PORT={env.port + 1}"
    )
    assert not started.exists()


def test_a_port_just_left_is_free_again(env: Env) -> None:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("127.0.0.1", env.port))
        server.listen(1)
        with socket.create_connection(("127.0.0.1", env.port)), server.accept()[0] as accepted:
            accepted.shutdown(socket.SHUT_RDWR)
    supervisor.require_port("127.0.0.1", env.port)


def test_an_address_of_another_machine_and_an_impossible_port_are_said() -> None:
    with pytest.raises(SupervisorError, match=r"no address 192\.0\.2\.1"):
        supervisor.require_port("192.0.2.1", 8000)
    with pytest.raises(SupervisorError, match="no port 70000"):
        supervisor.require_port("127.0.0.1", 70000)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_interruptible_turns_signals_into_ctrl_c(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with pytest.raises(KeyboardInterrupt), supervisor.interruptible():
        signal.raise_signal(number)
    assert signal.getsignal(number) == before


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, "http://localhost:8000"),
        ({"host": "0.0.0.0", "port": 81}, "http://localhost:81"),
        ({"host": "10.1.2.3"}, "http://10.1.2.3:8000"),
        ({"host": "fd00::1"}, "http://[fd00::1]:8000"),
        ({"base_url": "https://finpro.example/"}, "https://finpro.example"),
    ],
)
def test_address(values: dict[str, object], expected: str) -> None:
    assert Env(**values).address() == expected


def test_the_web_server_writes_no_access_log_and_heals_itself() -> None:
    web, worker = supervisor.programs(Env(web_workers=3, port=8123))
    command = " ".join(web.command)
    for part in ("--no-access-log", "--respawn-failed-workers", "--blocking-threads 1", "--workers 3", "--port 8123"):
        assert part in command
    assert worker.command[-1] == "worker"
