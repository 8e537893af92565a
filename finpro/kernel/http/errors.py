"""The one place where errors become pages: what happened, what is safe, what to do next, and a reference number."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace

import structlog
from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.http.multipartparser import MultiPartParserError
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.utils.html import escape
from django.utils.module_loading import import_string
from jinja2 import TemplateError

from finpro.kernel import errors, ids
from finpro.kernel.http.access import Request

log = structlog.get_logger("finpro.error")

RETRY_AFTER = 30  # seconds that a browser is asked to wait while the database is away


class TooMany(Exception):
    """Too many tries in a short time. `wait` is seconds until the next may succeed."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"wait {wait} seconds")
        self.wait = wait


class TooLarge(Exception):
    """What was sent is larger than anything that this site takes."""


class Unavailable(Exception):
    """Planned maintenance (rule SUP-09). The message says until when."""


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """One error in words. `next` is what to do; `retry_after` is in seconds."""

    status: int
    title: str
    what: str
    safe: str
    next: str
    retry_after: int | None = None
    reference: str = ""


_BAD_REQUEST = ErrorPage(
    400,
    "This request could not be read",
    "What your browser sent is not something this site understands.",
    "Nothing was changed.",
    "Go back, reload the page and try again. If you typed the address, check it.",
)
_EXPIRED = ErrorPage(
    403,
    "This form is no longer valid",
    "The page was open too long, or your browser does not keep this site's cookies, so the form was not accepted.",
    "Nothing was changed.",
    "Go back, reload the page, check what you entered and send it again.",
)
_FORBIDDEN = ErrorPage(
    403,
    "You may not do this",
    "Your account does not have what this page asks for.",
    "Nothing was changed.",
    "If you need it for your work, ask whoever administers accounts at your firm, or the registry.",
)
_NOT_FOUND = ErrorPage(
    404,
    "Page not found",
    "There is nothing at this address, or nothing that your account may see.",
    "Nothing was changed.",
    "If you typed the address, check it. Otherwise start again from the first page.",
)
_NOT_SO = ErrorPage(
    405,
    "This address cannot be opened by itself",
    "It takes what a form sends, so it can be neither reloaded nor bookmarked.",
    "Nothing was changed.",
    "Go back to the page with the form and send it from there.",
)
_REFUSED = ErrorPage(
    409, "This cannot be done now", "", "Nothing was changed.", "Go back and look at the present state of the page."
)
_INVALID = ErrorPage(
    422, "There is a problem with what was sent", "", "Nothing was changed.", "Go back, correct it and send it again."
)
_TOO_LARGE = ErrorPage(
    413,
    "This is too large",
    "What your browser sent is larger than this site takes.",
    "Nothing was stored.",
    "Choose a smaller file: scan in black and white, or fewer pages.",
)
_TOO_MANY = ErrorPage(
    429,
    "Too many tries",
    "This was tried too often in a short time, so it is paused.",
    "Nothing was changed, and your account is not closed.",
    "",
)
_BROKEN = ErrorPage(
    500,
    "System Error",
    "Something unexpected happened while this page was made.",
    "What was stored before is safe. What you just sent may not have been stored.",
    "Check your internet connection, close and restart your browser, and sign in again. Before you send something a "
    "second time, look whether it is there. If it happens again, call support and give the reference number.",
)
_UNAVAILABLE = ErrorPage(
    503,
    "System Is Currently Unavailable",
    "The system cannot be used at the moment.",
    "What was stored before is safe. What you just sent was not stored.",
    "Try again later. If it lasts, restart your browser and look at the status page, then call support.",
    RETRY_AFTER,
)


def page_for(error: BaseException | None) -> ErrorPage:
    """The page for an error; what is not known is a bug and gets the page of status 500."""
    match error:
        case errors.NotFound():
            return replace(_NOT_FOUND, what=error.message or _NOT_FOUND.what)
        case errors.Forbidden():
            return replace(_FORBIDDEN, what=error.message or _FORBIDDEN.what)
        case errors.Refusal():
            return replace(_REFUSED, what=error.message)
        case errors.Invalid():
            told = dict.fromkeys([error.message, *(finding.message for finding in error.findings)])
            return replace(_INVALID, what=" ".join(told))
        case Http404():
            return _NOT_FOUND
        case PermissionDenied():
            return _FORBIDDEN
        case TooLarge() | RequestDataTooBig():
            return _TOO_LARGE
        case SuspiciousOperation() | BadRequest() | MultiPartParserError():
            return _BAD_REQUEST
        case TooMany(wait=wait):
            return replace(_TOO_MANY, next=f"Wait {_spoken(wait)}, then try again.", retry_after=wait)
        case Unavailable():
            return replace(_UNAVAILABLE, what=str(error) or _UNAVAILABLE.what)
        # A statement that ran too long or waited too long for a lock is an OperationalError with the server there.
        case OperationalError() | InterfaceError():
            return _UNAVAILABLE
    return _BROKEN


def _spoken(seconds: int) -> str:
    if seconds < 90:
        return f"{seconds} seconds"
    if seconds < 90 * 60:
        return f"{round(seconds / 60)} minutes"
    return f"{round(seconds / 3600)} hours"


def respond(request: Request, error: BaseException | None) -> HttpResponse:
    """Answer with the error's page, log it under the reference number that the page shows; never asks the database.

    Only what nobody expected is logged as an error; what people may run into is part of the request's own line.
    """
    return _answer(request, page_for(error), error)


def _answer(request: Request, page: ErrorPage, error: BaseException | None) -> HttpResponse:
    page = replace(page, reference=ids.reference())
    note = log.error if page.status >= 500 else log.info
    note(
        "error page",
        reference=page.reference,
        status=page.status,
        kind=type(error).__name__,
        exc_info=error if page.status >= 500 else None,
    )
    response = HttpResponse(_html(request, page), status=page.status)
    response["Cache-Control"] = "no-store"
    if page.retry_after is not None:
        response["Retry-After"] = str(page.retry_after)
    return response


def _html(request: Request, page: ErrorPage) -> str:
    """The page in the site's frame; where even that cannot be made (assets not built), the same words without it."""
    try:
        render: Callable[[Request, ErrorPage], str] = import_string(str(settings.FINPRO["error_page"]))
        return render(request, page)
    except (
        TemplateError,
        TemplateDoesNotExist,
        TemplateSyntaxError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
        OSError,
        ImportError,
        DatabaseError,
        InterfaceError,
    ) as broken:
        log.error("error page without frame", exc_info=broken)
        return _bare(page)


def _bare(page: ErrorPage) -> str:
    words = "".join(f"<p>{escape(text)}</p>" for text in (page.what, page.safe, page.next) if text)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(page.title)}</title></head>'
        f"<body><main><h1>{escape(page.title)}</h1>{words}"
        f"<p>Reference number: {page.reference}</p></main></body></html>"
    )


class ErrorMiddleware:
    """Answers for errors that a view raises, and in words where Django answers a wrong method with an empty page.

    Errors raised around the views reach the handlers below.
    """

    def __init__(self, get_response: Callable[[Request], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        page = _answer(request, _NOT_SO, None)
        page["Allow"] = response["Allow"]
        return page

    def process_exception(self, request: Request, error: Exception) -> HttpResponse:
        """Django calls this with what the view raised."""
        return respond(request, error)


def bad_request(request: Request, exception: Exception | None = None) -> HttpResponse:
    """handler400 of the root list of addresses."""
    return respond(request, exception or SuspiciousOperation())


def permission_denied(request: Request, exception: Exception | None = None) -> HttpResponse:
    """handler403 of the root list of addresses."""
    return respond(request, exception or PermissionDenied())


def page_not_found(request: Request, exception: Exception | None = None) -> HttpResponse:
    """handler404 of the root list of addresses."""
    return respond(request, exception or Http404())


def server_error(request: Request) -> HttpResponse:
    """handler500 of the root list of addresses: Django calls it while it handles the error."""
    return respond(request, sys.exc_info()[1])


def csrf_failure(request: Request, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: the token of a form was missing, old or of another site."""
    return _answer(request, _EXPIRED, None)
