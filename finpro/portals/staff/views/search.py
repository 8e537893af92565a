"""The registry's first page, and finding a person or a firm."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from finpro.journeys import see_ssn
from finpro.kernel import clock, errors
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, requires
from finpro.portals.staff import nav
from finpro.registry import selectors as registry
from finpro.registry.forms import page_number
from finpro.registry.policies import wording
from finpro.ui.render import frame, render

_HELP = "/help/staff-search"


@requires(Hat.STAFF)
@never_cache
@require_safe
def home(request: Request) -> HttpResponse:
    """Where the registry's work starts."""
    page = frame(request, "Registry", nav=nav.items(request.actor, "staff:home"), help=_HELP)
    return render(request, "staff/home/home.html", page)


@requires(Hat.STAFF, "record.search")
@never_cache
@require_safe
def search(request: Request) -> HttpResponse:
    """People and firms by CRD number or name; the form alone where nothing was asked yet."""
    typed = request.GET.get("q", "").strip()
    if not typed:
        return _page(request)
    if len(typed) > wording.LONGEST or "\x00" in typed:
        return _page(request, error=f"Use at most {wording.LONGEST} characters of plain text.", status=422)
    found = registry.find(request.actor, typed, clock.today(), page_number(request.GET.get("page", "")))
    if found.why_not:
        return _page(request, error=found.why_not, status=422)
    return _page(request, typed=typed, found=found)


@requires(Hat.STAFF, "record.search")
@never_cache
@require_POST
def search_ssn(request: Request) -> HttpResponse:
    """The person with exactly this Social Security number: to the record, or the form again. Always an event."""
    try:
        crd = see_ssn.find(typed=request.POST.get("ssn", "")[:40], by=request.actor, at=clock.now())
    except errors.Invalid as invalid:
        return _page(request, ssn_error=invalid.message, status=422)
    if crd is None:
        return _page(request, ssn_note="Nobody on the record has this number. Check it and try again.")
    return redirect("staff:person", crd=crd)


def _page(
    request: Request,
    *,
    typed: str = "",
    found: registry.Found | None = None,
    error: str = "",
    ssn_error: str = "",
    ssn_note: str = "",
    status: int = 200,
) -> HttpResponse:
    page = frame(
        request,
        "Search",
        nav=nav.items(request.actor, "staff:search"),
        help=_HELP,
        error=bool(error or ssn_error),
    )
    return render(
        request,
        "staff/search/search.html",
        page,
        status=status,
        typed=typed,
        found=found,
        error=error,
        ssn_error=ssn_error,
        ssn_note=ssn_note,
    )
