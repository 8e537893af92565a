"""Naming a firm's super account administrator: the first one, or one that cannot hand over (rule EN-08)."""

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from finpro.access import forms
from finpro.access import selectors as access
from finpro.access.enums import Entitlement
from finpro.journeys import invite as inviting
from finpro.kernel import clock, errors
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, requires
from finpro.portals.staff import nav
from finpro.ui.render import frame, render

_APPOINT = Entitlement.FIRM_ADMIN_NAME.value
_HELP = "/help/firm-users"
_DONE = {
    "invited": "The invitation is on its way. The office changes hands once it is accepted.",
    "withdrawn": "The invitation was withdrawn.",
}


@requires(Hat.STAFF, _APPOINT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def administrator(request: Request, crd: int) -> HttpResponse:
    """Who holds the office and who is invited to; then the address to check, then the mail."""
    office = access.office_of(request.actor, crd, clock.now())
    form = forms.EmailForm(request.POST if request.method == "POST" else None)
    step = request.POST.get("step", "")
    if not form.is_bound or not form.is_valid() or step == "edit":
        return _page(request, office, form)
    email = form.cleaned_data["email"]
    if step != "send":
        page = frame(request, "Check the invitation", nav=nav.items(request.actor, "staff:search"), help=_HELP)
        return render(request, "staff/firms/appoint_check.html", page, office=office, email=email)
    try:
        inviting.appoint(firm_id=office.firm_id, email=email, by=request.actor, at=clock.now())
    except errors.Refusal as refused:
        form.add_error("email", refused.message)
        return _page(request, office, form)
    return _done(crd, "invited")


@requires(Hat.STAFF, _APPOINT)
@never_cache
@require_POST
def withdraw(request: Request, crd: int, invitation: int) -> HttpResponse:
    """Take an invitation to the office back."""
    inviting.withdraw(invitation_id=invitation, by=request.actor, at=clock.now())
    return _done(crd, "withdrawn")


def _page(request: Request, office: access.Office, form: Form) -> HttpResponse:
    failed = bool(form.errors)
    page = frame(
        request,
        "Super account administrator",
        nav=nav.items(request.actor, "staff:search"),
        help=_HELP,
        error=failed,
    )
    done = _DONE.get(request.GET.get("done", ""), "")
    return render(
        request, "staff/firms/appoint.html", page, status=422 if failed else 200, office=office, form=form, done=done
    )


def _done(crd: int, code: str) -> HttpResponse:
    return redirect(f"{reverse('staff:firm_administrator', args=[crd])}?done={code}")
