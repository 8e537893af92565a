"""A server on loopback that stands in for somebody else's: a function answers, what was asked is kept."""

import threading
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Asked:
    """A request as it came in. `headers` have lower-case names."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Answer:
    """What is sent back. `hang` waits until the server ends, as somebody who never answers; `length` is announced
    instead of the body's own.
    """

    status: int = 200
    body: bytes = b""
    kind: str = "application/json"
    hang: bool = False
    length: int | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Stub:
    """A running server: its address, what it was asked, and the function that answers (may be replaced)."""

    answer: Callable[[Asked], Answer]
    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)


@contextmanager
def serving(answer: Callable[[Asked], Answer], *, wrap: Callable[[ThreadingHTTPServer], None] = lambda _: None):
    """A stub on a free port of loopback for the length of the block; `wrap` may put TLS around its socket."""
    stub = Stub(answer)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers.get("Content-Length", 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.command, self.path, headers, self.rfile.read(size))
            stub.asked.append(asked)
            found = stub.answer(asked)
            if found.hang:
                stub.ended.wait(30)
                return
            self.send_response(found.status)
            self.send_header("Content-Type", found.kind)
            self.send_header("Content-Length", str(len(found.body) if found.length is None else found.length))
            for name, value in found.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(found.body)

        do_GET = do_POST  # noqa: N815 - http.server's name

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    wrap(server)
    stub.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield stub
    finally:
        stub.ended.set()
        server.shutdown()
        server.server_close()
        thread.join()


def nobody_there() -> str:
    """An address where nobody listens."""
    with serving(lambda _: Answer()) as stub:
        return stub.url
