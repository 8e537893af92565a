"""People who ask the firm to vouch for who they are, and the answer of whoever may give it."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from finpro.accounts.adapters.renew import fresh
from finpro.casework import forms
from finpro.casework import selectors as cases
from finpro.journeys import vouch as vouching
from finpro.kernel import clock, errors
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, Sight, requires, unheld
from finpro.portals.firm.views.users import page_of
from finpro.ui.page import Page
from finpro.ui.render import render

_DONE = {
    "vouched": "You vouched for the person. Both of you, and those of the firm who may vouch, were told.",
    "declined": "You did not vouch. The person was told why.",
}


@requires(Hat.FIRM, "identity.vouch")
@never_cache
@require_safe
def waiting(request: Request, firm: int) -> HttpResponse:
    """Who waits for the firm's answer, and what it answered last."""
    at = clock.now()
    return render(
        request,
        "firm/vouching/list.html",
        _frame(request, firm, "Vouching"),
        firm=firm,
        waiting=cases.list_waiting(request.actor, at),
        answered=cases.list_answered(request.actor, at),
        done=_DONE.get(request.GET.get("done", ""), ""),
    )


@requires(Hat.FIRM, "identity.vouch")
@unheld
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@fresh
def answer(request: Request, firm: int, request_id: int) -> HttpResponse:
    """One request: what vouching means, and the form by which the firm vouches."""
    form = forms.VouchForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _page(request, firm, request_id, form, status=422 if form.errors else 200)
    try:
        vouching.vouch(request_id=request_id, number=form.cleaned_data["number"], by=request.actor, at=clock.now())
    except errors.Invalid as invalid:
        forms.show(form, invalid)
        return _page(request, firm, request_id, form, status=422)
    except errors.Forbidden as refusal:
        form.add_error(None, refusal.message)
        return _page(request, firm, request_id, form, status=403)
    return redirect(f"{reverse('firm:vouching', args=[firm])}?done=vouched")


@requires(Hat.FIRM, "identity.vouch")
@never_cache
@require_POST
@fresh
def decline(request: Request, firm: int, request_id: int) -> HttpResponse:
    """The firm does not vouch."""
    form = forms.DeclineForm(request.POST, at=clock.now())
    if not form.is_valid():
        return _page(request, firm, request_id, forms.VouchForm(), decline=form, status=422)
    try:
        vouching.decline(request_id=request_id, reason=form.cleaned_data["reason"], by=request.actor, at=clock.now())
    except errors.Forbidden as refusal:
        form.add_error(None, refusal.message)
        return _page(request, firm, request_id, forms.VouchForm(), decline=form, status=403)
    return redirect(f"{reverse('firm:vouching', args=[firm])}?done=declined")


def _page(
    request: Request,
    firm: int,
    request_id: int,
    form: forms.VouchForm,
    *,
    decline: forms.DeclineForm | None = None,
    status: int = 200,
) -> HttpResponse:
    declining = decline or forms.DeclineForm(None, at=clock.now())
    shown = cases.to_answer(request.actor, request_id, clock.now())
    request.sights.append(Sight(f"crd:{shown.waiting.crd}", "request to vouch"))
    return render(
        request,
        "firm/vouching/answer.html",
        _frame(request, firm, f"Vouch for {shown.waiting.name}", error=bool(form.errors or declining.errors)),
        status=status,
        firm=firm,
        shown=shown,
        form=form,
        decline=declining,
    )


def _frame(request: Request, firm: int, title: str, *, error: bool = False) -> Page:
    return page_of(request, firm, title, "firm:vouching", help="/help/firm-vouching", error=error)
