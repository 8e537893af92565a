"""The person's own support case: where it stands, who has to act, what was asked and answered."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from finpro.casework import forms
from finpro.casework import selectors as cases
from finpro.casework.presenters import STEPS
from finpro.journeys import ask_registry
from finpro.kernel import clock
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, requires
from finpro.portals.account import nav
from finpro.ui.render import frame, render

_DONE = {
    "asked": "Your case was opened. You get an e-mail when the registry needs something, and when it was decided.",
    "answered": "Your answer was sent to the registry.",
}


@requires(Hat.ACCOUNT)
@never_cache
@require_safe
def case(request: Request) -> HttpResponse:
    """The account's latest case in its owner's words."""
    return _case(request, forms.AnswerForm())


@requires(Hat.ACCOUNT)
@never_cache
@require_POST
def ask(request: Request) -> HttpResponse:
    """Ask the registry to look at who the account's owner is."""
    ask_registry.ask(by=request.actor, at=clock.now())
    return redirect(f"{reverse('identity:case')}?done=asked")


@requires(Hat.ACCOUNT)
@never_cache
@require_POST
def answer(request: Request) -> HttpResponse:
    """Answer what the registry asked."""
    form = forms.AnswerForm(request.POST)
    if not form.is_valid():
        return _case(request, form, status=422)
    ask_registry.answer(message=form.cleaned_data["message"], by=request.actor, at=clock.now())
    return redirect(f"{reverse('identity:case')}?done=answered")


def _case(request: Request, form: forms.AnswerForm, *, status: int = 200) -> HttpResponse:
    page = frame(request, "Your case", nav=nav.items("identity:case"), help="/help/identity", error=bool(form.errors))
    return render(
        request,
        "account/case.html",
        page,
        status=status,
        own=cases.case_for_account(request.actor.user_id or 0),
        may_ask=cases.may_ask(request.actor.user_id or 0),
        form=form,
        steps=STEPS,
        done=_DONE.get(request.GET.get("done", ""), ""),
    )
