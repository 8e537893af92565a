"""One firm as the registry sees it, and its people."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from finpro.kernel import clock, days
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, requires
from finpro.portals.staff import nav
from finpro.registry import forms, tables
from finpro.registry import selectors as registry
from finpro.ui.render import frame, render


@requires(Hat.STAFF, "record.view")
@never_cache
@require_safe
def firm(request: Request, crd: int) -> HttpResponse:
    """Names, addresses and branches of a firm as of a date."""
    on, error = days.asked(request.GET.get("as_of", ""), default=clock.today())
    shown = registry.firm_page(request.actor, crd, on, forms.page_number(request.GET.get("page", "")))
    page = frame(
        request,
        shown.firm.name or f"Firm CRD {crd}",
        nav=nav.items(request.actor, "staff:search"),
        help="/help/staff-search",
        as_of=None if on == clock.today() else on,
        error=bool(error),
    )
    return render(
        request,
        "staff/firms/firm.html",
        page,
        status=422 if error else 200,
        shown=shown,
        crd=crd,
        on=on,
        error=error,
        today=clock.today(),
    )


@requires(Hat.STAFF, "record.view")
@never_cache
@require_safe
def firm_people(request: Request, crd: int) -> HttpResponse:
    """The people associated with a firm: the same list that the firm itself has."""
    form = forms.RosterForm(request.GET, today=clock.today())
    filters = form.filters()
    roster = registry.roster_page(request.actor, crd, filters)
    page = frame(
        request,
        f"People of {roster.firm.name or f'firm CRD {crd}'}",
        nav=nav.items(request.actor, "staff:search"),
        help="/help/firm-people",
        as_of=None if filters.on == form.today else filters.on,
        error=bool(form.errors),
    )
    table = tables.roster_table(
        roster, filters, form.used(filters), today=form.today, people=reverse("staff:home") + "people/"
    )
    return render(
        request,
        "staff/firms/people.html",
        page,
        status=422 if form.errors else 200,
        form=form,
        filters=filters,
        roster=roster,
        table=table,
        crd=crd,
        today=form.today,
    )
