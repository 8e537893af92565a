"""A view of a safe method changes nothing: it runs in a read-only transaction (house.md law 11)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.http import HttpResponseBase

from finpro.kernel.http.access import Request

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class TransactionMiddleware:
    """Innermost: opens the transaction once the view is known, closes it before the session is saved.

    Journeys open the transactions of other methods. A view marked `outside_transaction` gets none: few, listed, tested.
    """

    def __init__(self, get_response: Callable[[Request], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        request.reading = None
        try:
            return self.get_response(request)
        finally:
            _close(request)

    def process_view(self, request: Request, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any) -> None:
        """Open the read-only transaction for this view."""
        if request.method in SAFE and not hasattr(view, "outside_transaction"):
            reading = read_only()
            reading.__enter__()
            # Known only once it is open: what failed to open is not closed.
            request.reading = reading


def _close(request: Request) -> None:
    if request.reading is not None:
        request.reading.__exit__(None, None, None)


@contextmanager
def read_only() -> Iterator[None]:
    """A transaction in which the database refuses every write. It needs no query of its own when it is the outermost.

    Inside another transaction (tests) it is a savepoint, and the outer one may write again afterwards.
    """
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    if connection.in_atomic_block:
        with _read_only_savepoint():
            yield
        return
    driver = connection.connection
    driver.read_only = True
    try:
        with transaction.atomic():
            yield
    finally:
        if not driver.closed:
            driver.read_only = None


@contextmanager
def _read_only_savepoint() -> Iterator[None]:
    """PostgreSQL restores the outer transaction's mode when a savepoint ends. Sent past Django, so not counted."""
    driver, broken = connection.connection, connection.needs_rollback
    driver.execute("SAVEPOINT reading", prepare=False)
    driver.execute("SET TRANSACTION READ ONLY", prepare=False)
    try:
        yield
    finally:
        driver.execute("ROLLBACK TO SAVEPOINT reading", prepare=False)
        driver.execute("RELEASE SAVEPOINT reading", prepare=False)
        connection.needs_rollback = broken
