"""Web and worker as one command: started, watched, announced, and stopped together.

A child that falls after it has worked for a while is started again, later each time: a site that runs on a laptop or
without a service manager should not stay down because the system's memory ran out once. One that falls while starting,
or again and again, stops everything with a sentence and exit code 1: then only a person, or the service manager that
started us, can help.
"""

import ctypes
import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import FrameType

from finpro.config.env import Env

READY_WITHIN = 60.0  # seconds until /readyz must have answered 200
STOP_WITHIN = 20.0  # seconds for children to finish requests and jobs
LASTING = 10.0  # seconds after which a fall is no longer one of starting
PATIENCE = 3  # falls in a row of children that did not last
TICK = 0.1
TEND_EVERY = 1.0  # seconds
# Connections a worker accepts before the rest wait in the kernel's queue.
BACKPRESSURE = 256
_PR_SET_PDEATHSIG = 1


class SupervisorError(Exception):
    """The site cannot run. The message says what happened, what is safe and what to do."""


@dataclass(frozen=True)
class Program:
    """A child: how sentences call it, and its command."""

    name: str
    command: tuple[str, ...]


@dataclass
class _Child:
    program: Program
    process: subprocess.Popen[bytes]
    born: float
    falls: int = 0


class _Asked:
    """How often we were asked to stop; a second time means at once."""

    def __init__(self) -> None:
        self.times = 0
        self._event = threading.Event()

    def __call__(self, _number: int, _frame: FrameType | None) -> None:
        self.times += 1
        self._event.set()

    def __bool__(self) -> bool:
        return self.times > 0

    def wait(self, seconds: float) -> bool:
        """Wait that long, or until asked; say whether asked."""
        return self._event.wait(seconds)


def programs(env: Env) -> tuple[Program, ...]:
    """Web server and worker. No access log: addresses may say whose record is read."""
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws"]
    web += ["--host", env.host, "--port", str(env.port), "--workers", str(env.web_workers)]
    # One thread a worker, so one database connection a worker; dead workers come back without a restart of the rest.
    web += ["--blocking-threads", "1", "--backpressure", str(BACKPRESSURE)]
    web += ["--respawn-failed-workers", "--workers-kill-timeout", "15"]
    web += ["--no-access-log", "--log-level", "warning", "finpro.config.wsgi:application"]
    worker = [sys.executable, "-m", "finpro.config.main", "worker"]
    return Program("web server", tuple(web)), Program("worker", tuple(worker))


def require_port(host: str, port: int) -> None:
    """Make sure that the port can be had. Raises SupervisorError that says why not and what to do."""
    if not 1 <= port <= 65535:
        raise SupervisorError(
            f"There is no port {port}. Nothing was started. Choose one from 1024 to 65535: make run PORT=8000"
        )
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
            probe.listen(1)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            why = f"Port {port} is taken by another program. Nothing was started. "
            why += f"Stop that program, or choose another port: make run PORT={port + 1 if port < 65535 else 8000}"
        elif error.errno == errno.EACCES:
            why = f"Port {port} is reserved for the system's administrator. Nothing was started. "
            why += "Choose a port from 1024 to 65535: make run PORT=8000"
        else:
            why = f"This machine has no address {host}. Nothing was started. "
            why += "Set FINPRO_HOST to one of its addresses; 127.0.0.1 always works."
        raise SupervisorError(why) from None


@contextmanager
def interruptible() -> Iterator[None]:
    """Let SIGTERM and a closed terminal end the block as Ctrl-C does (KeyboardInterrupt), so that what it started is
    stopped: use it around everything before and after `run`."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    with _handling(interrupt, signal.SIGTERM, signal.SIGHUP):
        yield


def run(
    env: Env,
    *,
    announce: Callable[[str], Iterable[str]],
    environment: Mapping[str, str] | None = None,
    children: Sequence[Program] | None = None,
    say: Callable[[str], None] | None = None,
    tend: Callable[[], str] | None = None,
) -> int:
    """Run web and worker until asked to stop by Ctrl-C, SIGTERM or SIGHUP; return 0 then.

    `announce(address)` gives the lines to print once `/readyz` answers, `environment` what the children see (ours when
    absent), `say` prints a line, `tend` looks after what else the site stands on and answers what there is to say about
    it, or "". Everything started is stopped whatever happens, and nothing else. Raises
    SupervisorError for a taken port, a child that falls while starting or too often, and a site that is never ready.
    """
    say = say or _print
    require_port(env.host, env.port)
    asked = _Asked()
    running: list[_Child] = []
    with _handling(asked, signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        try:
            for program in children or programs(env):
                running.append(_start(program, environment))
            if _wait_until_ready(env, running, asked):
                for line in announce(env.address()):
                    say(line)
            due = time.monotonic()
            while not asked.wait(TICK):
                _look_after(running, asked, environment, say)
                if tend and time.monotonic() >= due:
                    if told := tend():
                        say(told)
                    due = time.monotonic() + TEND_EVERY
        finally:
            _stop(running, asked)
    return 0


def _print(line: str) -> None:
    print(line, flush=True)


@contextmanager
def _handling(handler: Callable[[int, FrameType | None], None], *numbers: signal.Signals) -> Iterator[None]:
    before = {number: signal.signal(number, handler) for number in numbers}
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)


def _start(program: Program, environment: Mapping[str, str] | None) -> _Child:
    """Start a child in a process group of its own: Ctrl-C reaches only us, and we pass it on in order."""
    try:
        process = subprocess.Popen(  # noqa: S603 - the command is ours
            program.command,
            stdin=subprocess.DEVNULL,
            env=None if environment is None else dict(environment),
            process_group=0,
            # So that not even our own kill -9 leaves a web server behind that holds the port.
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - we have one thread
        )
    except OSError as error:
        raise SupervisorError(
            f"The {program.name} could not be started ({error.strerror}). What was stored is untouched. "
            "Run make again to complete the environment."
        ) from None
    return _Child(program, process, time.monotonic())


_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def _die_with_parent() -> None:
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _wait_until_ready(env: Env, running: list[_Child], asked: _Asked) -> bool:
    """Wait for /readyz; False when asked to stop meanwhile."""
    limit = time.monotonic() + READY_WITHIN
    answer, pause = "nothing", TICK
    while not asked:
        for child in running:
            if _ended(child):
                _end(child)
                raise SupervisorError(
                    f"The {child.program.name} ended while starting ({_how(child)}). What was stored is untouched and "
                    "everything else was stopped. Its own message stands above; mend that and start again."
                )
        answer = _ask(env)
        if answer == "200":
            return True
        if time.monotonic() > limit:
            raise SupervisorError(
                f"The site was not ready within {READY_WITHIN:.0f} seconds (/readyz answered {answer}). What was "
                "stored is untouched and everything was stopped. Run finpro doctor to see what is missing."
            )
        # A site that answers "not yet" logs each question: ask it less and less often.
        pause = min(pause * 2, 1.0) if answer != "nothing" else TICK
        asked.wait(pause)
    return False


def _ask(env: Env) -> str:
    """The status of /readyz as text, or `nothing`. The host name is one that the site serves."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
    names = [name.strip().lstrip(".") for name in env.allowed_hosts.split(",")]
    name = next((name for name in names if name and name != "*"), "localhost")
    connection = http.client.HTTPConnection(everywhere.get(env.host, env.host), env.port, timeout=5)
    try:
        connection.request("GET", "/readyz", headers={"Host": name})
        return str(connection.getresponse().status)
    except (OSError, http.client.HTTPException):
        return "nothing"
    finally:
        connection.close()


def _look_after(
    running: list[_Child], asked: _Asked, environment: Mapping[str, str] | None, say: Callable[[str], None]
) -> None:
    """Start fallen children again, or give up on one that does not last."""
    for index, child in enumerate(running):
        if not _ended(child):
            continue
        _end(child)
        lasted = time.monotonic() - child.born >= LASTING
        falls = 1 if lasted else child.falls + 1
        if falls > PATIENCE:
            raise SupervisorError(
                f"The {child.program.name} fell {falls} times in a row ({_how(child)}). What was stored is untouched "
                "and everything else was stopped. Its own message stands above; mend that and start again."
            )
        pause = 0.5 * 2 ** (falls - 1)
        say(f"The {child.program.name} ended unexpectedly ({_how(child)}); it is started again in {pause:g} seconds.")
        if asked.wait(pause):
            return
        running[index] = _start(child.program, environment)
        running[index].falls = falls


def _how(child: _Child) -> str:
    code = child.process.wait()
    if code >= 0:
        return f"exit code {code}"
    with suppress(ValueError):
        return f"signal {signal.Signals(-code).name}"
    return f"signal {-code}"


def _stop(running: Sequence[_Child], asked: _Asked) -> None:
    """Ask every child to finish, wait, then end what is left of its process group. Asked twice: end it at once."""
    for child in running:
        if not _ended(child):
            with suppress(ProcessLookupError):
                os.kill(child.process.pid, signal.SIGTERM)
    limit = time.monotonic() + STOP_WITHIN
    while not all(_ended(child) for child in running):
        if asked.times > 1 or time.monotonic() > limit:
            break
        time.sleep(TICK / 2)
    for child in running:
        _end(child)


def _ended(child: _Child) -> bool:
    """Whether the child has ended. It is not buried yet, so that its number still means its process group."""
    if child.process.returncode is not None:
        return True
    if not hasattr(os, "waitid"):
        return child.process.poll() is not None
    return os.waitid(os.P_PID, child.process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _end(child: _Child) -> None:
    """End what is left of a child's process group: the workers of a web server that was killed would hold the port."""
    if child.process.returncode is not None:
        return
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.process.pid, signal.SIGKILL)
    child.process.wait()
