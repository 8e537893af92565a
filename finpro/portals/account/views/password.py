"""Choosing a password: the first one, another one, or a new one after a mailed code."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from finpro.accounts import adapters as accounts
from finpro.accounts import selectors as found
from finpro.accounts.adapters.renew import ask_first
from finpro.accounts.forms import NewPasswordForm
from finpro.kernel import clock
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, requires, unheld
from finpro.portals.account import nav
from finpro.ui.render import frame, render

_HELP = "/help/my-account"


@requires(Hat.ACCOUNT)
@unheld
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: Request) -> HttpResponse:
    """Ask for a new password of whoever has just shown who he or she is; others are asked to show it first."""
    if asked := ask_first(request, request.path):
        return asked
    form = NewPasswordForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_bound and form.is_valid():
        accounts.change_password(request, password=form.cleaned_data["password"], by=request.actor, at=clock.now())
        return redirect("account:password_chosen")
    first = not found.has_password(request.actor.user_id or 0)
    title = "Set a password" if first else "Change your password"
    page = frame(request, title, nav=nav.items("account:password", request.sides), help=_HELP, error=bool(form.errors))
    status = 422 if form.errors else 200
    return render(request, "account/password.html", page, status=status, form=form, first=first)


@requires(Hat.ACCOUNT)
@never_cache
@require_safe
def chosen(request: Request) -> HttpResponse:
    """Say that the password is chosen, and what else happened."""
    page = frame(request, "Your password is changed", nav=nav.items("account:password", request.sides), help=_HELP)
    return render(request, "account/password_chosen.html", page)
