"""A firm's forms: the list, a new draft, its overview, access, the check, giving it up."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from finpro.filings import forms
from finpro.filings import selectors as filings
from finpro.filings.enums import Access, State
from finpro.filings.presenters.links import Links
from finpro.filings.selectors import renewal
from finpro.filings.tables.listing import list_table
from finpro.filings.tables.overview import Board
from finpro.journeys import draft_filing, see_draft
from finpro.journeys.draft_filing import Newcomer
from finpro.kernel import clock, errors
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, Sight, requires, unheld
from finpro.portals.firm.views.users import page_of
from finpro.registry.policies.filed import LegalName
from finpro.ui.form_view import form_view
from finpro.ui.page import Page
from finpro.ui.render import render

DRAFT = "u4.draft"
# What the link to the page of filing is called, where there is one.
_FILE = {
    State.READY_TO_SUBMIT: "File the form",
    State.SUBMITTED: "See the receipt",
    State.ACCEPTED: "See what came of it",
    State.REJECTED: "Read why it was rejected",
}
_DONE = {
    "person": "The person is on the record and has the CRD number below. Type the last name to begin the form.",
    "begun": "The draft was begun. It holds what the record says.",
    "access": "What the person may fill in was changed.",
    "deleted": "The draft was deleted. Its history stays.",
    "reopened": "The form is a draft again.",
    "renewed": "The draft is of the version of the form that is in force now.",
}


@requires(Hat.FIRM, DRAFT)
@never_cache
@require_safe
def filings_list(request: Request, firm: int) -> HttpResponse:
    """The firm's filings: by state, by whose move it is, by age."""
    return list_page(request, firm, forms.BulkForm())


def list_page(request: Request, firm: int, bulk: forms.BulkForm) -> HttpResponse:
    """The page of the list, also where `bulk`, what is to be done to many of it, could not be read."""
    form = forms.ListForm(request.GET)
    filters = form.filters()
    now = clock.now()
    listing = filings.list_filings(request.actor, filters, now)
    address = reverse("firm:filings", args=[firm])
    return render(
        request,
        "firm/filings/list.html",
        frame_of(request, firm, "Filings", error=bool(bulk.errors)),
        status=422 if bulk.errors else 200,
        firm=firm,
        bulk=bulk,
        form=form,
        listing=listing,
        table=list_table(listing, filters, form.used(filters), filings=address, at=now),
        done=_DONE.get(request.GET.get("done", ""), ""),
    )


@requires(Hat.FIRM, DRAFT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request, firm: int) -> HttpResponse:
    """About whom; then the type that is chosen and why; then the draft."""
    sent = request.POST if request.method == "POST" else None
    form = forms.PersonForm(sent, initial={"crd": request.GET.get("crd", "")[:10]})
    kind = forms.KindForm(sent)
    if not form.is_bound or not form.is_valid():
        return _new(request, firm, form)
    if not kind.is_valid():
        form.add_error("crd", "This page does not offer what was sent. Nothing was begun. Continue once more")
        return _new(request, firm, form)
    who = {"crd": form.cleaned_data["crd"], "last": form.cleaned_data["last"], "options": kind.options}
    try:
        if request.POST.get("step") == "begin":
            made = draft_filing.create(**who, by=request.actor, at=clock.now())
            return redirect(f"{reverse('firm:filing', args=[firm, made])}?done=begun")
        if kind.cleaned_data["adopts"]:
            chosen = {"crd": who["crd"], "last": who["last"], "adopts": kind.cleaned_data["adopts"]}
            made = draft_filing.concur(**chosen, by=request.actor, at=clock.now())
            return redirect(f"{reverse('firm:filing', args=[firm, made])}?done=begun")
        beginning = draft_filing.find(**who, by=request.actor, at=clock.now())
    except (errors.Invalid, errors.Refusal) as refused:
        form.add_error("crd", refused.message)
        return _new(request, firm, form)
    page = frame_of(request, firm, "New form")
    return render(request, "firm/filings/type.html", page, firm=firm, form=form, kind=kind, beginning=beginning)


def _new(request: Request, firm: int, form: forms.PersonForm) -> HttpResponse:
    failed = bool(form.errors)
    page = frame_of(request, firm, "New form", error=failed)
    done = "" if form.is_bound else _DONE.get(request.GET.get("done", ""), "")
    status = 422 if failed else 200
    return render(request, "firm/filings/new.html", page, status=status, firm=firm, form=form, done=done)


@requires(Hat.FIRM, DRAFT)
@unheld
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_person(request: Request, firm: int) -> HttpResponse:
    """Put somebody on the record who is not there yet; then on to the form about him or her."""
    form = forms.NewPersonForm(request.POST if request.method == "POST" else None)
    crd = None
    if form.is_bound and form.is_valid():
        asked = form.cleaned_data
        name = LegalName(asked["first"], asked["middle"], asked["last"], asked["suffix"])
        who = Newcomer(name, asked["born_on"], asked["ssn"])
        try:
            crd = draft_filing.create_person(who=who, by=request.actor, at=clock.now())
        except (errors.Invalid, errors.Refusal) as refused:
            form.add_error("ssn", refused.message)
    if crd is None:
        failed = bool(form.errors)
        page = frame_of(request, firm, "New person", error=failed)
        return render(request, "firm/filings/person.html", page, status=422 if failed else 200, firm=firm, form=form)
    return redirect(f"{reverse('firm:filing_new', args=[firm])}?crd={crd}&done=person")


@requires(Hat.FIRM, DRAFT)
@never_cache
@require_safe
def filing(request: Request, firm: int, filing_id: int) -> HttpResponse:
    """The overview: sections with the progress of both sides, what comes next, what the form went through."""
    board = see_draft.look(filing_id=filing_id, links=links_of(firm, filing_id), by=request.actor, at=clock.now())
    request.sights.append(Sight(f"crd:{board.overview.head.crd}", "draft of Form U4"))
    return _overview(request, firm, board)


def _overview(request: Request, firm: int, board: Board) -> HttpResponse:
    head = board.overview.head
    return render(
        request,
        "firm/filings/overview.html",
        frame_of(request, firm, f"Form U4, {head.name}"),
        firm=firm,
        board=board,
        filing_label=_FILE.get(head.state, ""),
        newer=renewal.newer_version(head.form_name, head.version, head.state, clock.today()),
        may_share=head.state in {State.DRAFT, State.REP_EDITING, State.FIRM_REVIEW},
        may_reopen=head.state in {State.REJECTED, State.READY_TO_SUBMIT},
        rejected=see_draft.rejected(shown=board),
        may_delete=board.expires_at is not None,
        done=_DONE.get(request.GET.get("done", ""), ""),
    )


@requires(Hat.FIRM, DRAFT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def access(request: Request, firm: int, filing_id: int) -> HttpResponse:
    """What the person may fill in."""
    at = clock.now()
    shown = filings.access_of(request.actor, filing_id, at)
    form = forms.AccessForm(
        request.POST if request.method == "POST" else None,
        sections=[(section.key, f"{section.number} {section.title}") for section in shown.sections],
        initial={"access": shown.access, "sections": shown.open, "tell": True},
    )
    if not form.is_bound or not form.is_valid():
        failed = bool(form.errors)
        page = frame_of(request, firm, "What the person may fill in", error=failed)
        return render(
            request,
            "firm/filings/access.html",
            page,
            status=422 if failed else 200,
            firm=firm,
            form=form,
            shown=shown,
            links=links_of(firm, filing_id),
        )
    asked = form.cleaned_data
    draft_filing.give_access(
        filing_id=filing_id,
        access=Access(asked["access"]),
        chosen=asked["sections"],
        tell=asked["tell"],
        by=request.actor,
        at=at,
    )
    return redirect(f"{links_of(firm, filing_id).base}?done=access")


@requires(Hat.FIRM, DRAFT)
@never_cache
@require_safe
def check(request: Request, firm: int, filing_id: int) -> HttpResponse:
    """What the completeness check finds."""
    checked = see_draft.check(filing_id=filing_id, links=links_of(firm, filing_id), by=request.actor, at=clock.now())
    page = frame_of(request, firm, "Check the form")
    return render(request, "firm/filings/check.html", page, firm=firm, checked=checked)


@requires(Hat.FIRM, DRAFT)
@never_cache
@require_safe
def form_read(request: Request, firm: int, filing_id: int) -> HttpResponse:
    """The whole form as it is read."""
    board = see_draft.look(filing_id=filing_id, links=links_of(firm, filing_id), by=request.actor, at=clock.now())
    request.sights.append(Sight(f"crd:{board.overview.head.crd}", "draft of Form U4"))
    view = form_view(board.overview.head.form, board.overview.document)
    page = frame_of(request, firm, "Form U4 as it stands")
    return render(request, "firm/filings/form.html", page, firm=firm, board=board, view=view)


@requires(Hat.FIRM, DRAFT)
@never_cache
@require_POST
def reopen(request: Request, firm: int, filing_id: int) -> HttpResponse:
    """Make what was rejected, or is ready, a draft again."""
    draft_filing.reopen(filing_id=filing_id, by=request.actor, at=clock.now())
    return redirect(f"{links_of(firm, filing_id).base}?done=reopened")


@requires(Hat.FIRM, DRAFT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def version(request: Request, firm: int, filing_id: int) -> HttpResponse:
    """What bringing a draft to the newer version of its form changes, and the button that does it."""
    links = links_of(firm, filing_id)
    if request.method == "POST":
        draft_filing.renew(filing_id=filing_id, by=request.actor, at=clock.now())
        return redirect(f"{links.base}?done=renewed")
    found = renewal.get_renewal(request.actor, filing_id, clock.now())
    if found is None:
        return redirect(links.base)
    page = frame_of(request, firm, "A newer version of the form")
    return render(request, "firm/filings/version.html", page, firm=firm, found=found, links=links)


@requires(Hat.FIRM, DRAFT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: Request, firm: int, filing_id: int) -> HttpResponse:
    """Give a draft up."""
    board = see_draft.look(filing_id=filing_id, links=links_of(firm, filing_id), by=request.actor, at=clock.now())
    form = forms.DeleteForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        page = frame_of(request, firm, "Delete the draft", error=bool(form.errors))
        return render(request, "firm/filings/delete.html", page, firm=firm, board=board, form=form)
    draft_filing.delete(filing_id=filing_id, reason=form.cleaned_data["reason"], by=request.actor, at=clock.now())
    return redirect(f"{reverse('firm:filings', args=[firm])}?done=deleted")


def links_of(firm: int, filing_id: int) -> Links:
    """Addresses of a filing on this firm's side."""
    return Links(reverse("firm:filing", args=[firm, filing_id]))


def frame_of(request: Request, firm: int, title: str, *, error: bool = False) -> Page:
    """The frame of a page about filings."""
    return page_of(request, firm, title, "firm:filings", help="/help/filing-form-u4", error=error)
