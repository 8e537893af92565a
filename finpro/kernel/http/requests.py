"""One id and one log line for each request; what is counted for /metrics."""

import re
import time
from collections.abc import Callable

import structlog
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse, HttpResponseBase

from finpro.kernel import ids, trace
from finpro.kernel.actor import ANONYMOUS
from finpro.kernel.http import meters
from finpro.kernel.http.access import Request
from finpro.kernel.http.errors import TooLarge, respond

log = structlog.get_logger("finpro.request")

_WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
# Asked every few seconds by machines: worth a line only when something is wrong.
_QUIET = frozenset({"healthz", "readyz", "metrics", "static"})


class RequestIdMiddleware:
    """Outermost: takes a well-formed X-Request-ID or makes one, answers with it, and logs one line.

    The line holds the route's pattern, never the path or the query: an address may say whose record is read.
    """

    def __init__(self, get_response: Callable[[Request], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        started = time.perf_counter()
        given = request.headers.get("X-Request-ID", "")
        request.id = given if _WELL_FORMED.fullmatch(given) else ids.reference(12)
        request.actor = ANONYMOUS
        request.sights = []
        request.sides = ()
        request.ends = request.ended_for = None
        with trace.following(request.id):
            response = self.get_response(request)
            response["X-Request-ID"] = request.id
            _note(request, response, time.perf_counter() - started)
        return response


class SizeMiddleware:
    """Refuses what is larger than any form takes, by the length that is announced, before a byte of it is read.

    So it does with a path that holds a NUL: no page has one. What is asked behind it, each page reads for itself.
    """

    def __init__(self, get_response: Callable[[Request], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            return respond(request, TooLarge())
        if "\x00" in request.path:
            return respond(request, SuspiciousOperation())
        return self.get_response(request)


def _note(request: Request, response: HttpResponseBase, seconds: float) -> None:
    match = request.resolver_match
    # WhiteNoise answers for files before any route is looked up.
    name = match.view_name or match.route if match else "static" if response.streaming else "none"
    method = request.method if request.method in meters.METHODS else "OTHER"
    meters.count(name, method, response.status_code, seconds)
    note = log.error if response.status_code >= 500 else log.debug if name.rpartition(":")[2] in _QUIET else log.info
    note(
        "request",
        method=method,
        route=match.route if match else name,
        status=response.status_code,
        ms=round(seconds * 1000, 1),
        bytes=len(response.content) if isinstance(response, HttpResponse) else None,
        actor=request.actor.label,
        hat=request.actor.hat.value,
    )
