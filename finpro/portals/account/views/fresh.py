"""Confirm that it is you: asked before something sensitive, answered by exactly the ways that the account has."""

from django import forms
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from finpro.accounts import adapters as accounts
from finpro.accounts.adapters import google, passkeys, renew, seconds
from finpro.accounts.forms import NOT_RIGHT, AppCodeForm, MailCodeForm, PasswordAgainForm
from finpro.kernel import clock, errors
from finpro.kernel.actor import Hat
from finpro.kernel.codes import Answer
from finpro.kernel.http import Request, requires, unheld
from finpro.kernel.http.going import asked_for, inside
from finpro.ui.render import frame, render

_HELP = "/help/sign-in-and-security"


@requires(Hat.ACCOUNT)
@unheld
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: Request) -> HttpResponse:
    """Each way that the account has, as a form of its own."""
    second = bool(request.POST.get("second") or request.GET.get("second")) or accounts.owes_second(request)
    offer = renew.offer(user_id=request.actor.user_id or 0, second=second)
    sent = request.POST if request.method == "POST" else None
    way = request.POST.get("way", "")
    password = PasswordAgainForm(sent if way == "password" else None)
    app = AppCodeForm(sent if way == "app" else None)
    mail = MailCodeForm(sent if way == "mail" else None)
    form = next((form for form in (password, app, mail) if form.is_bound), None)
    if form is not None and form.is_valid() and _shown(request, form):
        return redirect(asked_for(request) or "account:home")
    page = frame(request, "Confirm that it is you", help=_HELP, error=form is not None)
    return render(
        request,
        "account/fresh.html",
        page,
        status=422 if form is not None else 200,
        offer=offer,
        form=form,
        password=password,
        app=app,
        mail=mail,
        code_sent=offer.mail and renew.code_waits(by=request.actor, at=clock.now()),
        next=asked_for(request),
        again=bool(request.POST.get("again") or request.GET.get("again")),
        second=second,
        google=google.name(),
        demo_code=seconds.demo_hint(user_id=request.actor.user_id or 0, at=clock.now()),
        password_printed=seconds.password_was_printed(user_id=request.actor.user_id or 0),
    )


def _shown(request: Request, form: forms.Form) -> bool:
    """Whether what was typed shows who it is; what is wrong is said at its field."""
    at, by, typed = clock.now(), request.actor, form.cleaned_data
    if "password" in typed:
        if renew.by_password(request, password=typed["password"], by=by, at=at):
            return True
        form.add_error("password", "This is not your password. Nothing has changed. Try again.")
    elif "app_code" in typed:
        if renew.by_app(request, code=typed["app_code"], by=by, at=at):
            return True
        form.add_error("app_code", "This code is not right, or it was used already. Wait for the next one.")
    else:
        answer = renew.by_mail(request, code=typed["mail_code"], by=by, at=at)
        if answer is Answer.RIGHT:
            return True
        form.add_error("mail_code", NOT_RIGHT[answer])
    return False


@requires(Hat.ACCOUNT)
@unheld
@require_POST
def send_code(request: Request) -> HttpResponse:
    """Mail a code, for an account that has no other way."""
    renew.send_code(by=request.actor, at=clock.now())
    query = {name: request.POST[name] for name in ("again",) if request.POST.get(name)}
    query |= {"next": asked_for(request)} if asked_for(request) else {}
    return redirect(f"{reverse('account:confirm')}?{urlencode(query)}")


@requires(Hat.ACCOUNT)
@unheld
@require_POST
def passkey(request: Request) -> HttpResponse:
    """Two calls of the page's script: what the browser is to be asked for, then what it answered."""
    sent, at, by = passkeys.read(request), clock.now(), request.actor
    try:
        if "credential" not in sent:
            asked = passkeys.ask(request, passkeys.For.AGAIN, user_id=by.user_id or 0, at=at)
            return JsonResponse({"ask": asked})
        passkeys.show_again(request, credential=sent["credential"], by=by, at=at)
    except errors.Refusal as refused:
        return JsonResponse({"message": refused.message}, status=409)
    return JsonResponse({"to": inside(request, str(sent.get("next", ""))) or reverse("account:home")})


@requires(Hat.ACCOUNT)
@unheld
@require_POST
def google_again(request: Request) -> HttpResponse:
    """Go to Google, which asks again who it is."""
    google.start(request, purpose=google.For.AGAIN, going=asked_for(request), at=clock.now())
    return redirect("/sign-in/google/go")
