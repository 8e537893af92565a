"""A firm's first page, the list of its people, and one of them."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from finpro.journeys import see_ssn
from finpro.kernel import clock, days
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, Sight, requires
from finpro.portals.firm import nav
from finpro.registry import forms, permissions, presenters, tables
from finpro.registry import selectors as registry
from finpro.registry.selectors.shape import Record
from finpro.ui.render import frame, render


@requires(Hat.FIRM, "roster.view")
@never_cache
@require_safe
def home(request: Request, firm: int) -> HttpResponse:
    """How many people, what they hold, and whose status needs action."""
    figures = registry.firm_figures(request.actor, firm, clock.today())
    name = figures.firm.name
    page = frame(
        request,
        name or f"Firm CRD {firm}",
        nav=nav.items(request.actor, firm, "firm:home"),
        help="/help/firm-people",
        home=reverse("firm:home", args=[firm]),
        context=nav.context(firm, name),
    )
    return render(request, "firm/home/home.html", page, figures=figures, firm=firm)


@requires(Hat.FIRM, "roster.view")
@never_cache
@require_safe
def people(request: Request, firm: int) -> HttpResponse:
    """The people associated with the firm: searched, filtered, sorted, as of a date."""
    form = forms.RosterForm(request.GET, today=clock.today())
    filters = form.filters()
    roster = registry.roster_page(request.actor, firm, filters)
    page = frame(
        request,
        "People",
        nav=nav.items(request.actor, firm, "firm:people"),
        help="/help/firm-people",
        as_of=None if filters.on == form.today else filters.on,
        home=reverse("firm:home", args=[firm]),
        context=nav.context(firm, roster.firm.name),
        error=bool(form.errors),
    )
    table = tables.roster_table(
        roster, filters, form.used(filters), today=form.today, people=reverse("firm:people", args=[firm]) + "/"
    )
    return render(
        request,
        "firm/people/list.html",
        page,
        status=422 if form.errors else 200,
        form=form,
        filters=filters,
        roster=roster,
        table=table,
        firm=firm,
        today=form.today,
    )


@requires(Hat.FIRM, "roster.view")
@never_cache
@require_safe
def person(request: Request, firm: int, crd: int) -> HttpResponse:
    """One of the firm's people, as of a date on which the person was with the firm."""
    on, error = days.asked(request.GET.get("as_of", ""), default=clock.today())
    record = registry.get_record(request.actor, on, crd)
    request.sights.append(Sight(f"crd:{crd}"))
    return _person(request, firm, record, registry.last_four(record), error=error)


@requires(Hat.FIRM, "ssn.view")
@never_cache
@require_POST
def person_ssn(request: Request, firm: int, crd: int) -> HttpResponse:
    """The same page with the whole Social Security number: an event says who saw it."""
    on = days.typed(request.POST.get("as_of", ""), default=clock.today())
    record, number = see_ssn.show(crd=crd, on=on, by=request.actor, at=clock.now())
    return _person(request, firm, record, number, shown=True)


def _person(
    request: Request, firm: int, record: Record, ssn: str, *, error: str = "", shown: bool = False
) -> HttpResponse:
    name = next((row.firm_name for row in record.associations if row.firm_crd == firm), None)
    page = frame(
        request,
        record.legal_name,
        nav=nav.items(request.actor, firm, "firm:people"),
        help="/help/firm-person",
        as_of=None if record.on == clock.today() else record.on,
        home=reverse("firm:home", args=[firm]),
        context=nav.context(firm, name or ""),
        error=bool(error),
    )
    return render(
        request,
        "firm/people/person.html",
        page,
        status=422 if error else 200,
        view=presenters.record_view(record, own=False),
        ssn=ssn,
        ssn_why_not=permissions.see_full_ssn.why_not(request.actor, record.person_id),
        offer_whole_ssn=not shown and ssn != registry.ABSENT,
        error=error,
        firm=firm,
        today=clock.today(),
    )
