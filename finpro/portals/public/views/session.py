"""The session that is open: keeping it, and what a form sent after it had ended."""

from datetime import timedelta

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from finpro.accounts.adapters import held as waiting
from finpro.accounts.adapters import idle
from finpro.kernel import clock
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, requires, unheld
from finpro.ui.render import frame, render

_HELP = "/help/sign-in"


@requires(Hat.ACCOUNT)
@unheld
@never_cache
@require_POST
def keep(request: Request) -> HttpResponse:
    """Somebody is still there. Empty; `X-Session-Left` says for how many seconds it goes on."""
    at = clock.now()
    idle.note(request, at=at, every=timedelta(0))
    left = idle.ends(request, user_id=request.actor.user_id or 0, at=at).left
    return HttpResponse(status=204, headers={"X-Session-Left": str(left)})


@requires(Hat.ACCOUNT)
@unheld
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def held(request: Request) -> HttpResponse:
    """Show what was not sent, or send it: the browser repeats the form to the address that it was meant for."""
    user_id, at = request.actor.user_id or 0, clock.now()
    if request.method == "POST":
        found = waiting.take(request, user_id=user_id, at=at)
        if found is None:
            return redirect("public:held")
        return HttpResponseRedirect(found.path, preserve_request=True)
    found = waiting.held(request, user_id=user_id, at=at)
    page = frame(
        request, "You were signed out before this was sent" if found else "Nothing waits to be sent", help=_HELP
    )
    return render(request, "public/held.html", page, held=found)


@requires(Hat.ACCOUNT)
@unheld
@require_POST
def drop_held(request: Request) -> HttpResponse:
    """Forget what was not sent."""
    waiting.take(request, user_id=request.actor.user_id or 0, at=clock.now())
    return redirect("public:home")
