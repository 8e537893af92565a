"""Start, and the details: who, which address, which telephone; and the human check that the form carries."""

from email.utils import parseaddr

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from finpro.accounts.adapters import google
from finpro.accounts.forms import DetailsForm
from finpro.integrations import human_check
from finpro.journeys import open_account
from finpro.journeys.open_account import Begun
from finpro.kernel import clock
from finpro.kernel.http import Request, public
from finpro.kernel.http.clients import client_address
from finpro.portals.public.views.open import session
from finpro.ui.render import frame, render

_RENEW = (
    "The check that you are a person ran out or was used already. It has begun again by itself, and what you typed is "
    "still here. Send the form once more"
)


@public
@never_cache
@require_safe
@session.signed_out_only
def start(request: Request) -> HttpResponse:
    """What is needed, how long it takes, and the two ways to begin."""
    page = frame(request, "Open an account", help=session.HELP)
    return render(request, "public/open/start.html", page, google=google.name())


@public
@never_cache
@require_safe
def check(request: Request) -> HttpResponse:
    """A new human check for the form with the details, as the page's script asks for it."""
    return JsonResponse(open_account.challenge(at=clock.now()))


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@session.signed_out_only
def details(request: Request) -> HttpResponse:
    """Ask for the details; then a code goes to the address, or, without the human check, a link."""
    if request.method != "POST":
        known = session.at_hand(request)
        typed = {"name": known.name, "email": known.email, "phone": known.phone} if known else {}
        return _page(request, DetailsForm(initial=typed))
    form = DetailsForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    given = open_account.Details(**form.cleaned_data)
    answer = request.POST.get("human_check", "")
    begun, sign_up_id = open_account.begin(
        details=given, answer=answer, address=client_address(request), at=clock.now()
    )
    if sign_up_id is not None:
        session.keep(request, sign_up_id, by_link=begun is Begun.LINK)
        return redirect("public:open_mailbox")
    before = session.at_hand(request)
    if before is not None and before.email == given.email and not before.confirmed:
        # The same form sent twice: the first of the two is at hand already.
        return redirect("public:open_mailbox")
    return _page(request, form, renew=_RENEW)


def _page(request: Request, form: DetailsForm, *, renew: str = "") -> HttpResponse:
    failed = bool(form.errors or renew)
    page = frame(request, "Your details", help=session.HELP, error=failed)
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    response = render(
        request, "public/open/details.html", page, status=422 if failed else 200, form=form, renew=renew, sender=sender
    )
    # A vendor's check comes from the vendor's host: allowed on this page alone.
    response._csp_update = human_check.adapter().csp()  # type: ignore[attr-defined]  # what django-csp reads
    return response
