"""Import runs, and what they refused."""

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, requires
from finpro.portals.staff import nav
from finpro.registry import selectors as registry
from finpro.registry.forms import page_number
from finpro.ui.render import frame, render

_HELP = "/help/staff-imports"


@requires(Hat.STAFF, "imports.view")
@never_cache
@require_safe
def imports(request: Request) -> HttpResponse:
    """Every import and simulation, the latest first."""
    listed = registry.list_runs(request.actor, page_number(request.GET.get("page", "")))
    page = frame(request, "Imports", nav=nav.items(request.actor, "staff:imports"), help=_HELP)
    return render(request, "staff/imports/list.html", page, listed=listed)


@requires(Hat.STAFF, "imports.view")
@never_cache
@require_safe
def import_run(request: Request, run: int) -> HttpResponse:
    """One run: what it counted, and each record that it refused, with where and why."""
    shown = registry.get_run(request.actor, run, page_number(request.GET.get("page", "")))
    page = frame(request, f"Import {run}", nav=nav.items(request.actor, "staff:imports"), help=_HELP)
    return render(request, "staff/imports/run.html", page, shown=shown)
