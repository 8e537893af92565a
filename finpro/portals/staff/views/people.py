"""One person as the registry sees the record, and how the record came to be."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from finpro.journeys import see_ssn
from finpro.kernel import clock, days
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, Sight, requires
from finpro.portals.staff import nav
from finpro.registry import permissions, presenters
from finpro.registry import selectors as registry
from finpro.registry.forms import page_number
from finpro.registry.selectors.shape import Record
from finpro.registry.selectors.trail import KINDS
from finpro.ui.page import NavItem
from finpro.ui.render import frame, render

_HELP = "/help/staff-record"


@requires(Hat.STAFF, "record.view")
@never_cache
@require_safe
def person(request: Request, crd: int) -> HttpResponse:
    """The full record as of a date."""
    on, error = days.asked(request.GET.get("as_of", ""), default=clock.today())
    record = registry.get_record(request.actor, on, crd)
    request.sights.append(Sight(f"crd:{crd}"))
    return _person(request, record, registry.last_four(record), error=error)


@requires(Hat.STAFF, "ssn.view")
@never_cache
@require_POST
def person_ssn(request: Request, crd: int) -> HttpResponse:
    """The same page with the whole Social Security number: an event says who saw it."""
    on = days.typed(request.POST.get("as_of", ""), default=clock.today())
    record, number = see_ssn.show(crd=crd, on=on, by=request.actor, at=clock.now())
    return _person(request, record, number, shown=True)


@requires(Hat.STAFF, "record.view")
@never_cache
@require_safe
def history(request: Request, crd: int) -> HttpResponse:
    """Every capture of the record, and every change that the database wrote down."""
    trail = registry.get_trail(request.actor, crd, page_number(request.GET.get("page", "")))
    request.sights.append(Sight(f"crd:{crd}", "record history"))
    page = frame(request, f"History of CRD {crd}", nav=nav.items(request.actor, "staff:search"), help=_HELP)
    tabs = _tabs(crd, "staff:history")
    return render(request, "staff/people/history.html", page, trail=trail, crd=crd, kinds=KINDS, tabs=tabs)


def _person(request: Request, record: Record, ssn: str, *, error: str = "", shown: bool = False) -> HttpResponse:
    page = frame(
        request,
        record.legal_name,
        nav=nav.items(request.actor, "staff:search"),
        help=_HELP,
        as_of=None if record.on == clock.today() else record.on,
        error=bool(error),
    )
    return render(
        request,
        "staff/people/person.html",
        page,
        status=422 if error else 200,
        view=presenters.record_view(record, own=False),
        ssn=ssn,
        ssn_why_not=permissions.see_full_ssn.why_not(request.actor, record.person_id),
        offer_whole_ssn=not shown and ssn != registry.ABSENT,
        error=error,
        today=clock.today(),
        tabs=_tabs(record.crd, "staff:person"),
    )


def _tabs(crd: int, current: str) -> list[NavItem]:
    labels = (("Record", "staff:person"), ("History and captures", "staff:history"))
    return [NavItem(label, reverse(name, args=[crd]), name == current) for label, name in labels]
