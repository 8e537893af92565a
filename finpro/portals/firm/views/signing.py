"""The signatures of a filing: sent, reminded of, recalled, given for the firm, and the way that they took."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from finpro.accounts.adapters import last_shown
from finpro.accounts.adapters.renew import fresh
from finpro.documents import selectors as documents
from finpro.filings.policies.signing import WITHOUT_PERSON, Wish
from finpro.filings.selectors import signing as filings
from finpro.filings.selectors.signing import Panel
from finpro.journeys import seal_filing, sign_filing
from finpro.journeys.sign_filing import FirmSigns
from finpro.kernel import clock, errors
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, Sight, requires, unheld
from finpro.kernel.http.clients import client_address
from finpro.portals.firm.views.users import page_of
from finpro.signatures import forms
from finpro.signatures.policies import Shown
from finpro.ui.form_view import form_view
from finpro.ui.page import Page
from finpro.ui.render import render

_HELP = "/help/firm-signatures"
_DONE = {
    "sent": "The form was sent for signature. The person was told by mail, and nobody can change it now.",
    "reminded": "The person was reminded by mail.",
    "recalled": "The form was taken back. The person was told that there is nothing to sign.",
    "printing": "The copy is being made. It appears below under Files in a few seconds: load this page again.",
    "signed": "You signed for the firm. The form is ready to be filed.",
}


@requires(Hat.FIRM)
@never_cache
@require_safe
def signatures(request: Request, firm: int, filing_id: int) -> HttpResponse:
    """The panel: what is signed, what is missing, what can be done now, and what happened so far."""
    return _panel(request, firm, filing_id, forms.RecallForm())


@requires(Hat.FIRM)
@never_cache
@require_POST
def send(request: Request, firm: int, filing_id: int) -> HttpResponse:
    """Send for the person's signature."""
    sign_filing.send(filing_id=filing_id, wish=_wish(request), by=request.actor, at=clock.now())
    return _to(firm, filing_id, "sent")


@requires(Hat.FIRM)
@never_cache
@require_POST
def remind(request: Request, firm: int, filing_id: int) -> HttpResponse:
    """Remind the person."""
    sign_filing.remind(filing_id=filing_id, by=request.actor, at=clock.now())
    return _to(firm, filing_id, "reminded")


@requires(Hat.FIRM)
@never_cache
@require_POST
def recall(request: Request, firm: int, filing_id: int) -> HttpResponse:
    """Take back what waits for the person's signature."""
    form = forms.RecallForm(request.POST)
    if not form.is_valid():
        return _panel(request, firm, filing_id, form, status=422)
    sign_filing.recall(filing_id=filing_id, reason=form.cleaned_data["reason"], by=request.actor, at=clock.now())
    return _to(firm, filing_id, "recalled")


@requires(Hat.FIRM)
@never_cache
@require_POST
def print_copy(request: Request, firm: int, filing_id: int) -> HttpResponse:
    """Ask for the draft as a file to print and to sign by hand."""
    seal_filing.ask_preview(filing_id=filing_id, by=request.actor, at=clock.now())
    return _to(firm, filing_id, "printing")


@requires(Hat.FIRM)
@unheld
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@fresh
def sign(request: Request, firm: int, filing_id: int) -> HttpResponse:
    """Sign for the firm; on paper what the person signed is entered in the same act."""
    at, wish = clock.now(), _wish(request)
    panel = filings.get_panel(request.actor, filing_id, wish, at)
    form = _sign_form(request, panel)
    if form.is_bound and form.is_valid():
        try:
            sign_filing.sign_for_firm(
                filing_id=filing_id, wish=wish, signs=_typed(form), shown=_shown(request), by=request.actor, at=at
            )
        except errors.Invalid as invalid:
            forms.show(form, invalid)
        else:
            return _to(firm, filing_id, "signed")
    request.sights.append(Sight(f"crd:{panel.heading.crd}", "form to sign"))
    return render(
        request,
        "firm/signing/sign.html",
        _frame(request, firm, "Sign for the firm", error=bool(form.errors)),
        status=422 if form.errors else 200,
        firm=firm,
        panel=panel,
        form=form,
        today=clock.today(),
        view=form_view(panel.form, panel.document, changed={line.pointer for line in panel.record_changes}),
    )


@requires(Hat.FIRM)
@never_cache
@require_safe
def paper(request: Request, firm: int, filing_id: int, document: UUID) -> HttpResponse:
    """A file of the filing: the sealed form, or what was scanned."""
    panel = filings.get_panel(request.actor, filing_id, Wish(), clock.now())
    request.sights.append(Sight(f"crd:{panel.heading.crd}", "form as a file"))
    found, content = documents.read_of(filings.subject_of(filing_id), document)
    return HttpResponse(
        content,
        content_type=found.media_type,
        headers={"Content-Disposition": f'attachment; filename="{found.file_name}"'},
    )


def _panel(
    request: Request, firm: int, filing_id: int, recalling: forms.RecallForm, *, status: int = 200
) -> HttpResponse:
    panel = filings.get_panel(request.actor, filing_id, _wish(request), clock.now())
    request.sights.append(Sight(f"crd:{panel.heading.crd}", "signatures of a form"))
    return render(
        request,
        "firm/signing/panel.html",
        _frame(request, firm, "Signatures", error=bool(recalling.errors)),
        status=status,
        firm=firm,
        panel=panel,
        recalling=recalling,
        wishes=forms.WishForm(initial={"temporary": panel.wish.temporary, "without_person": panel.wish.without_person}),
        wish_query=_query(panel.wish),
        done=_DONE.get(request.GET.get("done", ""), ""),
    )


def _sign_form(request: Request, panel: Panel) -> forms.FirmSignForm:
    paper = panel.is_draft and panel.plan.on_paper
    states = panel.is_draft and any(block.key == WITHOUT_PERSON for block in panel.plan.blocks)
    initial = {
        "name": panel.signatory,
        "paper_name": panel.person_name,
        "temporary": panel.wish.temporary,
        "without_person": panel.wish.without_person,
    }
    if request.method == "POST":
        return forms.FirmSignForm(request.POST, request.FILES, initial=initial, paper=paper, states=states)
    return forms.FirmSignForm(initial=initial, paper=paper, states=states)


def _typed(form: forms.FirmSignForm) -> FirmSigns:
    given = form.cleaned_data
    return FirmSigns(
        name=given["name"],
        consent=given["consent"],
        paper_name=given.get("paper_name", ""),
        paper_signed_on=form.signed_on(),
        paper_scan=form.content("paper_scan"),
        note=given.get("note", ""),
        acknowledgment=form.content("acknowledgment"),
    )


def _wish(request: Request) -> Wish:
    given = request.POST if request.method == "POST" else request.GET
    on = {"on", "true", "True", "1"}
    return Wish(given.get("temporary", "") in on, given.get("without_person", "") in on)


def _query(wish: Wish) -> str:
    given = {"temporary": wish.temporary, "without_person": wish.without_person}
    return f"?{urlencode({name: 'on' for name, on in given.items() if on})}" if any(given.values()) else ""


def _shown(request: Request) -> Shown:
    way, at = last_shown(request) or ("", clock.now())
    return Shown(str(way), at, client_address(request), request.headers.get("User-Agent", ""))


def _to(firm: int, filing_id: int, done: str) -> HttpResponse:
    return redirect(f"{reverse('firm:signatures', args=[firm, filing_id])}?done={done}")


def _frame(request: Request, firm: int, title: str, *, error: bool = False) -> Page:
    return page_of(request, firm, title, "firm:filings", help=_HELP, error=error)
