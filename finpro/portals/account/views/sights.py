"""Who looked at the own record."""

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from finpro.journeys import look_back
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, requires
from finpro.portals.account import nav
from finpro.portals.account.views.activity import before
from finpro.ui.render import frame, render


@requires(Hat.PERSON)
@never_cache
@require_safe
def sights(request: Request) -> HttpResponse:
    """When somebody saw the own record, for whom, and which part of it; never a viewer's name."""
    found = look_back.sights(by=request.actor, before=before(request))
    page = frame(
        request, "Who looked at my record", nav=nav.items("account:sights", request.sides), help="/help/activity"
    )
    return render(request, "account/sights.html", page, found=found, later=before(request))
