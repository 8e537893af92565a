"""An account for somebody who came from Google: no password, and no code, since Google has verified the address."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from finpro.accounts import adapters as accounts
from finpro.accounts.adapters import google as arrived
from finpro.accounts.enums import Way
from finpro.accounts.forms import GoogleDetailsForm
from finpro.journeys import open_account
from finpro.kernel import clock
from finpro.kernel.http import Request, public
from finpro.portals.public.views.open import session
from finpro.ui.render import frame, render


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@session.signed_out_only
def google(request: Request) -> HttpResponse:
    """Ask for name and telephone, open the account, sign in to it and go on to who its owner is."""
    who = arrived.sign_up(request, at=clock.now())
    if who is None:
        return redirect("public:open")
    form = GoogleDetailsForm(request.POST if request.method == "POST" else None, initial={"name": who.name})
    if form.is_bound and form.is_valid():
        given = open_account.Details(form.cleaned_data["name"], who.email, form.cleaned_data["phone"])
        user = open_account.finish_with_google(details=given, uid=who.uid, at=clock.now())
        arrived.forget_sign_up(request)
        session.forget(request)
        accounts.enter(request, user=user, way=Way.GOOGLE, at=clock.now())
        return redirect("identity:home")
    page = frame(request, "Your details", help=session.HELP, error=bool(form.errors))
    status = 422 if form.errors else 200
    return render(request, "public/open/google.html", page, status=status, form=form, email=who.email)
