"""The same done to several pieces of work: looked at first, then done, with what came of each."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from finpro.casework import selectors as cases
from finpro.casework.policies import work
from finpro.journeys import work_in_bulk
from finpro.kernel import clock, errors
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, requires
from finpro.portals.staff import nav
from finpro.portals.staff.views.registrations import page_of
from finpro.portals.staff.views.words import HELP
from finpro.ui.page import Page
from finpro.ui.render import frame, render


@requires(Hat.STAFF, "registrations.decide")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request: Request) -> HttpResponse:
    """What would come of it for each; sent, it is done."""
    given = request.POST if request.method == "POST" else request.GET
    subjects, action = given.getlist("subject"), given.get("action", "")
    if request.method != "POST":
        return _plan(request, subjects, action)
    try:
        number = work_in_bulk.do(subjects=subjects, action=action, by=request.actor, at=clock.now())
    except errors.Invalid as invalid:
        return _plan(request, subjects, action, error=invalid.message)
    return redirect("staff:bulk_results", number=number)


@requires(Hat.STAFF, "registrations.decide")
@never_cache
@require_safe
def results(request: Request, number: str) -> HttpResponse:
    """What came of each."""
    found = cases.results(request.actor, number, clock.now())
    rows = [(row, page_of(kind, key)) for row in found.rows for kind, key in [work.named(row.subject)] if kind]
    return render(request, "staff/registrations/bulk_results.html", _frame(request, "Results"), found=found, rows=rows)


def _plan(request: Request, subjects: list[str], action: str, *, error: str = "") -> HttpResponse:
    plan = cases.plan(request.actor, subjects, action, clock.now())
    return render(
        request,
        "staff/registrations/bulk.html",
        _frame(request, "Several at once", error=bool(error)),
        status=422 if error else 200,
        plan=plan,
        error=error,
    )


def _frame(request: Request, title: str, *, error: bool = False) -> Page:
    return frame(request, title, nav=nav.items(request.actor, "staff:registrations"), help=HELP, error=error)
