"""The person asks a firm to vouch for who he or she is."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from finpro.casework import forms
from finpro.casework import selectors as cases
from finpro.journeys import vouch as vouching
from finpro.kernel import clock, errors
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, requires
from finpro.portals.account import nav
from finpro.ui.render import frame, render


@requires(Hat.ACCOUNT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request) -> HttpResponse:
    """What was asked of which firm, with the number to read out; and the form that asks another one."""
    form = forms.FirmForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _page(request, form, status=422 if form.errors else 200)
    try:
        vouching.ask(firm=form.cleaned_data["firm"], by=request.actor, at=clock.now())
    except errors.Invalid as invalid:
        forms.show(form, invalid)
        return _page(request, form, status=422)
    return redirect("identity:vouch")


@requires(Hat.ACCOUNT)
@never_cache
@require_POST
def withdraw(request: Request, request_id: int) -> HttpResponse:
    """Take a request back."""
    vouching.withdraw(request_id=request_id, by=request.actor, at=clock.now())
    return redirect("identity:vouch")


def _page(request: Request, form: forms.FirmForm, *, status: int = 200) -> HttpResponse:
    page = frame(
        request, "Ask your firm", nav=nav.items("identity:vouch"), help="/help/identity", error=bool(form.errors)
    )
    own = cases.own_requests(request.actor, clock.now())
    return render(request, "account/vouch.html", page, status=status, own=own, form=form)
