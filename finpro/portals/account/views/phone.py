"""The telephone number of the account."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from finpro.accounts import policies
from finpro.accounts.adapters.renew import ask_first
from finpro.accounts.forms import PhoneForm
from finpro.journeys import keep_profile
from finpro.kernel import clock
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, requires
from finpro.portals.account import nav
from finpro.ui.render import frame, render


@requires(Hat.ACCOUNT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: Request) -> HttpResponse:
    """Add or change the number, after showing who one is: a passcode may be sent to it."""
    if asked := ask_first(request, request.path):
        return asked
    kept = policies.shown(getattr(request.user, "phone", ""))
    form = PhoneForm(request.POST if request.method == "POST" else None, initial={"phone": kept})
    if form.is_bound and form.is_valid():
        keep_profile.set_phone(phone=form.cleaned_data["phone"], by=request.actor, at=clock.now())
        return redirect(f"{reverse('account:home')}?done=phone")
    title = "Change your telephone number" if kept else "Add a telephone number"
    page = frame(
        request,
        title,
        nav=nav.items("account:home", request.sides),
        help="/help/my-account",
        error=bool(form.errors),
    )
    return render(request, "account/phone.html", page, status=422 if form.errors else 200, form=form, kept=kept)


@requires(Hat.ACCOUNT)
@require_POST
def remove(request: Request) -> HttpResponse:
    """Take the number away."""
    if asked := ask_first(request, reverse("account:phone")):
        return asked
    keep_profile.set_phone(phone="", by=request.actor, at=clock.now())
    return redirect(f"{reverse('account:home')}?done=phone-removed")
