"""The yearly certification of a firm's users: open, decide, close, report."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from finpro.access import exports, policies
from finpro.access import selectors as access
from finpro.access.enums import Entitlement
from finpro.journeys import certify
from finpro.kernel import clock
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, requires
from finpro.portals.firm.views.users import download, page_of
from finpro.registry.forms import page_number
from finpro.ui.render import render

_SUPER = Entitlement.ADMIN.value
_DONE = {
    "opened": "The certification is open. Decide about each user.",
    "decided": "Your decision is on record.",
    "closed": "The certification is closed. Its report stays on record.",
}


@requires(Hat.FIRM, _SUPER)
@never_cache
@require_safe
def certification(request: Request, firm: int) -> HttpResponse:
    """How this year stands; where one is open, a line for each user."""
    return _year(request, firm)


def _year(request: Request, firm: int, error: str = "") -> HttpResponse:
    year = access.certification_year(request.actor, clock.today())
    why_not_close = ""
    if year.open:
        why_not_close = policies.close_certification.why_not(year.open.undecided, year.open.closed_at) or ""
    return render(
        request,
        "firm/certification/year.html",
        page_of(request, firm, "Certification", "firm:certification", error=bool(error)),
        status=422 if error else 200,
        firm=firm,
        year=year,
        error=error,
        why_not_close=why_not_close,
        done=_DONE.get(request.GET.get("done", ""), ""),
    )


@requires(Hat.FIRM, _SUPER)
@never_cache
@require_POST
def open_year(request: Request, firm: int) -> HttpResponse:
    """Open this year's."""
    certify.open_year(by=request.actor, at=clock.now())
    return _back(firm, "opened")


@requires(Hat.FIRM, _SUPER)
@never_cache
@require_POST
def keep(request: Request, firm: int) -> HttpResponse:
    """Certify the ticked users as they stand."""
    ticked = [page_number(text) for text in request.POST.getlist("member")[:1000]]
    if not ticked:
        return _year(request, firm, "Tick at least one user to keep. Nothing was decided.")
    certify.keep(membership_ids=ticked, by=request.actor, at=clock.now())
    return _back(firm, "decided")


@requires(Hat.FIRM, _SUPER)
@never_cache
@require_POST
def close(request: Request, firm: int) -> HttpResponse:
    """Close the one that is open."""
    year = certify.close(by=request.actor, at=clock.now())
    return redirect(f"{reverse('firm:certification_report', args=[firm, year])}?done=closed")


@requires(Hat.FIRM, _SUPER)
@never_cache
@require_safe
def report(request: Request, firm: int, year: int) -> HttpResponse:
    """Who decided what about whom, to be read and printed."""
    shown = access.certification_report(request.actor, year)
    page = page_of(request, firm, f"Certification of {year}", "firm:certification")
    done = _DONE.get(request.GET.get("done", ""), "")
    return render(request, "firm/certification/report.html", page, firm=firm, report=shown, done=done)


@requires(Hat.FIRM, _SUPER)
@never_cache
@require_safe
def report_csv(request: Request, firm: int, year: int) -> HttpResponse:
    """The same as a file for a spreadsheet."""
    shown = access.certification_report(request.actor, year)
    return download(exports.report_csv(shown), f"certification-{firm}-{year}.csv")


def _back(firm: int, code: str) -> HttpResponse:
    return redirect(f"{reverse('firm:certification', args=[firm])}?done={code}")
