"""Passkeys on the way in: as the whole way, and as the second step. Each takes two calls of the page's script: what the
browser is to be asked for, then what it answered."""

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from finpro.accounts import adapters as accounts
from finpro.accounts.adapters import passkeys
from finpro.kernel import clock, errors
from finpro.kernel.http import Request, public
from finpro.kernel.http.going import inside
from finpro.portals.public.views.sign_in import home_of


@public
@require_POST
def whole(request: Request) -> HttpResponse:
    """Sign in by a passkey alone."""
    sent, at = passkeys.read(request), clock.now()
    going = inside(request, str(sent.get("next", "")))
    try:
        if "credential" not in sent:
            return JsonResponse({"ask": passkeys.ask(request, passkeys.For.ENTER, user_id=None, at=at)})
        going = passkeys.enter(request, credential=sent["credential"], going=going, at=at)
    except errors.Refusal as refused:
        return JsonResponse({"message": refused.message}, status=409)
    return JsonResponse({"to": going or home_of(request)})


@public
@require_POST
def second(request: Request) -> HttpResponse:
    """Show a passkey as the second step."""
    sent, at = passkeys.read(request), clock.now()
    who = accounts.waiting(request, at=at)
    if who is None:
        return JsonResponse({"to": reverse("public:sign_in")})
    try:
        if "credential" not in sent:
            return JsonResponse({"ask": passkeys.ask(request, passkeys.For.SECOND, user_id=who.user_id, at=at)})
        going = passkeys.second_step(request, credential=sent["credential"], at=at)
    except errors.Refusal as refused:
        return JsonResponse({"message": refused.message}, status=409)
    return JsonResponse({"to": reverse("public:sign_in") if going is None else going or home_of(request)})
