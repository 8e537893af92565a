"""Personal profile: who the account belongs to and where it may act."""

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from finpro.access import selectors as access
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, requires
from finpro.portals.account import nav
from finpro.ui.render import frame, render


@requires(Hat.ACCOUNT)
@never_cache
@require_safe
def home(request: Request) -> HttpResponse:
    """The own account and the sides on which it may act."""
    grants = access.list_grants(request.actor.user_id or 0)
    page = frame(request, "My account", nav=nav.items("account:home"), help="/help/my-account")
    return render(request, "account/profile.html", page, grants=grants)
