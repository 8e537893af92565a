"""Support cases: the queue, one case with its history, and what the registry does with it."""

from collections.abc import Callable
from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from finpro.casework import forms, tables
from finpro.casework import selectors as cases
from finpro.casework.enums import Outcome
from finpro.casework.presenters import STEPS
from finpro.journeys import review_identity
from finpro.kernel import clock, errors
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, Sight, requires
from finpro.portals.staff import nav
from finpro.registry import selectors as registry
from finpro.ui.page import NavItem
from finpro.ui.render import frame, render

_HELP = "/help/staff-cases"
# What was done, by the word in the address that the page is shown with afterwards.
_DONE = {
    "taken": "The case is yours. Nobody else works on it until you give it back.",
    "given-back": "The case is back in the queue.",
    "noted": "Your note was written down.",
    "asked": "The person was asked. The case comes back to you with the answer.",
    "granted": "Granted, and what follows from it is done. The account’s owner was told.",
    "refused": "Refused. The person was told.",
    "closed": "The case is closed.",
    "unlocked": "The account is open to its password again.",
}


@requires(Hat.STAFF, "cases.view")
@never_cache
@require_safe
def queue(request: Request) -> HttpResponse:
    """The cases that wait, the oldest first; filtered by kind, state, age and owner."""
    return _queue(request, forms.FindForm())


@requires(Hat.STAFF, "cases.view")
@never_cache
@require_POST
def find(request: Request) -> HttpResponse:
    """A case by its number, or an account and its cases by e-mail address."""
    form = forms.FindForm(request.POST)
    if not form.is_valid():
        return _queue(request, form, status=422)
    found = review_identity.find(typed=form.cleaned_data["typed"], by=request.actor, at=clock.now())
    if found.number:
        return redirect("staff:case", number=found.number)
    return _queue(request, form, found=found)


@requires(Hat.STAFF, "cases.work")
@never_cache
@require_POST
def unlock(request: Request, user_id: int) -> HttpResponse:
    """Open an account that is closed to its password."""
    review_identity.unlock(user_id=user_id, by=request.actor, at=clock.now())
    return redirect(f"{reverse('staff:cases')}?done=unlocked")


@requires(Hat.STAFF, "cases.view")
@never_cache
@require_safe
def case(request: Request, number: str) -> HttpResponse:
    """One case: what is known, what was done, what can be done."""
    return _case(request, number)


@requires(Hat.STAFF, "cases.work")
@never_cache
@require_POST
def take(request: Request, number: str) -> HttpResponse:
    """Make a case one's own, or take it over from whoever has it."""
    owner = request.POST.get("instead_of", "")
    instead_of = int(owner) if owner.isascii() and owner.isdecimal() else None
    return _act(request, number, "taken", partial(review_identity.take, instead_of=instead_of))


@requires(Hat.STAFF, "cases.work")
@never_cache
@require_POST
def give_back(request: Request, number: str) -> HttpResponse:
    """Put a case back into the queue."""
    return _act(request, number, "given-back", review_identity.give_back)


@requires(Hat.STAFF, "cases.work")
@never_cache
@require_POST
def note(request: Request, number: str) -> HttpResponse:
    """Write something down for the registry."""
    form = forms.NoteForm(request.POST, prefix="note")
    if not form.is_valid():
        return _case(request, number, note=form, status=422)
    return _act(request, number, "noted", partial(review_identity.note, text=form.cleaned_data["message"]), note=form)


@requires(Hat.STAFF, "cases.work")
@never_cache
@require_POST
def ask(request: Request, number: str) -> HttpResponse:
    """Ask the person for something."""
    form = forms.MessageForm(request.POST)
    if not form.is_valid():
        return _case(request, number, ask=form, status=422)
    return _act(request, number, "asked", partial(review_identity.ask, message=form.cleaned_data["message"]), ask=form)


@requires(Hat.STAFF, "cases.work")
@never_cache
@require_POST
def close(request: Request, number: str) -> HttpResponse:
    """Close a case in which nothing is left to decide."""
    return _act(request, number, "closed", review_identity.close)


@requires(Hat.STAFF, "identity.decide")
@never_cache
@require_POST
def compare(request: Request, number: str) -> HttpResponse:
    """Whether somebody on the record fits who asks: yes or no to name and date of birth, never the date itself."""
    form = forms.CompareForm(request.POST)
    if not form.is_valid():
        return _case(request, number, compare=form, status=422)
    crd = form.cleaned_data["crd"]
    try:
        found = review_identity.compare(
            number=number, crd=crd, born_on=forms.born(form), by=request.actor, at=clock.now()
        )
    except errors.NotFound as absent:
        form.add_error("crd", absent.message)
        return _case(request, number, compare=form, status=422)
    request.sights.append(Sight(f"crd:{crd}", "candidate of a case"))
    return _case(request, number, compare=form, candidate=found)


def _act(
    request: Request,
    number: str,
    done: str,
    verb: Callable[..., object],
    *,
    ask: forms.MessageForm | None = None,
    note: forms.NoteForm | None = None,
) -> HttpResponse:
    """Do it to the case, and show the case again: done, or with the sentence why not and what was typed."""
    try:
        verb(number=number, by=request.actor, at=clock.now())
    except errors.Refusal as refusal:
        return _case(request, number, ask=ask, note=note, refusal=refusal.message, status=409)
    return redirect(f"{reverse('staff:case', args=[number])}?done={done}")


def _queue(
    request: Request, find: forms.FindForm, *, found: cases.Found | None = None, status: int = 200
) -> HttpResponse:
    form = forms.QueueForm(request.GET)
    filters = form.filters()
    listed = cases.queue_page(request.actor, filters, clock.now())
    page = frame(request, "Cases", nav=nav.items(request.actor, "staff:cases"), help=_HELP, error=bool(find.errors))
    return render(
        request,
        "staff/cases/queue.html",
        page,
        status=status,
        form=form,
        find=find,
        found=found,
        listed=listed,
        table=tables.queue_table(listed, filters, form.used(filters), cases=reverse("staff:cases")),
        done=_DONE.get(request.GET.get("done", ""), ""),
    )


def _case(
    request: Request,
    number: str,
    *,
    ask: forms.MessageForm | None = None,
    note: forms.NoteForm | None = None,
    compare: forms.CompareForm | None = None,
    candidate: registry.Candidate | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    shown = cases.case_page(request.actor, number, clock.now())
    given = [form for form in (ask, note, compare) if form is not None and form.errors]
    page = frame(
        request,
        f"Case {shown.number}",
        nav=nav.items(request.actor, "staff:cases"),
        help=_HELP,
        error=bool(given or refusal),
    )
    return render(
        request,
        "staff/cases/case.html",
        page,
        status=status,
        shown=shown,
        ask=ask or forms.MessageForm(),
        note=note or forms.NoteForm(prefix="note"),
        compare=compare or forms.CompareForm(),
        candidate=candidate,
        candidate_claimed=cases.claimed_by(candidate.person_id) if candidate else None,
        faulty=given,
        refusal=refusal,
        done=_DONE.get(request.GET.get("done", ""), ""),
        looks=tables.LOOKS,
        steps=STEPS,
        outcomes={outcome.value: outcome.label for outcome in Outcome},
        crumbs=[NavItem("Cases", reverse("staff:cases"))],
    )
