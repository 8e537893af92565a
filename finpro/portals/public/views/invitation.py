"""Where a mail of invitation leads: the way to the invitation, without a secret in any address."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from finpro.kernel.http import Request, public
from finpro.ui.render import frame, render


@public
@never_cache
@require_safe
def invitation(request: Request) -> HttpResponse:
    """How to answer; who is signed in goes to the own invitations."""
    if request.user.is_authenticated:
        return redirect("/account/invitations")
    return render(request, "public/invitation.html", frame(request, "You are invited", help="/help/firm-users"))
