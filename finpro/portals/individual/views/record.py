"""The dashboard and the own record."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from finpro.journeys import change_address, see_dashboard, see_ssn
from finpro.kernel import clock, days
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, requires
from finpro.portals.individual import nav
from finpro.registry import presenters
from finpro.registry import selectors as registry
from finpro.registry.selectors.shape import Record
from finpro.ui.render import frame, render


@requires(Hat.PERSON)
@never_cache
@require_safe
def home(request: Request) -> HttpResponse:
    """The dashboard: tasks first, then what the record asks for, and where things stand."""
    mine, tasks, leaver = see_dashboard.dashboard(by=request.actor, at=clock.now())
    page = frame(request, "Dashboard", nav=nav.items("individual:home"), help="/help/dashboard")
    return render(
        request, "individual/dashboard.html", page, board=presenters.dashboard(mine), tasks=tasks, leaver=leaver
    )


@requires(Hat.PERSON)
@never_cache
@require_safe
def record(request: Request) -> HttpResponse:
    """My record, as of today or of the date asked for."""
    on, error = days.asked(request.GET.get("as_of", ""), default=clock.today())
    mine = registry.get_record(request.actor, on)
    return _record(request, mine, registry.last_four(mine), error=error)


@requires(Hat.PERSON)
@never_cache
@require_POST
def record_ssn(request: Request) -> HttpResponse:
    """The same page with the whole Social Security number: showing it is an event (house.md law 11)."""
    on = days.typed(request.POST.get("as_of", ""), default=clock.today())
    mine, number = see_ssn.show(on=on, by=request.actor, at=clock.now())
    return _record(request, mine, number, shown=True)


def _record(request: Request, mine: Record, ssn: str, *, error: str = "", shown: bool = False) -> HttpResponse:
    page = frame(
        request,
        "My record",
        nav=nav.items("individual:record"),
        help="/help/my-record",
        as_of=None if mine.on == clock.today() else mine.on,
        error=bool(error),
    )
    return render(
        request,
        "individual/record.html",
        page,
        status=422 if error else 200,
        view=presenters.record_view(mine),
        ssn=ssn,
        leaver=change_address.owed(mine=mine, by=request.actor, at=clock.now()),
        offer_whole_ssn=not shown and ssn != registry.ABSENT,
        error=error,
        today=clock.today(),
    )


@requires(Hat.PERSON)
@never_cache
@require_safe
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
