"""The proof that the mailbox is one's own: a code, or a link for who could not make the human check."""

from email.utils import parseaddr

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from finpro.accounts.forms import NOT_RIGHT, CodeForm
from finpro.journeys import open_account
from finpro.kernel import clock
from finpro.kernel.codes import Answer
from finpro.kernel.http import Request, public
from finpro.kernel.http.clients import client_address
from finpro.portals.public.views.open import session
from finpro.ui.render import frame, render


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@session.signed_out_only
def mailbox(request: Request) -> HttpResponse:
    """Say what was mailed and from where, and take the code."""
    opening = session.at_hand(request)
    if opening is None:
        return redirect("public:open")
    if opening.confirmed:
        return redirect("public:open_password")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        answer = open_account.confirm(sign_up_id=opening.id, typed=form.cleaned_data["code"], at=clock.now())
        if answer is Answer.RIGHT:
            return redirect("public:open_password")
        form.add_error("code", NOT_RIGHT[answer])
    page = frame(request, "Check your mail", help=session.HELP, error=bool(form.errors))
    return render(
        request,
        "public/open/mailbox.html",
        page,
        status=422 if form.errors else 200,
        form=form,
        email=opening.email,
        by_link=session.by_link(request),
        again="again" in request.GET,
        sender=parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
    )


@public
@require_POST
@session.signed_out_only
def send_again(request: Request) -> HttpResponse:
    """Mail another code or link."""
    opening = session.at_hand(request)
    if opening is None:
        return redirect("public:open")
    open_account.send_again(
        sign_up_id=opening.id,
        by_link=session.by_link(request),
        address=client_address(request),
        at=clock.now(),
    )
    return redirect(f"{reverse('public:open_mailbox')}?again=1")


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@session.signed_out_only
def link(request: Request, token: str) -> HttpResponse:
    """The page behind a mailed link: opening it changes nothing, its button does."""
    if request.method == "POST":
        session.keep(request, open_account.follow_link(token=token, at=clock.now()), by_link=True)
        return redirect("public:open_password")
    page = frame(request, "Go on opening your account", help=session.HELP)
    return render(request, "public/open/link.html", page, token=token)
