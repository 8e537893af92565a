"""Sign-in and security: the ways into the account, and its second factors."""

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from finpro.accounts.adapters import google, is_strong, passkeys, set_up
from finpro.accounts.adapters.renew import fresh
from finpro.accounts.forms import AppCodeForm, PasskeyNameForm
from finpro.journeys import ways_in
from finpro.kernel import clock, errors
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, requires, unheld
from finpro.kernel.http.going import asked_for, inside
from finpro.portals.account import nav
from finpro.ui.page import Page
from finpro.ui.render import frame, render

_HELP = "/help/sign-in-and-security"
# What was just done, said at the top of the page.
_DONE = {
    "app": "Your authenticator app is set up",
    "passkey": "Your passkey was added",
    "renamed": "The passkey has its new name",
    "removed": "It was removed, and can no longer be used to sign in",
    "codes": "Your recovery codes are ready for the day you need one",
    "linked": "Google is linked: you can sign in with it",
    "unlinked": "Google is unlinked, and can no longer be used to sign in",
}


def _page(request: Request, title: str, *, error: bool = False) -> Page:
    return frame(request, title, nav=nav.items("account:security", request.sides), help=_HELP, error=error)


def _to(name: str, going: str = "", **query: str) -> HttpResponse:
    given = query | ({"next": going} if going else {})
    return redirect(f"{reverse(name)}?{urlencode(given)}" if given else reverse(name))


@requires(Hat.ACCOUNT)
@never_cache
@require_safe
def security(request: Request) -> HttpResponse:
    """Every way into the account, every second factor, and what can be done with each."""
    return render(
        request,
        "account/security.html",
        _page(request, "Sign-in and security"),
        own=ways_in.overview(by=request.actor),
        done=_DONE.get(request.GET.get("done", ""), ""),
        google=google.name(),
    )


@requires(Hat.ACCOUNT)
@never_cache
@require_safe
def second_factor(request: Request) -> HttpResponse:
    """Why the firm's and the registry's side need a second step, and the two ways to have one."""
    if is_strong(request):
        return redirect(asked_for(request) or "account:security")
    return render(
        request,
        "account/second_factor.html",
        _page(request, "Second step needed"),
        own=ways_in.overview(by=request.actor),
        next=asked_for(request),
        confirm=f"{reverse('account:confirm')}?{urlencode({'next': asked_for(request) or '/', 'second': '1'})}",
    )


@requires(Hat.ACCOUNT)
@unheld
@require_POST
@fresh
def app_begin(request: Request) -> HttpResponse:
    """Draw a secret for an authenticator app and go to the page that shows it."""
    set_up.begin_app(request, at=clock.now())
    return _to("account:app", asked_for(request))


@requires(Hat.ACCOUNT)
@unheld
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@fresh
def app(request: Request) -> HttpResponse:
    """The secret to scan or type, and the code that shows it was."""
    going, at = asked_for(request), clock.now()
    shown = set_up.app_being_set_up(request, at=at)
    if shown is None:
        return _to("account:security")
    form = AppCodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        added = set_up.finish_app(request, code=form.cleaned_data["app_code"], by=request.actor, at=at)
        if added is not None:
            return _after(going, "app", codes=added.codes)
        form.add_error(
            "app_code", "This code does not fit. Check that the app got the secret below and that its clock is right."
        )
    page = _page(request, "Set up an authenticator app", error=bool(form.errors))
    status = 422 if form.errors else 200
    return render(request, "account/security_app.html", page, status=status, form=form, shown=shown, next=going)


def _after(going: str, done: str, *, codes: bool) -> HttpResponse:
    if codes:
        return _to("account:codes", going, done=done)
    return redirect(going) if going else _to("account:security", done=done)


@requires(Hat.ACCOUNT)
@unheld
@require_POST
@fresh
def passkey_add(request: Request) -> HttpResponse:
    """Two calls of the page's script: what the browser is to be asked for, then what it answered."""
    sent, at = passkeys.read(request), clock.now()
    form = PasskeyNameForm({"name": str(sent.get("name", "")).strip()})
    try:
        if not form.is_valid():
            raise errors.Refusal(str(form.errors["name"][0]), "name")
        if "credential" not in sent:
            return JsonResponse({"ask": passkeys.ask_for_new(request, at=at)})
        added = passkeys.add(
            request, credential=sent["credential"], name=form.cleaned_data["name"], by=request.actor, at=at
        )
    except errors.Refusal as refused:
        return JsonResponse({"message": refused.message}, status=409)
    going = inside(request, str(sent.get("next", "")))
    return JsonResponse({"to": _after(going, "passkey", codes=added.codes).headers["Location"]})


@requires(Hat.ACCOUNT)
@never_cache
@require_safe
@fresh
def codes(request: Request) -> HttpResponse:
    """The recovery codes, shown once after they were made."""
    shown = set_up.codes_to_show(request, at=clock.now())
    if not shown:
        return _to("account:security")
    page = _page(request, "Your recovery codes")
    done = _DONE.get(request.GET.get("done", ""), "")
    return render(request, "account/security_codes.html", page, codes=shown, next=asked_for(request), done=done)


@requires(Hat.ACCOUNT)
@unheld
@require_POST
@fresh
def codes_make(request: Request) -> HttpResponse:
    """New recovery codes instead of the old ones."""
    set_up.make_codes(request, by=request.actor, at=clock.now())
    return _to("account:codes")


@requires(Hat.ACCOUNT)
@unheld
@require_POST
@fresh
def codes_file(request: Request) -> HttpResponse:
    """The recovery codes that are shown, as a text to keep."""
    shown = set_up.codes_to_show(request, at=clock.now())
    if not shown:
        return _to("account:security")
    head = f"Recovery codes for {settings.FINPRO['brand']} ({settings.FINPRO['base_url']}). Each works once."
    text = "\r\n".join([head, "", *shown, ""])
    return HttpResponse(
        text,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="recovery-codes.txt"', "Cache-Control": "no-store"},
    )


@requires(Hat.ACCOUNT)
@unheld
@require_POST
def codes_kept(request: Request) -> HttpResponse:
    """The codes are kept: they are not shown again."""
    set_up.codes_kept(request)
    going = asked_for(request)
    return redirect(going) if going else _to("account:security", done="codes")


@requires(Hat.ACCOUNT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def factor(request: Request, factor_id: int) -> HttpResponse:
    """One passkey, or the app: its name, and taking it away."""
    own = ways_in.overview(by=request.actor)
    found = next((item for item in (*own.ways.passkeys, own.ways.app) if item and item.id == factor_id), None)
    if found is None:
        raise errors.NotFound("Your account has no such passkey or app. It may have been removed in another window.")
    is_app = own.ways.app is not None and own.ways.app.id == factor_id
    form = PasskeyNameForm(
        request.POST if request.method == "POST" and not is_app else None, initial={"name": found.name}
    )
    if form.is_bound and form.is_valid():
        ways_in.rename_passkey(factor_id=factor_id, name=form.cleaned_data["name"], by=request.actor, at=clock.now())
        return _to("account:security", done="renamed")
    page = _page(request, "Authenticator app" if is_app else "Passkey", error=bool(form.errors))
    return render(
        request,
        "account/security_factor.html",
        page,
        status=422 if form.errors else 200,
        form=form,
        factor=found,
        is_app=is_app,
        why_not=own.why_not[factor_id],
    )


@requires(Hat.ACCOUNT)
@unheld
@require_POST
@fresh
def factor_remove(request: Request, factor_id: int) -> HttpResponse:
    """Take a passkey or the app away."""
    ways_in.remove_factor(factor_id=factor_id, by=request.actor, at=clock.now())
    return _to("account:security", done="removed")


@requires(Hat.ACCOUNT)
@unheld
@require_POST
@fresh
def google_link(request: Request) -> HttpResponse:
    """Go to Google to link a Google account."""
    google.start(request, purpose=google.For.LINK, going="", at=clock.now())
    return redirect("/sign-in/google/go")


@requires(Hat.ACCOUNT)
@unheld
@require_POST
@fresh
def google_unlink(request: Request) -> HttpResponse:
    """Take Google away as a way in."""
    ways_in.unlink_google(by=request.actor, at=clock.now())
    return _to("account:security", done="unlinked")
