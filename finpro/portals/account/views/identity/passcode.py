"""A passcode to the telephone that the bureau confirmed."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from finpro.identity import selectors as identity
from finpro.identity.forms import PasscodeForm
from finpro.journeys import prove_identity_ways
from finpro.kernel import clock
from finpro.kernel.actor import Hat
from finpro.kernel.codes import Answer
from finpro.kernel.http import Request, requires, unheld
from finpro.portals.account.views.identity.home import HELP, support
from finpro.ui.render import frame, render

_WRONG = {
    Answer.WRONG: "This passcode is not right. Nothing has changed. Look at the newest message and type its six digits",
    Answer.SPENT: "It was typed wrongly too often, so it no longer works. Nothing has changed. Ask for another",
    Answer.GONE: "This passcode no longer works, or none was sent. Nothing has changed. Ask for another",
}


@requires(Hat.ACCOUNT)
@unheld
@require_POST
def send(request: Request) -> HttpResponse:
    """Send a passcode by text or call."""
    prove_identity_ways.send_code(
        user_id=request.actor.user_id or 0,
        channel=request.POST.get("channel", ""),
        by=request.actor,
        at=clock.now(),
    )
    return redirect("identity:passcode")


@requires(Hat.ACCOUNT)
@unheld
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def passcode(request: Request) -> HttpResponse:
    """Take the passcode; a right one proves who it is."""
    user_id = request.actor.user_id or 0
    form = PasscodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        answer = prove_identity_ways.type_code(
            user_id=user_id, typed=form.cleaned_data["code"], by=request.actor, at=clock.now()
        )
        if answer is Answer.RIGHT:
            return redirect("identity:home")
        form.add_error("code", _WRONG[answer])
    stands = identity.standing(user_id, at=clock.now())
    if not stands.passcode:
        return redirect("identity:home")
    page = frame(request, "Type the passcode", help=HELP, error=bool(form.errors))
    status = 422 if form.errors else 200
    return render(
        request, "account/identity/passcode.html", page, status=status, form=form, stands=stands, support=support()
    )
