"""The password, with which the account is there."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from finpro.accounts import adapters as accounts
from finpro.accounts.enums import Way
from finpro.accounts.forms import NewPasswordForm
from finpro.journeys import open_account
from finpro.kernel import clock
from finpro.kernel.http import Request, public
from finpro.portals.public.views.open import session
from finpro.ui.render import frame, render


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@session.signed_out_only
def password(request: Request) -> HttpResponse:
    """Ask for a password, open the account, sign in to it and go on to who its owner is."""
    opening = session.at_hand(request)
    if opening is None:
        return redirect("public:open")
    if not opening.confirmed:
        return redirect("public:open_mailbox")
    form = NewPasswordForm(request.POST if request.method == "POST" else None, user=opening.sketch())
    if form.is_bound and form.is_valid():
        user = open_account.finish(sign_up_id=opening.id, password=form.cleaned_data["password"], at=clock.now())
        session.forget(request)
        accounts.enter(request, user=user, way=Way.PASSWORD, at=clock.now())
        return redirect("identity:home")
    page = frame(request, "Choose a password", help=session.HELP, error=bool(form.errors))
    status = 422 if form.errors else 200
    return render(request, "public/open/password.html", page, status=status, form=form, email=opening.email)
