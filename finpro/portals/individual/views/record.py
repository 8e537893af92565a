"""The dashboard and the own record."""

from datetime import date

from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from finpro.kernel import clock, days, errors
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, requires
from finpro.portals.individual import nav
from finpro.registry import presenters
from finpro.registry import selectors as registry
from finpro.ui.render import frame, render


@requires(Hat.PERSON)
@never_cache
def home(request: Request) -> HttpResponse:
    """The dashboard: what the record asks for, and where things stand."""
    today = clock.today()
    mine = registry.get_record(request.actor, today)
    page = frame(request, "Dashboard", nav=nav.items("individual:home"), help="/help/dashboard")
    return render(request, "individual/dashboard.html", page, board=presenters.dashboard(mine), today=today)


@requires(Hat.PERSON)
@never_cache
def record(request: Request) -> HttpResponse:
    """My record, as of today or of the date asked for."""
    on, error = _asked_date(request)
    mine = registry.get_record(request.actor, on)
    as_of = None if on == clock.today() else on
    page = frame(
        request,
        "My record",
        nav=nav.items("individual:record"),
        help="/help/my-record",
        as_of=as_of,
        error=bool(error),
    )
    return render(
        request,
        "individual/record.html",
        page,
        status=422 if error else 200,
        view=presenters.record_view(mine),
        error=error,
        today=clock.today(),
    )


@requires(Hat.PERSON)
@never_cache
def record_json(request: Request) -> HttpResponse:
    """The own record as a JSON file, every value with its source."""
    on = days.typed(request.GET.get("as_of", ""), default=clock.today())
    mine = registry.get_record(request.actor, on)
    name = f"record-{mine.crd}-{on}.json"
    return JsonResponse(
        presenters.as_json(mine),
        json_dumps_params={"indent": 1, "ensure_ascii": False},
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _asked_date(request: Request) -> tuple[date, str]:
    try:
        return days.typed(request.GET.get("as_of", ""), default=clock.today()), ""
    except errors.Invalid as invalid:
        return clock.today(), invalid.message
