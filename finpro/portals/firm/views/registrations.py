"""What the firm has asked for: requests with what is missing, and the registry's letters with the firm's answers."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from finpro.casework import forms
from finpro.casework import selectors as cases
from finpro.journeys import decide_registration
from finpro.kernel import clock, errors
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, Sight, requires
from finpro.portals.firm.views.users import page_of
from finpro.registry.enums import RequestState
from finpro.registry.forms import page_number
from finpro.ui.page import Page
from finpro.ui.render import render

HELP = "/help/firm-registrations"
_STATES = (("open", "Undecided"), *((state.value, state.label) for state in RequestState), ("", "All"))
_DONE = {"withdrawn": "The request was withdrawn. The person was told.", "answered": "Your answer was sent."}


@requires(Hat.FIRM, "roster.view")
@never_cache
@require_safe
def registrations(request: Request, firm: int) -> HttpResponse:
    """The firm's requests, what is open first."""
    asked = request.GET.get("state", "open")
    asked = asked if asked in dict(_STATES) else "open"
    found = cases.firm_requests(request.actor, clock.now(), state=asked, page=page_number(request.GET.get("page", "")))
    used = {state for state, count in found.counts.items() if count}
    return render(
        request,
        "firm/registrations/list.html",
        _frame(request, firm, "Registrations"),
        firm=firm,
        found=found,
        asked=asked,
        states=[(value, label) for value, label in _STATES if value in {"open", "", asked} or value in used],
        to_answer=cases.count_letters(request.actor),
        done=_DONE.get(request.GET.get("done", ""), ""),
    )


@requires(Hat.FIRM, "roster.view")
@never_cache
@require_safe
def registration(request: Request, firm: int, request_id: int) -> HttpResponse:
    """One request: how it stands, what is missing and what cures it, letters, fees."""
    return _request(request, firm, request_id)


@requires(Hat.FIRM, "roster.view")
@never_cache
@require_POST
def withdraw(request: Request, firm: int, request_id: int) -> HttpResponse:
    """Take a request back."""
    try:
        decide_registration.withdraw(request_id=request_id, by=request.actor, at=clock.now())
    except errors.Refusal as refusal:
        return _request(request, firm, request_id, refusal=refusal.message, status=409)
    return redirect(f"{reverse('firm:registrations', args=[firm])}?done=withdrawn")


@requires(Hat.FIRM, "roster.view")
@never_cache
@require_safe
def letters(request: Request, firm: int) -> HttpResponse:
    """The registry's letters, open ones first."""
    found = cases.firm_letters(request.actor, clock.now(), page_number(request.GET.get("page", "")))
    return render(request, "firm/registrations/letters.html", _frame(request, firm, "Letters"), firm=firm, found=found)


@requires(Hat.FIRM, "roster.view")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: Request, firm: int, number: str) -> HttpResponse:
    """A letter as it was sent, and the firm's answer to it."""
    form = forms.LetterAnswerForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _letter(request, firm, number, form)
    if not form.is_valid():
        return _letter(request, firm, number, form, status=422)
    try:
        decide_registration.answer(number=number, text=form.cleaned_data["text"], by=request.actor, at=clock.now())
    except errors.Forbidden as refusal:
        form.add_error(None, refusal.message)
        return _letter(request, firm, number, form, status=403)
    except errors.Refusal as refusal:
        form.add_error(None, refusal.message)
        return _letter(request, firm, number, form, status=409)
    return redirect(f"{reverse('firm:letter', args=[firm, number])}?done=answered")


def _request(request: Request, firm: int, request_id: int, *, refusal: str = "", status: int = 200) -> HttpResponse:
    line = cases.firm_request(request.actor, request_id, clock.now())
    request.sights.append(Sight(f"crd:{line.crd}", "request for registration"))
    return render(
        request,
        "firm/registrations/request.html",
        _frame(request, firm, f"Request of {line.name}", error=bool(refusal)),
        status=status,
        firm=firm,
        line=line,
        refusal=refusal,
    )


def _letter(
    request: Request, firm: int, number: str, form: forms.LetterAnswerForm, *, status: int = 200
) -> HttpResponse:
    shown = cases.letter_page(request.actor, number, clock.now())
    return render(
        request,
        "firm/registrations/letter.html",
        _frame(request, firm, f"Letter {shown.line.number}", error=bool(form.errors)),
        status=status,
        firm=firm,
        shown=shown,
        form=form,
        done=_DONE.get(request.GET.get("done", ""), ""),
    )


def _frame(request: Request, firm: int, title: str, *, error: bool = False) -> Page:
    return page_of(request, firm, title, "firm:registrations", help=HELP, error=error)
