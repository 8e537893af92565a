"""Invitations to act for a firm that wait for one of the account's confirmed addresses."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from finpro.access import selectors as access
from finpro.journeys import invite as inviting
from finpro.kernel import clock
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, requires
from finpro.portals.account import nav
from finpro.ui.render import frame, render

_DONE = {
    "accepted": "You act for the firm from now on. Find it in the menu at the upper right.",
    "declined": "The invitation was declined. Nothing else has changed.",
}


@requires(Hat.ACCOUNT)
@never_cache
@require_safe
def invitations(request: Request) -> HttpResponse:
    """What waits for an answer, and what accepting would mean."""
    page = frame(request, "Invitations", nav=nav.items("account:invitations", request.sides), help="/help/firm-users")
    return render(
        request,
        "account/invitations.html",
        page,
        waiting=access.list_waiting(request.actor, clock.now()),
        done=_DONE.get(request.GET.get("done", ""), ""),
    )


@requires(Hat.ACCOUNT)
@never_cache
@require_POST
def accept(request: Request, invitation: int) -> HttpResponse:
    """Act for the firm from now on; its pages ask for a second factor first."""
    inviting.accept(invitation_id=invitation, by=request.actor, at=clock.now())
    return _done("accepted")


@requires(Hat.ACCOUNT)
@never_cache
@require_POST
def decline(request: Request, invitation: int) -> HttpResponse:
    """Say no."""
    inviting.decline(invitation_id=invitation, by=request.actor, at=clock.now())
    return _done("declined")


def _done(code: str) -> HttpResponse:
    return redirect(f"{reverse('account:invitations')}?done={code}")
