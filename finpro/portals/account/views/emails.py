"""The e-mail addresses of the account: add, change, confirm, make personal, remove."""

from email.utils import parseaddr

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from finpro.accounts.adapters.renew import ask_first
from finpro.accounts.forms import NOT_RIGHT, CodeForm, NewAddressForm
from finpro.journeys import keep_addresses
from finpro.kernel import clock, errors
from finpro.kernel.actor import Hat
from finpro.kernel.codes import Answer
from finpro.kernel.http import Request, requires
from finpro.kernel.http.clients import client_address
from finpro.portals.account import done, nav
from finpro.ui.page import Page
from finpro.ui.render import frame, render


@requires(Hat.ACCOUNT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request) -> HttpResponse:
    """Add an address; a code is sent to it."""
    if asked := ask_first(request, request.path):
        return asked
    form = NewAddressForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and (sent := _added(request, form)):
        return sent
    page = _frame(request, "Add an e-mail address", error=bool(form.errors))
    return render(request, "account/email_add.html", page, status=422 if form.errors else 200, form=form)


@requires(Hat.ACCOUNT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, address_id: int) -> HttpResponse:
    """One address: give another one in its place, confirm it, make it personal, or remove it."""
    if asked := ask_first(request, request.path):
        return asked
    form = NewAddressForm(request.POST if request.method == "POST" else None)
    form.fields["email"].label = "New e-mail address"
    if form.is_bound and form.is_valid() and (sent := _added(request, form, address_id)):
        return sent
    shown = keep_addresses.look(address_id=address_id, by=request.actor, at=clock.now())
    page = _frame(request, "Change an e-mail address", error=bool(form.errors))
    return render(request, "account/email.html", page, status=422 if form.errors else 200, form=form, shown=shown)


def _added(request: Request, form: NewAddressForm, replaces: int | None = None) -> HttpResponse | None:
    """To the page that asks for the code; None where the address was refused, which the form then says."""
    try:
        address_id = keep_addresses.add(
            email=form.cleaned_data["email"],
            replaces=replaces,
            where=client_address(request),
            by=request.actor,
            at=clock.now(),
        )
    except errors.Refusal as refused:
        form.add_error("email", refused.message)
        return None
    return redirect("account:email_code", address_id=address_id)


@requires(Hat.ACCOUNT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: Request, address_id: int) -> HttpResponse:
    """Type the code that was sent to the address. Where it takes another's place, only somebody fresh may."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    shown = keep_addresses.look(address_id=address_id, by=request.actor, at=clock.now())
    if shown.address.replacing and (asked := ask_first(request, request.path)):
        return asked
    if form.is_bound and form.is_valid():
        answer = keep_addresses.confirm(
            address_id=address_id, typed=form.cleaned_data["code"], by=request.actor, at=clock.now()
        )
        if answer is Answer.RIGHT:
            return redirect(f"{reverse('account:home')}?done=confirmed")
        form.add_error("code", NOT_RIGHT[answer])
        shown = keep_addresses.look(address_id=address_id, by=request.actor, at=clock.now())
    page = _frame(request, "Type the code of the mail", error=bool(form.errors))
    return render(
        request,
        "account/email_code.html",
        page,
        status=422 if form.errors else 200,
        form=form,
        shown=shown,
        said=done.said(request),
        sender=parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
    )


@requires(Hat.ACCOUNT)
@require_POST
def send(request: Request, address_id: int) -> HttpResponse:
    """Send a new code; earlier ones no longer work."""
    keep_addresses.send_code(address_id=address_id, where=client_address(request), by=request.actor, at=clock.now())
    return redirect(f"{reverse('account:email_code', kwargs={'address_id': address_id})}?done=sent")


@requires(Hat.ACCOUNT)
@require_POST
def personal(request: Request, address_id: int) -> HttpResponse:
    """Let mail about the account go there from now on."""
    if asked := ask_first(request, _page_of(address_id)):
        return asked
    keep_addresses.make_personal(address_id=address_id, by=request.actor, at=clock.now())
    return redirect(f"{reverse('account:home')}?done=personal")


@requires(Hat.ACCOUNT)
@require_POST
def remove(request: Request, address_id: int) -> HttpResponse:
    """Take an address off the account."""
    if asked := ask_first(request, _page_of(address_id)):
        return asked
    keep_addresses.remove(address_id=address_id, by=request.actor, at=clock.now())
    return redirect(f"{reverse('account:home')}?done=removed")


@requires(Hat.ACCOUNT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: Request) -> HttpResponse:
    """The task: say that the confirmed addresses are still right, or send the others a code."""
    if request.method == "POST":
        if asked := ask_first(request, request.path):
            return asked
        keep_addresses.confirm_again(by=request.actor, at=clock.now())
        return redirect(f"{reverse('account:home')}?done=kept")
    found = keep_addresses.to_confirm(by=request.actor, at=clock.now())
    page = _frame(request, "Confirm your e-mail addresses")
    return render(request, "account/emails_confirm.html", page, found=found)


def _page_of(address_id: int) -> str:
    return reverse("account:email", kwargs={"address_id": address_id})


def _frame(request: Request, title: str, *, error: bool = False) -> Page:
    return frame(request, title, nav=nav.items("account:home", request.sides), help="/help/my-account", error=error)
