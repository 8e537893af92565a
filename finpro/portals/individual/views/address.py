"""The own home address, for who is with no firm: entered, checked, put on the record."""

from dataclasses import asdict

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from finpro.filings.forms import AddressForm
from finpro.filings.policies.home import line
from finpro.journeys import change_address
from finpro.kernel import clock, errors
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, requires
from finpro.portals.individual import nav
from finpro.registry.policies.address_duty import may_change
from finpro.registry.selectors import Leaver
from finpro.ui.render import frame, render

_HELP = "/help/home-address"


@requires(Hat.PERSON)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: Request) -> HttpResponse:
    """The address on record and a form for a new one; sent, what it comes to is shown before anything is changed."""
    leaver = change_address.look(by=request.actor, at=clock.now())
    if request.method != "POST" or request.POST.get("step") == "edit":
        return _entry(request, leaver, _form(request, leaver), status=200)
    may_change(leaver.tie)
    form = _form(request, leaver)
    if form.is_valid():
        try:
            leaver.check_since(form.cleaned_data["since"])
        except errors.Invalid as invalid:
            form.show(invalid.findings)
        else:
            return _page(request, "Check your new home address", "check", leaver, form)
    return _entry(request, leaver, form, status=422)


@requires(Hat.PERSON)
@never_cache
@require_POST
def change(request: Request) -> HttpResponse:
    """Put the address that was checked on the record."""
    form = AddressForm(request.POST, today=clock.today())
    if form.is_valid():
        try:
            change_address.change(
                address=form.address,
                since=form.cleaned_data["since"],
                seen=form.cleaned_data["seen"],
                by=request.actor,
                at=clock.now(),
            )
        except errors.Invalid as invalid:
            form.show(invalid.findings)
        else:
            return redirect("individual:address_done")
    return _entry(request, change_address.look(by=request.actor, at=clock.now()), form, status=422)


@requires(Hat.PERSON)
@never_cache
@require_POST
def confirm(request: Request) -> HttpResponse:
    """The address on record is still right."""
    seen = request.POST.get("seen", "")
    row = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 19 else 0
    change_address.confirm(seen=row, by=request.actor, at=clock.now())
    return redirect("individual:address_done")


@requires(Hat.PERSON)
@never_cache
@require_safe
def done(request: Request) -> HttpResponse:
    """What the record says now, and what happens next; for who has told nothing today, the address itself."""
    leaver = change_address.look(by=request.actor, at=clock.now())
    if leaver.told_on != leaver.on:
        return redirect("individual:address")
    return _page(request, "Your home address is up to date", "done", leaver)


def _form(request: Request, leaver: Leaver) -> AddressForm:
    """The form as it was sent, or empty; on the way back from the check it is filled in without being judged."""
    initial = {"seen": leaver.home.row if leaver.home else None}
    if request.method != "POST":
        return AddressForm(None, today=clock.today(), initial=initial)
    if request.POST.get("step") == "edit":
        typed = {name: request.POST.get(name, "") for name in AddressForm.base_fields}
        since = {part: request.POST.get(f"since-{part}", "") for part in ("month", "day", "year")}
        return AddressForm(None, today=clock.today(), initial={**typed, "since": since})
    return AddressForm(request.POST, today=clock.today())


def _entry(request: Request, leaver: Leaver, form: AddressForm, *, status: int) -> HttpResponse:
    return _page(request, "Home address", "home", leaver, form, status=status)


def _page(
    request: Request, title: str, name: str, leaver: Leaver, form: AddressForm | None = None, *, status: int = 200
) -> HttpResponse:
    page = frame(
        request, title, nav=nav.items("individual:record"), help=_HELP, error=form is not None and bool(form.errors)
    )
    return render(
        request,
        f"individual/address/{name}.html",
        page,
        status=status,
        leaver=leaver,
        form=form,
        why_not=may_change.why_not(leaver.tie),
        present=line(asdict(leaver.home.address), clock.today()) if leaver.home else "",
        new=line(form.address, clock.today()) if form is not None and form.is_bound and form.is_valid() else "",
    )
