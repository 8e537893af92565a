"""Personal profile: who the account belongs to, how it is reached, and where it may act."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from finpro.accounts.forms import NameForm
from finpro.journeys import keep_profile, see_account
from finpro.kernel import clock
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, requires
from finpro.portals.account import done, nav
from finpro.ui.render import frame, render

HELP = "/help/my-account"


@requires(Hat.ACCOUNT)
@never_cache
@require_safe
def home(request: Request) -> HttpResponse:
    """The own account, and the sides on which it may act."""
    shown = see_account.page(
        phone=getattr(request.user, "phone", ""),
        on_record=any(side.hat is Hat.PERSON for side in request.sides),
        by=request.actor,
        at=clock.now(),
    )
    page = frame(request, "My account", nav=nav.items("account:home", request.sides), help=HELP)
    return render(request, "account/profile.html", page, shown=shown, sides=request.sides, said=done.said(request))


@requires(Hat.ACCOUNT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def name(request: Request) -> HttpResponse:
    """Change the name by which the site greets."""
    form = NameForm(
        request.POST if request.method == "POST" else None, initial={"name": getattr(request.user, "name", "")}
    )
    if form.is_bound and form.is_valid():
        keep_profile.rename(name=form.cleaned_data["name"], by=request.actor, at=clock.now())
        return redirect(f"{reverse('account:home')}?done=name")
    page = frame(
        request, "Change your name", nav=nav.items("account:home", request.sides), help=HELP, error=bool(form.errors)
    )
    return render(request, "account/name.html", page, status=422 if form.errors else 200, form=form)
