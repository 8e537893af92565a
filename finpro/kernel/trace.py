"""Which request, job or command is at work: joined to every log line and to audit events."""

from collections.abc import Iterator
from contextlib import contextmanager

from structlog import contextvars


@contextmanager
def following(identity: str) -> Iterator[None]:
    """Everything logged and recorded inside the block carries this id."""
    with contextvars.bound_contextvars(request_id=identity):
        yield


def current() -> str:
    """The id of the request, job or command at work, or an empty text."""
    return str(contextvars.get_contextvars().get("request_id", ""))
