"""Where the proof stands, and what can be done next."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from finpro.access import selectors as access
from finpro.identity import policies
from finpro.identity import selectors as identity
from finpro.identity.policies import Open
from finpro.kernel import clock
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, requires
from finpro.ui.render import frame, render

HELP = "/help/identity"
# What the page is called where the proof did not go through.
_TITLES = {
    "UNMATCHED": "We could not find your record",
    "UNAVAILABLE": "We cannot check your identity online now",
    "FAILED": "We could not confirm that it is you",
}


@dataclass(frozen=True, slots=True)
class Support:
    """Whom to call: our own support, and the bureau about its questions; "" where none is named."""

    phone: str
    hours: str
    open: Open
    bureau_phone: str


def support() -> Support:
    """Whom to call, and whether somebody answers now."""
    ours = settings.FINPRO
    hours = policies.Hours(ours["support_opens"], ours["support_closes"])
    return Support(
        ours["support_phone"],
        ours["support_hours"],
        policies.open_now(clock.now(), hours),
        ours["identity_bureau_phone"],
    )


@requires(Hat.ACCOUNT)
@never_cache
@require_safe
def home(request: Request) -> HttpResponse:
    """The ways that are open, or why there is none and what else can be done; who is done goes to the record."""
    user_id = request.actor.user_id or 0
    if access.person_of(user_id) is not None:
        return redirect("individual:home")
    stands = identity.standing(user_id, at=clock.now())
    if stands.state in {"", "MATCHED"}:
        return redirect("identity:who")
    if stands.state == "OFFERED":
        page = frame(request, "Show that it is you", help=HELP)
        return render(request, "account/identity/choose.html", page, stands=stands, support=support())
    title = _TITLES[stands.state]
    page = frame(request, title, help=HELP)
    return render(request, "account/identity/stopped.html", page, stands=stands, support=support(), title=title)
