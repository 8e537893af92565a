"""The web's side of the kernel: what a view declares, and the middleware around every view."""

from finpro.kernel.http.access import (
    Access,
    Ends,
    Request,
    Side,
    Sight,
    access_of,
    outside_transaction,
    public,
    requires,
    unheld,
)
from finpro.kernel.http.errors import (
    ErrorMiddleware,
    TooLarge,
    TooMany,
    Unavailable,
    bad_request,
    csrf_failure,
    page_not_found,
    permission_denied,
    respond,
    server_error,
)
from finpro.kernel.http.requests import RequestIdMiddleware, SizeMiddleware
from finpro.kernel.http.transactions import TransactionMiddleware

__all__ = [
    "Access",
    "Ends",
    "ErrorMiddleware",
    "Request",
    "RequestIdMiddleware",
    "Side",
    "Sight",
    "SizeMiddleware",
    "TooLarge",
    "TooMany",
    "TransactionMiddleware",
    "Unavailable",
    "access_of",
    "bad_request",
    "csrf_failure",
    "outside_transaction",
    "page_not_found",
    "permission_denied",
    "public",
    "requires",
    "respond",
    "server_error",
    "unheld",
]
