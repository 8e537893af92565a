"""One thing done to many forms of a firm's list: chosen, looked at, done, and told row by row."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from finpro.filings import forms
from finpro.filings import selectors as filings
from finpro.journeys import many_drafts
from finpro.journeys.many_drafts import Verb
from finpro.kernel import clock
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, requires
from finpro.portals.firm.views.filings import DRAFT, frame_of, list_page
from finpro.ui.render import render

# The answers wait in the session for the page that shows them: numbers of forms and sentences of rules, no names.
_TOLD = "filings.bulk"


@requires(Hat.FIRM, DRAFT)
@never_cache
@require_POST
def bulk(request: Request, firm: int) -> HttpResponse:
    """What would become of each chosen form; sent from there, it is done to those that were shown as possible."""
    form = forms.BulkForm(request.POST)
    if not form.is_valid():
        return list_page(request, firm, form)
    verb, chosen = Verb(form.cleaned_data["verb"]), form.cleaned_data["chosen"]
    if request.POST.get("step") == "do":
        rows = many_drafts.run(verb=verb, chosen=chosen, by=request.actor, at=clock.now())
        request.session[_TOLD] = {
            "firm": firm,
            "verb": verb.value,
            "rows": [[row.line.id, row.done, row.said] for row in rows],
        }
        return redirect(reverse("firm:filings_bulk_done", args=[firm]))
    rows = many_drafts.preview(verb=verb, chosen=chosen, by=request.actor, at=clock.now())
    return render(
        request,
        "firm/filings/bulk.html",
        frame_of(request, firm, forms.VERBS[verb]),
        firm=firm,
        verb=verb.value,
        title=forms.VERBS[verb],
        possible=[row for row in rows if row.done],
        refused=[row for row in rows if not row.done],
    )


@requires(Hat.FIRM, DRAFT)
@never_cache
@require_safe
def bulk_done(request: Request, firm: int) -> HttpResponse:
    """What became of each form that was chosen last."""
    told = request.session.get(_TOLD) or {}
    rows = told.get("rows", []) if told.get("firm") == firm else []
    lines = {line.id: line for line in filings.list_chosen(request.actor, [row[0] for row in rows], clock.now())}
    found = [(lines[key], done, said) for key, done, said in rows if key in lines]
    return render(
        request,
        "firm/filings/bulk_done.html",
        frame_of(request, firm, "What became of the forms"),
        firm=firm,
        title=forms.VERBS.get(Verb(told["verb"])) if found else "",
        rows=found,
        succeeded=sum(done for _, done, _ in found),
    )
