"""Mails that were sent to the account, so that a mail in doubt can be looked up by its code."""

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from finpro.journeys import look_back
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, requires
from finpro.portals.account import nav
from finpro.ui.render import frame, render

LONGEST = 20


@requires(Hat.ACCOUNT)
@never_cache
@require_safe
def messages(request: Request) -> HttpResponse:
    """The latest mails; with a code, the one that carries it, or that we sent none such."""
    code = request.GET.get("code", "").replace("\x00", "").strip()[:LONGEST]
    lines = look_back.messages(by=request.actor, code=code)
    page = frame(request, "Messages", nav=nav.items("account:messages", request.sides), help="/help/messages")
    return render(request, "account/messages.html", page, lines=lines, code=code)
