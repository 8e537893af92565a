"""The registry decides a case: who somebody is, or that it could not be told."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from finpro.accounts.adapters.renew import fresh
from finpro.casework import forms
from finpro.casework import selectors as cases
from finpro.casework.enums import Outcome
from finpro.journeys import recover_account, review_identity
from finpro.kernel import clock, errors
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, requires
from finpro.portals.staff import nav
from finpro.registry.forms import page_number
from finpro.ui.render import frame, render


@requires(Hat.STAFF, "cases.work")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@fresh
def decide(request: Request, number: str) -> HttpResponse:
    """Grant or refuse, with reasons; who decides has just shown again who he or she is."""
    at = clock.now()
    shown = cases.case_page(request.actor, number, at)
    unmatched = shown.proof is not None and shown.proof.person_id is None
    form = forms.DecisionForm(
        request.POST if request.method == "POST" else None,
        about=shown.about,
        unmatched=unmatched,
        at=at,
        initial={"crd": page_number(request.GET["crd"])} if "crd" in request.GET else None,
    )
    if not form.is_bound:
        return _page(request, shown, form)
    if not form.is_valid():
        return _page(request, shown, form, status=422)
    decided = form.cleaned_data
    decision = review_identity.Decision(
        form.reasons, crd=decided.get("crd"), note=decided["note"], message=decided["message"]
    )
    granted = decided["outcome"] == Outcome.GRANTED
    grant = recover_account.grant if shown.about == "recovery" else review_identity.grant
    verb = grant if granted else review_identity.refuse
    try:
        verb(number=number, decision=decision, by=request.actor, at=at)
    except errors.Invalid as invalid:
        forms.show(form, invalid)
        return _page(request, shown, form, status=422)
    except errors.Refusal as refusal:
        form.add_error(None, refusal.message)
        return _page(request, shown, form, status=409)
    return redirect(f"{reverse('staff:case', args=[shown.number])}?done={'granted' if granted else 'refused'}")


def _page(request: Request, shown: cases.CasePage, form: forms.DecisionForm, *, status: int = 200) -> HttpResponse:
    page = frame(
        request,
        f"Decide case {shown.number}",
        nav=nav.items(request.actor, "staff:cases"),
        help="/help/staff-cases",
        error=bool(form.errors),
    )
    return render(request, "staff/cases/decide.html", page, status=status, shown=shown, form=form)
