"""Number and date of birth. They live for one request."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from finpro.access import selectors as access
from finpro.identity import selectors as identity
from finpro.identity.forms import WhoForm
from finpro.journeys import prove_identity
from finpro.kernel import clock
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, requires, unheld
from finpro.kernel.http.clients import client_address
from finpro.portals.account.views.identity.home import HELP
from finpro.ui.render import frame, render


@requires(Hat.ACCOUNT)
@unheld
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def who(request: Request) -> HttpResponse:
    """Ask who it is, look for the record and ask the bureau; what came of it is shown by the next page."""
    user_id = request.actor.user_id or 0
    if access.person_of(user_id) is not None:
        return redirect("individual:home")
    stands = identity.standing(user_id, at=clock.now())
    form = WhoForm(
        request.POST if request.method == "POST" else None,
        fictitious=settings.FINPRO["demo"],
        today=clock.today(),
        ask_phone=not stands.has_phone,
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        prove_identity.who(
            user_id=user_id,
            claimed=prove_identity.Claimed(given["born"], given["ssn"], given["crd"]),
            phone=given.get("phone", ""),
            address=client_address(request),
            by=request.actor,
            at=clock.now(),
        )
        return redirect("identity:home")
    page = frame(request, "Who you are", help=HELP, error=bool(form.errors))
    status = 422 if form.errors else 200
    return render(request, "account/identity/who.html", page, status=status, form=form, stands=stands)
