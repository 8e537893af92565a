"""Filing a form, its receipt, and what came of it."""

from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from finpro.filings.selectors.filed import filed_page
from finpro.filings.tables.filed import fee_rows, request_rows
from finpro.journeys import submit_filing
from finpro.kernel import clock, errors
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, Sight, requires
from finpro.portals.firm.views.filings import DRAFT, frame_of, links_of
from finpro.ui.render import render

_KEY = 64  # characters of a page's key at most


@requires(Hat.FIRM, DRAFT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: Request, firm: int, filing_id: int) -> HttpResponse:
    """Look at what is about to be filed, file it, and see what became of it."""
    refused = ""
    if request.method == "POST":
        key = request.POST.get("key", "").replace("\x00", "")[:_KEY]
        try:
            submit_filing.submit(filing_id=filing_id, key=key, by=request.actor, at=clock.now())
        except (errors.Invalid, errors.Refusal) as refusal:
            refused = refusal.message
        else:
            return redirect(reverse("firm:filing_file", args=[firm, filing_id]))
    page = filed_page(request.actor, filing_id, clock.now())
    request.sights.append(Sight(f"crd:{page.head.crd}", "filing of Form U4"))
    return render(
        request,
        "firm/filings/filed.html",
        frame_of(request, firm, f"Filing, {page.head.name}", error=bool(refused)),
        status=409 if refused else 200,
        firm=firm,
        filed=page,
        requests=request_rows(page.requests),
        fees=fee_rows(page.fees),
        links=links_of(firm, filing_id),
        key=uuid4().hex,
        refused=refused,
    )
