"""What firms asked for the person: how each request stands, what is missing, and the registry's letters."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from finpro.casework import selectors as cases
from finpro.kernel import clock
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, requires
from finpro.portals.individual import nav
from finpro.ui.page import Page
from finpro.ui.render import frame, render


@requires(Hat.PERSON)
@never_cache
@require_safe
def registrations(request: Request) -> HttpResponse:
    """The person's own requests, what is open first."""
    found = cases.my_requests(request.actor, clock.now())
    return render(request, "individual/registrations/list.html", _frame(request, "Registrations"), found=found)


@requires(Hat.PERSON)
@never_cache
@require_safe
def letters(request: Request) -> HttpResponse:
    """Letters stand with the requests that they are about."""
    return redirect("individual:registrations")


@requires(Hat.PERSON)
@never_cache
@require_safe
def letter(request: Request, number: str) -> HttpResponse:
    """A letter of the registry to the person's firm, as it was sent."""
    shown = cases.letter_page(request.actor, number, clock.now())
    page = _frame(request, f"Letter {shown.line.number}")
    return render(request, "individual/registrations/letter.html", page, shown=shown)


def _frame(request: Request, title: str) -> Page:
    return frame(request, title, nav=nav.items("individual:registrations"), help="/help/registrations")
