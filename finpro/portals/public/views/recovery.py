"""For who cannot get in: the lock, a forgotten password, and the mailed code that helps with both.

Everything said here is said to everybody alike, whether the address has an account or not.
"""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from finpro.accounts import adapters as accounts
from finpro.accounts.adapters import recovery
from finpro.accounts.enums import Help
from finpro.accounts.forms import NOT_RIGHT, AddressForm, CodeForm
from finpro.journeys import recover_account
from finpro.kernel import clock
from finpro.kernel.codes import Answer
from finpro.kernel.http import Request, public
from finpro.ui.render import frame, render

_HELP = "/help/sign-in"
# Key of the session: the case that was opened at the second step, and whose it is.
_CASE = "recovery_case"


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def locked(request: Request) -> HttpResponse:
    """Say what happened after too many wrong passwords, and send the code that opens sign-in again."""
    asked = recovery.asked(request)
    known = asked is not None and asked.kind is Help.UNLOCK
    form = AddressForm(request.POST if request.method == "POST" and not known else None)
    if request.method == "POST" and known:
        recovery.send(request, at=clock.now())
        return redirect("public:mailed_code")
    if form.is_bound and form.is_valid():
        return _send(request, Help.UNLOCK, form.cleaned_data["email"])
    page = frame(request, "Signing in by password is closed", help=_HELP, error=bool(form.errors))
    status = 422 if form.errors else 200
    return render(request, "public/locked.html", page, status=status, form=form, known=known)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: Request) -> HttpResponse:
    """Ask for which address, and send the code with which its owner comes in to choose a new password."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        return _send(request, Help.RESET, form.cleaned_data["email"])
    page = frame(request, "Forgotten password", help=_HELP, error=bool(form.errors))
    return render(request, "public/forgotten.html", page, status=422 if form.errors else 200, form=form)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mailed_code(request: Request) -> HttpResponse:
    """Take the code. A right one opens sign-in, or leads on to the second factor, if there is one, and the password."""
    asked = recovery.asked(request)
    if asked is None or not asked.sent:
        return redirect("public:forgotten")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        going = reverse("account:password")
        answer, entered = recovery.type_code(request, code=form.cleaned_data["code"], going=going, at=clock.now())
        if answer is Answer.RIGHT:
            if asked.kind is Help.UNLOCK:
                return redirect("public:unlocked")
            return redirect(going if entered else "public:second_step")
        form.add_error("code", NOT_RIGHT[answer])
    page = frame(request, "Type the code of the mail", help=_HELP, error=bool(form.errors))
    status = 422 if form.errors else 200
    return render(
        request,
        "public/mailed_code.html",
        page,
        status=status,
        form=form,
        kind=asked.kind,
        again="again" in request.GET,
    )


@public
@require_POST
def another_code(request: Request) -> HttpResponse:
    """Send another code for what was asked before; the older one ends."""
    if recovery.asked(request) is None:
        return redirect("public:forgotten")
    recovery.send(request, at=clock.now())
    return redirect(f"{reverse('public:mailed_code')}?again=1")


@public
@require_safe
def unlocked(request: Request) -> HttpResponse:
    """Say that signing in by password works again."""
    return render(request, "public/unlocked.html", frame(request, "Signing in is open again", help=_HELP))


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lost(request: Request) -> HttpResponse:
    """Who waits at the second step and has lost everything that it asks for: ask the registry, and read the number."""
    at = clock.now()
    who = accounts.waiting(request, at=at)
    if who is None:
        return redirect("public:sign_in")
    if request.method == "POST":
        number = recover_account.ask(user_id=who.user_id, at=at)
        request.session[_CASE] = {"user": who.user_id, "number": number}
        return redirect("public:lost")
    page = frame(request, "Every second factor lost", help=_HELP)
    asked = request.session.get(_CASE) or {}
    number = asked["number"] if asked.get("user") == who.user_id else ""
    return render(request, "public/lost.html", page, number=number)


def _send(request: Request, kind: Help, email: str) -> HttpResponse:
    recovery.begin(request, kind=kind, email=email)
    recovery.send(request, at=clock.now())
    return redirect("public:mailed_code")
