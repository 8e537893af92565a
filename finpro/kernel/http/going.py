"""Where a detour leads on: only ever to an address of this site."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def inside(request: HttpRequest, address: str) -> str:
    """The address where it is one of this site's pages, "" for any other: nobody is led elsewhere by a link to us."""
    if address and url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return address
    return ""


def asked_for(request: HttpRequest) -> str:
    """Where form or address say that the way leads on (`next`); "" where they do not, or it leads elsewhere."""
    return inside(request, request.POST.get("next") or request.GET.get("next", ""))


def came_from(request: HttpRequest) -> str:
    """The page of this site on which the form stood that was sent; "" where the browser does not say."""
    referer = inside(request, request.headers.get("Referer", ""))
    parts = urlsplit(referer)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
