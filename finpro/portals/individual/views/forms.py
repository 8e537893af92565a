"""Forms about the person: the list, one form, what the check finds, handing it back."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from finpro.filings import selectors as filings
from finpro.filings.enums import State
from finpro.filings.presenters.links import Links
from finpro.journeys import draft_filing, see_draft
from finpro.kernel import clock
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, requires
from finpro.portals.individual import nav
from finpro.ui.form_view import form_view
from finpro.ui.page import Page
from finpro.ui.render import frame, render

_DONE = {"handed-back": "You handed the form back. Your firm was told, and goes on with it."}

# Somebody has signed, and nothing has voided it.
_SIGNED = {State.REP_SIGNED, State.READY_TO_SUBMIT, State.SUBMITTED, State.ACCEPTED}


@requires(Hat.PERSON)
@never_cache
@require_safe
def forms_list(request: Request) -> HttpResponse:
    """The forms about the person that were opened or sent to him or her."""
    found = filings.list_mine(request.actor, clock.now())
    return render(request, "individual/forms/list.html", frame_of(request, "Forms"), found=found)


@requires(Hat.PERSON)
@never_cache
@require_safe
def form(request: Request, filing_id: int) -> HttpResponse:
    """One form: its sections, and which are open."""
    board = see_draft.look(filing_id=filing_id, links=links_of(filing_id), by=request.actor, at=clock.now())
    return render(
        request,
        "individual/forms/overview.html",
        frame_of(request, "Form U4"),
        board=board,
        may_sign=board.overview.head.state == State.PENDING_REP_SIGNATURE,
        was_signed=board.overview.head.state in _SIGNED,
        may_hand_back=board.overview.head.state == State.REP_EDITING,
        done=_DONE.get(request.GET.get("done", ""), ""),
    )


@requires(Hat.PERSON)
@never_cache
@require_safe
def form_read(request: Request, filing_id: int) -> HttpResponse:
    """The whole form as it is read."""
    board = see_draft.look(filing_id=filing_id, links=links_of(filing_id), by=request.actor, at=clock.now())
    view = form_view(board.overview.head.form, board.overview.document)
    return render(
        request, "individual/forms/form.html", frame_of(request, "Form U4 as it stands"), board=board, view=view
    )


@requires(Hat.PERSON)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hand_back(request: Request, filing_id: int) -> HttpResponse:
    """The answers to check, and what the check finds in the open sections; then the form goes back to the firm."""
    links = links_of(filing_id)
    if request.method == "POST":
        draft_filing.hand_back(filing_id=filing_id, by=request.actor, at=clock.now())
        return redirect(f"{links.base}?done=handed-back")
    checked = see_draft.check(filing_id=filing_id, links=links, by=request.actor, at=clock.now())
    return render(request, "individual/forms/hand_back.html", frame_of(request, "Hand the form back"), checked=checked)


def links_of(filing_id: int) -> Links:
    """Addresses of a form on the person's side."""
    return Links(reverse("individual:form", args=[filing_id]))


def frame_of(request: Request, title: str, *, error: bool = False) -> Page:
    """The frame of a page about forms."""
    return frame(request, title, nav=nav.items("individual:forms"), help="/help/completing-form-u4", error=error)
