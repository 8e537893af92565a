"""Where the account is signed in."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from finpro.accounts import selectors as accounts
from finpro.journeys import end_sessions
from finpro.kernel import clock
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, requires
from finpro.portals.account import done, nav
from finpro.ui.render import frame, render


@requires(Hat.ACCOUNT)
@never_cache
@require_safe
def sessions(request: Request) -> HttpResponse:
    """Every open session of the account."""
    lines = accounts.list_sessions(request.actor.user_id or 0, session_key=_key(request), at=clock.now())
    page = frame(request, "Sessions", nav=nav.items("account:sessions", request.sides), help="/help/sessions")
    return render(request, "account/sessions.html", page, lines=lines, said=done.said(request))


@requires(Hat.ACCOUNT)
@require_POST
def end(request: Request, session_id: int) -> HttpResponse:
    """End another session."""
    end_sessions.end_one(session_id=session_id, session_key=_key(request), by=request.actor, at=clock.now())
    return redirect(f"{reverse('account:sessions')}?done=ended")


@requires(Hat.ACCOUNT)
@require_POST
def end_others(request: Request) -> HttpResponse:
    """End every session but this one."""
    end_sessions.end_others(session_key=_key(request), by=request.actor, at=clock.now())
    return redirect(f"{reverse('account:sessions')}?done=others-ended")


def _key(request: Request) -> str:
    return request.session.session_key or ""
