"""What is asked of somebody before a sensitive act: to show once more who he or she is."""

from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect

from finpro.accounts import adapters as accounts
from finpro.kernel import clock
from finpro.kernel.http import Request

CONFIRM = "/account/confirm-it-is-you"


def ask_first(request: Request, back: str) -> HttpResponse | None:
    """The way to the page that asks, from which it leads on to the address `back`; None for who has just shown it."""
    if accounts.is_fresh(request, at=clock.now()):
        return None
    return HttpResponseRedirect(f"{CONFIRM}?{urlencode({'next': back})}")
