"""A small load generator: keep-alive connections in threads, answers checked, nothing but loopback."""

import socket
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import repeat
from random import Random

# Which of the server's workers a connection falls to is chance: so many that each worker has its share of them.
CONNECTIONS, PATIENT = 16, 64


@dataclass(frozen=True)
class Target:
    """A page of a server on this machine, with the cookie of who is signed in.

    `sending`: what a connection, told its number, sends instead, one request after the other.
    """

    name: str
    port: int
    path: str
    cookie: str
    sending: Callable[[int], Iterator[bytes]] | None = None

    @property
    def request(self) -> bytes:
        """The whole request."""
        return (
            f"GET {self.path} HTTP/1.1\r\nHost: localhost:{self.port}\r\nCookie: session={self.cookie}\r\n"
            "Accept: text/html\r\n\r\n"
        ).encode()


class Line:
    """One connection."""

    def __init__(self, target: Target, number: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", target.port), timeout=30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._requests = target.sending(number) if target.sending else repeat(target.request)

    def ask(self) -> int:
        """Ask and read the whole answer; its size. Raises RuntimeError for any status but 200."""
        self._socket.sendall(next(self._requests))
        data = self._socket.recv(65536)
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self._more()
        head = data[:end].lower()
        if not head.startswith(b"http/1.1 200"):
            raise RuntimeError(f"A page answered {head[:60]!r}.")
        length = int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
        have = len(data) - end - 4
        while have < length:
            have += len(self._more())
        return length

    def _more(self) -> bytes:
        block = self._socket.recv(65536)
        if not block:
            raise RuntimeError("The server closed the connection.")
        return block

    def close(self) -> None:
        """Hang up."""
        self._socket.close()


@contextmanager
def _lines(target: Target, count: int) -> Iterator[list[Line]]:
    lines = [Line(target, number) for number in range(count)]
    try:
        yield lines
    finally:
        for line in lines:
            line.close()


def throughput(target: Target, seconds: float) -> float:
    """Answers in a second when every connection asks again at once."""
    counts = [0] * CONNECTIONS
    until = time.perf_counter() + seconds

    def drive(number: int, line: Line) -> None:
        while time.perf_counter() < until:
            line.ask()
            counts[number] += 1

    with _lines(target, CONNECTIONS) as lines:
        began = time.perf_counter()
        _together([(drive, number, line) for number, line in enumerate(lines)])
        return sum(counts) / (time.perf_counter() - began)


def latencies(target: Target, rate: float, seconds: float, seed: int) -> list[float]:
    """Seconds from when each request was due to the end of its answer, due at random moments, `rate` in a second.

    A request that waits for a free connection has waited: its time runs from when it was due.
    """
    rng = Random(seed)  # noqa: S311 - moments of requests, no secret
    due, moment = [], 0.0
    while (moment := moment + rng.expovariate(rate)) < seconds:
        due.append(moment)
    waiting = iter(due)
    lock = threading.Lock()
    found: list[float] = []
    began = time.perf_counter() + 0.05

    def drive(line: Line) -> None:
        while True:
            with lock:
                moment = next(waiting, None)
            if moment is None:
                return
            time.sleep(max(0.0, began + moment - time.perf_counter()))
            line.ask()
            found.append(time.perf_counter() - began - moment)

    with _lines(target, PATIENT) as lines:
        _together([(drive, line) for line in lines])
    return found


def percentile(values: list[float], share: float) -> float:
    """The value below which this share of them lies."""
    return statistics.quantiles(values, n=1000, method="inclusive")[round(share * 1000) - 1]


def _together(calls: list[tuple]) -> None:
    """Run each in a thread of its own and wait for all; the first error is raised."""
    errors: list[BaseException] = []

    def guarded(call: tuple) -> None:
        try:
            call[0](*call[1:])
        except (OSError, RuntimeError, ValueError) as error:
            errors.append(error)

    threads = [threading.Thread(target=guarded, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
