"""What machines ask: is the process there, can it work, and what has it counted."""

import hmac
from functools import cache

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from finpro.kernel import errors, health
from finpro.kernel.http import Request, outside_transaction, public
from finpro.portals.public import metrics as measured

_LOOPBACK = {"127.0.0.1", "::1", ""}


@public
@outside_transaction("asks no database")
@never_cache
@require_safe
def healthz(request: Request) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@public
@outside_transaction("says itself when the database is away")
@never_cache
@require_safe
def readyz(request: Request) -> HttpResponse:
    """The process can work: the database answers and has every migration. 503 says what is missing."""
    try:
        health.ask_database()
        ready = _migrated()
    except (OperationalError, InterfaceError):
        return JsonResponse({"ready": False, "missing": "database"}, status=503)
    if not ready:
        return JsonResponse({"ready": False, "missing": "migrations"}, status=503)
    return JsonResponse({"ready": True})


class _Lacking(Exception):
    """Not remembered by the cache: migrations may be applied while the process runs."""


@cache
def _all_migrated() -> bool:
    if health.lacking_migrations():
        raise _Lacking
    return True


def _migrated() -> bool:
    try:
        return _all_migrated()
    except _Lacking:
        return False


@public
@outside_transaction("answers with what it has when the database is away")
@never_cache
@require_safe
def metrics(request: Request) -> HttpResponse:
    """Counters for Prometheus: to who holds the token, or without a token to this machine alone."""
    if not _may_measure(request):
        raise errors.Forbidden("The counters of this site are not public.")
    return HttpResponse(measured.exposition(), content_type=measured.CONTENT_TYPE)


def _may_measure(request: Request) -> bool:
    token = settings.FINPRO["metrics_token"]
    if token:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
    # Behind a proxy on this machine everybody comes from loopback; then only the token tells.
    relayed = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return request.META.get("REMOTE_ADDR", "") in _LOOPBACK and not relayed
