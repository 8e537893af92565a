"""Google: the way there, the way back, and what is said when it did not work."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from finpro.accounts.adapters import google
from finpro.accounts.adapters.google import For, Why
from finpro.kernel import clock
from finpro.kernel.http import Request, outside_transaction, public
from finpro.kernel.http.going import asked_for
from finpro.ui.render import frame, render

_HELP = "/help/sign-in-and-security"
_AGAIN = "Go back and try again."
_OTHER_WAY = "Try again, or use another way into your account."
# What happened, and what to do. That nothing was changed is said for each.
_WHY = {
    Why.CANCELLED: ("You came back from Google without going on.", _OTHER_WAY),
    Why.STATE: ("This visit to Google was over already, or was not begun in this browser.", _AGAIN),
    Why.NONCE: ("Google's answer was not meant for this visit, so it was not used.", _AGAIN),
    Why.UNVERIFIED: (
        "Google has not verified the e-mail address of that Google account.",
        "Verify it at Google first, or use another Google account or another way.",
    ),
    Why.CLOSED: ("The account that this Google account is linked to is closed.", "Ask for help if that is a mistake."),
    Why.AWAY: ("Google did not answer.", "Try again in a few minutes, or use another way into your account."),
    Why.REFUSED: ("Google's answer could not be used.", _OTHER_WAY),
    Why.EXISTS: (
        "An account with this e-mail address exists already, and this Google account is not linked to it.",
        "Sign in to that account first, by password or passkey. "
        "Then link Google under My account, Sign-in and security.",
    ),
    Why.TAKEN: ("This Google account is linked to another account here.", "Unlink it there first, or use another one."),
    Why.ALREADY: ("Your account has a Google account linked already.", "Unlink that one first."),
    Why.OTHER: ("You chose a Google account that is not linked to your account.", "Try again with the one that is."),
    Why.STALE: ("Google did not say that it asked you just now, so it does not count.", "Use another way to confirm."),
    Why.SIGNED_OUT: ("You were signed out meanwhile, or waited too long.", "Sign in and try again."),
}


@public
@require_POST
def begin(request: Request) -> HttpResponse:
    """Go to Google to sign in, or to open an account."""
    google.start(request, purpose=For.ENTER, going=asked_for(request), at=clock.now())
    return redirect("public:google_go")


@public
@never_cache
@require_safe
def go(request: Request) -> HttpResponse:
    """The last page here: it leads to Google by itself, or by its link.

    A form may not be answered by a redirect to another site (the content policy's form-action), so this page stands
    between, and the policy stays as narrow as everywhere.
    """
    to = google.leaving(request, at=clock.now())
    if not to:
        return redirect("public:sign_in")
    answer = render(request, "public/google_go.html", frame(request, "On to Google"), to=to, name=google.name())
    answer["Refresh"] = f"0; url={to}"
    return answer


@public
@outside_transaction("the library takes the state out of the session, and the door opens")
@never_cache
@require_safe
def callback(request: Request) -> HttpResponse:
    """Where Google sends the browser back to."""
    return google.callback(request)


@public
@never_cache
@require_safe
def failed(request: Request) -> HttpResponse:
    """Say what happened, that nothing was changed, and what to do."""
    known = [why.value for why in Why]
    given = request.GET.get("why", "")
    what, do = _WHY[Why(given) if given in known else Why.REFUSED]
    page = frame(request, "That did not work", help=_HELP)
    return render(request, "public/google_failed.html", page, what=what, do=do)
