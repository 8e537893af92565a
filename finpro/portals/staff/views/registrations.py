"""What the record has waiting: the queue, one request with all that is known, and who works on it."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from finpro.casework import forms, tables
from finpro.casework import selectors as cases
from finpro.casework.enums import Work
from finpro.casework.policies import work
from finpro.casework.presenters import WORK_STEPS
from finpro.journeys import review_requests
from finpro.kernel import clock, errors
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, Sight, requires
from finpro.portals.staff import nav
from finpro.portals.staff.views import disclosures
from finpro.portals.staff.views.words import DONE, HELP
from finpro.ui.form_view import form_view
from finpro.ui.render import frame, render


@requires(Hat.STAFF, "registrations.view")
@never_cache
@require_safe
def queue(request: Request) -> HttpResponse:
    """Requests to decide, reports to match and differences between firms, the oldest first."""
    form = forms.WorkForm(request.GET)
    filters = form.filters()
    listed = cases.work_page(request.actor, filters, clock.now())
    actions = cases.actions(request.actor, clock.now()) if listed.lines else []
    page = frame(request, "Registrations", nav=nav.items(request.actor, "staff:registrations"), help=HELP)
    return render(
        request,
        "staff/registrations/queue.html",
        page,
        form=form,
        listed=listed,
        actions=actions,
        table=tables.work_table(listed, filters, form.used(filters), page_of=page_of, choose=bool(actions)),
        done=DONE.get(request.GET.get("done", ""), ""),
    )


@requires(Hat.STAFF, "registrations.view")
@never_cache
@require_safe
def registration(request: Request, request_id: int) -> HttpResponse:
    """One request: what is missing, what was looked at, what is on record, what was done."""
    return show(request, request_id)


@requires(Hat.STAFF, "registrations.view")
@never_cache
@require_safe
def filing(request: Request, filing_id: int) -> HttpResponse:
    """A form as it was filed, what it costs, whether it was late, and what came of it."""
    shown = cases.filing_page(request.actor, filing_id, clock.now())
    request.sights.append(Sight(f"crd:{shown.crd}", "Form U4"))
    page = frame(request, f"Filing {shown.receipt}", nav=nav.items(request.actor, "staff:registrations"), help=HELP)
    return render(
        request,
        "staff/registrations/filing.html",
        page,
        shown=shown,
        view=form_view(shown.form, shown.document, changed=shown.changed),
        open_fees=sum((fee.amount for fee in shown.fees if fee.open), Decimal(0)),
    )


@requires(Hat.STAFF, "registrations.view")
@never_cache
@require_POST
def take(request: Request, subject: str) -> HttpResponse:
    """Make a piece of work one's own, or take it over from whoever has it."""
    owner = request.POST.get("instead_of", "")
    instead_of = int(owner) if owner.isascii() and owner.isdecimal() else None
    return _act(request, subject, "taken", partial(review_requests.take, instead_of=instead_of))


@requires(Hat.STAFF, "registrations.view")
@never_cache
@require_POST
def give_back(request: Request, subject: str) -> HttpResponse:
    """Put it back into the queue."""
    return _act(request, subject, "given-back", review_requests.give_back)


@requires(Hat.STAFF, "registrations.view")
@never_cache
@require_POST
def note(request: Request, subject: str) -> HttpResponse:
    """Write something down for the registry."""
    return _act(request, subject, "noted", partial(review_requests.note, text=request.POST.get("message", "")))


@requires(Hat.STAFF, "registrations.decide")
@never_cache
@require_POST
def tick(request: Request, subject: str) -> HttpResponse:
    """Tick a point of the checklist, or take the tick back."""
    point, done = request.POST.get("point", ""), request.POST.get("done", "") == "1"
    return _act(request, subject, "ticked", partial(review_requests.tick, point=point, done=done))


def page_of(kind: Work, key: int) -> str:
    """Where a piece of work is looked at."""
    names = {
        Work.REQUEST: "staff:registration",
        Work.MATCH: "staff:report",
        Work.DIFFERENCE: "staff:difference",
    }
    return reverse(names[kind], args=[key])


def show(request: Request, request_id: int, *, refusal: str = "", status: int = 200) -> HttpResponse:
    """The page of one request, with the sentence why something was not done."""
    shown = cases.request_page(request.actor, request_id, clock.now())
    request.sights.append(Sight(f"crd:{shown.crd}", "request for registration"))
    page = frame(
        request,
        f"Request of {shown.name}",
        nav=nav.items(request.actor, "staff:registrations"),
        help=HELP,
        error=bool(refusal),
    )
    return render(
        request,
        "staff/registrations/request.html",
        page,
        status=status,
        shown=shown,
        subject=work.subject_of(Work.REQUEST, request_id),
        looks=tables.STATE_LOOKS,
        steps=WORK_STEPS,
        refusal=refusal,
        done=DONE.get(request.GET.get("done", ""), ""),
    )


def _act(request: Request, subject: str, done: str, verb: Callable[..., object]) -> HttpResponse:
    """Do it, and show where it is done: or the page again with the sentence why not."""
    kind, key = work.named(subject)
    try:
        verb(subject=subject, by=request.actor, at=clock.now())
    except errors.Invalid as invalid:
        return _again(request, kind, key, invalid.message, 422)
    except errors.Refusal as refusal:
        return _again(request, kind, key, refusal.message, 409)
    return redirect(f"{page_of(kind, key) if kind else reverse('staff:registrations')}?done={done}")


def _again(request: Request, kind: Work | None, key: int, message: str, status: int) -> HttpResponse:
    if kind is Work.REQUEST:
        return show(request, key, refusal=message, status=status)
    if kind is Work.MATCH:
        return disclosures.show_report(request, key, refusal=message, status=status)
    return disclosures.show_difference(request, key, refusal=message, status=status)
