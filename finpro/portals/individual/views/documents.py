"""Documents that the worker makes of the own record."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from finpro.documents import selectors as documents
from finpro.journeys import print_record
from finpro.kernel import clock, days
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, requires
from finpro.portals.individual import nav
from finpro.ui.render import frame, render

# A document is made in a second or two; after this long something is in the way.
USUAL = timedelta(minutes=2)


@requires(Hat.PERSON)
@require_POST
def ask(request: Request) -> HttpResponse:
    """Ask for the record as PDF, as of the date shown."""
    on = days.typed(request.POST.get("as_of", ""), default=clock.today())
    document_id = print_record.ask(on=on, by=request.actor, at=clock.now())
    return redirect("individual:document", document_id=document_id)


@requires(Hat.PERSON)
@never_cache
@require_safe
def document(request: Request, document_id: UUID) -> HttpResponse:
    """How the document is coming along; it asks again by itself every two seconds."""
    found = documents.get_document(request.actor, document_id)
    page = frame(request, "Your record as PDF", nav=nav.items("individual:record"), help="/help/my-record")
    late = found.state == "ASKED" and clock.now() - found.asked_at > USUAL
    return render(request, "individual/document.html", page, document=found, late=late)


@requires(Hat.PERSON)
@never_cache
@require_safe
def document_file(request: Request, document_id: UUID) -> HttpResponse:
    """The bytes."""
    found, content = documents.read_document(request.actor, document_id)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{found.file_name}"'},
    )
