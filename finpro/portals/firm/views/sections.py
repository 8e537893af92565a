"""Filling in the sections of a form, on the firm's side."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from finpro.filings import forms
from finpro.filings.enums import State
from finpro.filings.policies.sections import section_of
from finpro.filings.tables.section import Screen
from finpro.journeys import draft_filing, fill_section, see_draft
from finpro.journeys.fill_section import Where
from finpro.kernel import clock
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, requires
from finpro.portals.firm.views.filings import DRAFT, frame_of, links_of
from finpro.ui.render import fragment, render

_DONE = {
    "remove": "The entry was removed.",
    "restore": "The entry was put back.",
    "comment": "Your comment was left. The person is told while the form is open to him or her.",
}
SIGNED = "The person has signed this form. Any change voids the signature, and the form has to be sent again."


@requires(Hat.FIRM, DRAFT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: Request, firm: int, filing_id: int, key: str) -> HttpResponse:
    """The questions of a section."""
    return _page(request, firm, filing_id, key, "")


@requires(Hat.FIRM, DRAFT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def row(request: Request, firm: int, filing_id: int, place: str) -> HttpResponse:
    """The questions of one entry of a list."""
    return _page(request, firm, filing_id, section_of(f"/{place}"), place)


def _page(request: Request, firm: int, filing_id: int, key: str, place: str) -> HttpResponse:
    where = Where(filing_id, key, place, links_of(firm, filing_id), request.GET.get("part", ""))
    if request.method != "POST":
        return _drawn(request, firm, fill_section.screen(where=where, by=request.actor, at=clock.now()))
    outcome = fill_section.send(where=where, data=dict(request.POST.lists()), by=request.actor, at=clock.now())
    if outcome.again is not None:
        return _drawn(request, firm, outcome.again, status=422)
    return redirect(outcome.address)


def _drawn(
    request: Request, firm: int, screen: Screen, *, status: int = 200, comment: forms.CommentForm | None = None
) -> HttpResponse:
    signed = screen.page.head.state == State.REP_SIGNED
    return render(
        request,
        "firm/filings/section.html",
        frame_of(request, firm, screen.title, error=status != 200),
        status=status,
        firm=firm,
        s=screen,
        done=_DONE.get(request.GET.get("done", ""), ""),
        row=request.GET.get("row", ""),
        note=SIGNED if signed else "",
        comment=comment or forms.CommentForm(),
    )


@requires(Hat.FIRM, DRAFT)
@never_cache
@require_POST
def save(request: Request, firm: int, filing_id: int) -> HttpResponse:
    """One answer, sent by itself when its field changes."""
    links, at = links_of(firm, filing_id), clock.now()
    asked = request.GET
    form = forms.form_of("u4", asked.get("form", ""))
    answer = fill_section.save_field(
        filing_id=filing_id,
        form=form,
        path=asked.get("field", ""),
        page=asked.get("page", ""),
        data=dict(request.POST.lists()),
        by=request.actor,
        at=at,
    )
    where = links.row(answer.place) if answer.place else links.section(answer.section, part=answer.part)
    if request.headers.get("HX-Request") != "true":
        return redirect(where)
    if answer.redraw:
        screen = fill_section.screen(
            where=Where(filing_id, answer.section, answer.place, links, answer.part), by=request.actor, at=at
        )
        response = fragment(request, "filings/redrawn.html", s=screen, saved=answer.field, at=at)
        response["HX-Retarget"], response["HX-Reselect"], response["HX-Reswap"] = "#fields", "#fields", "outerHTML"
    else:
        again = links.saving(asked.get("page", ""), form.version) + answer.field.query
        response = fragment(request, "filings/saved.html", answer=answer, at=at, again=again, reload=where)
    response["HX-Trigger"] = "fp-saved"
    return response


@requires(Hat.FIRM, DRAFT)
@never_cache
@require_POST
def rows_add(request: Request, firm: int, filing_id: int) -> HttpResponse:
    """Add an entry for months of which a history says nothing, or the reason why."""
    address = fill_section.add_months(
        filing_id=filing_id,
        data=dict(request.POST.lists()),
        links=links_of(firm, filing_id),
        by=request.actor,
        at=clock.now(),
    )
    return redirect(address)


@requires(Hat.FIRM, DRAFT)
@never_cache
@require_POST
def done(request: Request, firm: int, filing_id: int, key: str) -> HttpResponse:
    """The firm is done with a section, or not after all."""
    ready = request.POST.get("done") == "yes"
    draft_filing.mark_done(filing_id=filing_id, section=key, done=ready, by=request.actor, at=clock.now())
    links = links_of(firm, filing_id)
    return redirect(links.base if ready else links.section(key, part=request.GET.get("part", "")))


@requires(Hat.FIRM, DRAFT)
@never_cache
@require_POST
def comment(request: Request, firm: int, filing_id: int, key: str) -> HttpResponse:
    """Leave a comment for the person."""
    form, links, part = forms.CommentForm(request.POST), links_of(firm, filing_id), request.GET.get("part", "")
    if form.is_valid():
        text = form.cleaned_data["text"]
        draft_filing.comment(filing_id=filing_id, section=key, text=text, by=request.actor, at=clock.now())
        return redirect(links.section(key, "comments", part, "comment"))
    where = Where(filing_id, key, "", links, part)
    screen = fill_section.screen(where=where, by=request.actor, at=clock.now())
    return _drawn(request, firm, screen, status=422, comment=form)


@requires(Hat.FIRM, DRAFT)
@never_cache
@require_POST
def comment_resolve(request: Request, firm: int, filing_id: int, comment_id: int) -> HttpResponse:
    """Settle a comment."""
    key = draft_filing.resolve(filing_id=filing_id, comment_id=comment_id, by=request.actor, at=clock.now())
    return redirect(links_of(firm, filing_id).section(key, "comments", request.GET.get("part", "")))


@requires(Hat.FIRM, DRAFT)
@never_cache
@require_POST
def presence(request: Request, firm: int, filing_id: int, key: str) -> HttpResponse:
    """Who else has the section open now."""
    names = see_draft.present(filing_id=filing_id, key=key, by=request.actor, at=clock.now())
    return fragment(request, "filings/presence.html", names=names)


@requires(Hat.FIRM, DRAFT)
@never_cache
@require_safe
def findings(request: Request, firm: int, filing_id: int, key: str) -> HttpResponse:
    """What the check says of a section while it is filled in."""
    found = see_draft.check_section(
        filing_id=filing_id, key=key, links=links_of(firm, filing_id), by=request.actor, at=clock.now()
    )
    return fragment(request, "filings/findings.html", found=found)
