"""What happened to the account."""

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from finpro.audit.presenters import KINDS
from finpro.journeys import look_back
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, requires
from finpro.portals.account import nav
from finpro.ui.render import frame, render


@requires(Hat.ACCOUNT)
@never_cache
@require_safe
def activity(request: Request) -> HttpResponse:
    """What the account did and what was done to it, newest first; of one kind where one is chosen."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    found = look_back.activity(by=request.actor, kind=kind, before=before(request))
    page = frame(request, "Activity", nav=nav.items("account:activity", request.sides), help="/help/activity")
    kinds = [("", "Everything"), *((key, label) for key, (label, _) in KINDS.items())]
    return render(request, "account/activity.html", page, found=found, kind=kind, kinds=kinds, later=before(request))


def before(request: Request) -> int:
    """The event after which a page of older ones begins; 0 on the first page, and for anything that is no event."""
    asked = request.GET.get("before", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 19 else 0
