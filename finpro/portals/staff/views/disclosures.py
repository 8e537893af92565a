"""Disclosure reports to match to occurrences, and occurrences that two firms report differently."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from finpro.casework import forms
from finpro.casework import selectors as cases
from finpro.casework.enums import Work
from finpro.casework.policies import work
from finpro.casework.presenters import WORK_STEPS
from finpro.journeys import match_disclosure
from finpro.kernel import clock, errors
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, Sight, requires
from finpro.portals.staff import nav
from finpro.portals.staff.views.words import DONE, HELP
from finpro.ui.filters import as_date
from finpro.ui.render import frame, render


@requires(Hat.STAFF, "registrations.view")
@never_cache
@require_safe
def report(request: Request, report_id: int) -> HttpResponse:
    """A report, the occurrences that it may tell of side by side with it, and where it was put."""
    return show_report(request, report_id)


@requires(Hat.STAFF, "disclosure.review")
@never_cache
@require_POST
def match(request: Request, report_id: int) -> HttpResponse:
    """Put a report to an occurrence, or to a new one."""
    shown = cases.report_page(request.actor, report_id, clock.now())
    form = _match_form(request, shown, bound=True)
    if not form.is_valid():
        return show_report(request, report_id, match=form, status=422)
    try:
        match_disclosure.match(
            report_id=report_id,
            occurrence=form.chosen,
            note=form.cleaned_data["note"],
            by=request.actor,
            at=clock.now(),
        )
    except errors.Refusal as refusal:
        form.add_error(None, refusal.message)
        return show_report(request, report_id, match=form, status=409)
    return redirect(f"{reverse('staff:report', args=[report_id])}?done=matched")


@requires(Hat.STAFF, "disclosure.review")
@never_cache
@require_POST
def undo(request: Request, report_id: int) -> HttpResponse:
    """Take a report from its occurrence again, as long as nothing was decided on it."""
    cases.report_page(request.actor, report_id, clock.now())
    form = forms.UnmatchForm(request.POST, at=clock.now())
    if not form.is_valid():
        return show_report(request, report_id, undo=form, status=422)
    try:
        match_disclosure.undo(
            report_id=report_id,
            reason=form.cleaned_data["reason"],
            note=form.cleaned_data["note"],
            by=request.actor,
            at=clock.now(),
        )
    except errors.Refusal as refusal:
        form.add_error(None, refusal.message)
        return show_report(request, report_id, undo=form, status=409)
    return redirect(f"{reverse('staff:report', args=[report_id])}?done=unmatched")


@requires(Hat.STAFF, "registrations.view")
@never_cache
@require_safe
def difference(request: Request, disclosure_id: int) -> HttpResponse:
    """What two firms say of one event, field by field, and what waits meanwhile."""
    return show_difference(request, disclosure_id)


def show_report(
    request: Request,
    report_id: int,
    *,
    match: forms.MatchForm | None = None,
    undo: forms.UnmatchForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of one report, with what was wrong with what was sent."""
    shown = cases.report_page(request.actor, report_id, clock.now())
    request.sights.append(Sight(f"crd:{shown.crd}", "disclosure report"))
    given = [form for form in (match, undo) if form is not None]
    page = frame(
        request,
        f"Report about {shown.name}",
        nav=nav.items(request.actor, "staff:registrations"),
        help=HELP,
        error=bool(given or refusal),
    )
    return render(
        request,
        "staff/registrations/report.html",
        page,
        status=status,
        shown=shown,
        subject=work.subject_of(Work.MATCH, report_id),
        match=match or _match_form(request, shown, bound=False),
        undo=undo or forms.UnmatchForm(None, at=clock.now()),
        faulty=given,
        refusal=refusal,
        steps=WORK_STEPS,
        done=DONE.get(request.GET.get("done", ""), ""),
    )


def show_difference(request: Request, disclosure_id: int, *, refusal: str = "", status: int = 200) -> HttpResponse:
    """The page of one difference, with the sentence why something was not done."""
    shown = cases.difference_page(request.actor, disclosure_id, clock.now())
    request.sights.append(Sight(f"crd:{shown.crd}", "reports of two firms"))
    page = frame(
        request,
        f"Firms differ about {shown.name}",
        nav=nav.items(request.actor, "staff:registrations"),
        help=HELP,
        error=bool(refusal),
    )
    return render(
        request,
        "staff/registrations/difference.html",
        page,
        status=status,
        shown=shown,
        subject=work.subject_of(Work.DIFFERENCE, disclosure_id),
        refusal=refusal,
        steps=WORK_STEPS,
        done=DONE.get(request.GET.get("done", ""), ""),
    )


def _match_form(request: Request, shown: cases.ReportPage, *, bound: bool) -> forms.MatchForm:
    listed = [
        (
            one.key,
            ", ".join(part for part in (f"Occurrence {one.key}", as_date(one.event_on), one.docket) if part),
            "; ".join(one.why) or "Only the kind is the same",
        )
        for one in shown.candidates
    ]
    return forms.MatchForm(request.POST if bound else None, candidates=listed)
