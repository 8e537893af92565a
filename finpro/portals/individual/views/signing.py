"""A form that waits for the own signature: read, signed or declined."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from finpro.accounts.adapters import is_fresh, last_shown
from finpro.accounts.adapters.renew import CONFIRM, fresh
from finpro.documents import selectors as documents
from finpro.filings.selectors import signing as filings
from finpro.filings.selectors.signing import SignPage
from finpro.journeys import sign_filing
from finpro.kernel import clock, errors
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, Sight, requires, unheld
from finpro.kernel.http.clients import client_address
from finpro.portals.individual import nav
from finpro.signatures import forms
from finpro.signatures.policies import Shown
from finpro.ui.form_view import form_view
from finpro.ui.page import Page
from finpro.ui.render import frame, render

_HELP = "/help/sign-a-form"


@requires(Hat.PERSON)
@never_cache
@require_safe
def sign(request: Request, filing_id: int) -> HttpResponse:
    """The form as it was frozen, the statements, and the form to sign with. The first look is noted for the firm."""
    shown = filings.get_sign_page(request.actor, filing_id)
    opened = any(step.tag == "signature:envelope:opened" and step.at >= shown.envelope.sent_at for step in shown.steps)
    if shown.waits and not opened:
        request.sights.append(Sight(filings.subject_of(filing_id), "form to sign", tag="signature:envelope:opened"))
    form = forms.SignForm(initial={"envelope": shown.envelope.id, "name": shown.prefilled})
    return _page(request, shown, form)


@requires(Hat.PERSON)
@unheld
@never_cache
@require_http_methods(["POST"])
@fresh
def give(request: Request, filing_id: int) -> HttpResponse:
    """Sign."""
    form = forms.SignForm(request.POST)
    if not form.is_valid():
        return _page(request, filings.get_sign_page(request.actor, filing_id), form, status=422)
    try:
        sign_filing.sign(
            filing_id=filing_id,
            envelope_id=form.cleaned_data["envelope"],
            name=form.cleaned_data["name"],
            consent=form.cleaned_data["consent"],
            shown=shown_by(request),
            by=request.actor,
            at=clock.now(),
        )
    except errors.Invalid as invalid:
        forms.show(form, invalid)
        return _page(request, filings.get_sign_page(request.actor, filing_id), form, status=422)
    return redirect("individual:signed", filing_id=filing_id)


@requires(Hat.PERSON)
@unheld
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@fresh
def decline(request: Request, filing_id: int) -> HttpResponse:
    """Say why one does not sign."""
    shown = filings.get_sign_page(request.actor, filing_id)
    form = forms.DeclineForm(
        request.POST if request.method == "POST" else None, initial={"envelope": shown.envelope.id}
    )
    if form.is_bound and form.is_valid():
        try:
            sign_filing.decline(
                filing_id=filing_id,
                envelope_id=form.cleaned_data["envelope"],
                reason=form.cleaned_data["reason"],
                by=request.actor,
                at=clock.now(),
            )
        except errors.Invalid as invalid:
            forms.show(form, invalid)
        else:
            return redirect("individual:signed", filing_id=filing_id)
    status = 422 if form.errors else 200
    page = _frame(request, "Do not sign Form U4", error=bool(form.errors))
    return render(request, "individual/signing/decline.html", page, status=status, shown=shown, form=form)


@requires(Hat.PERSON)
@never_cache
@require_safe
def signed(request: Request, filing_id: int) -> HttpResponse:
    """What was done, and what happens next."""
    shown = filings.get_sign_page(request.actor, filing_id)
    if shown.waits:
        return redirect("individual:sign", filing_id=filing_id)
    return render(request, "individual/signing/done.html", _frame(request, "Form U4"), shown=shown)


@requires(Hat.PERSON)
@never_cache
@require_safe
def paper(request: Request, filing_id: int, document: UUID) -> HttpResponse:
    """The sealed form as a file."""
    shown = filings.get_sign_page(request.actor, filing_id)
    if document not in {one.id for one in shown.papers}:
        raise errors.NotFound("There is no such document, or it is not yours.")
    found, content = documents.read_of(filings.subject_of(filing_id), document)
    return HttpResponse(
        content,
        content_type=found.media_type,
        headers={"Content-Disposition": f'attachment; filename="{found.file_name}"'},
    )


def shown_by(request: Request) -> Shown:
    """How and when who is signed in has last shown it, and from where this request comes."""
    way, at = last_shown(request) or ("", clock.now())
    return Shown(str(way), at, client_address(request), request.headers.get("User-Agent", ""))


def _page(request: Request, shown: SignPage, form: forms.SignForm, *, status: int = 200) -> HttpResponse:
    view = form_view(shown.form, shown.document, changed={line.pointer for line in shown.record_changes})
    back = reverse("individual:sign", args=[shown.heading.id])
    return render(
        request,
        "individual/signing/sign.html",
        _frame(request, "Sign Form U4", error=bool(form.errors)),
        status=status,
        shown=shown,
        form=form,
        view=view,
        today=clock.today(),
        fresh=is_fresh(request, at=clock.now()),
        confirm=f"{CONFIRM}?{urlencode({'next': f'{back}#sign'})}",
    )


def _frame(request: Request, title: str, *, error: bool = False) -> Page:
    return frame(request, title, nav=nav.items("individual:forms"), help=_HELP, error=error)
