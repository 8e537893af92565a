"""Signing in and out."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from finpro.access import selectors as access
from finpro.accounts import adapters as accounts
from finpro.accounts import policies
from finpro.accounts import selectors as ways
from finpro.accounts.adapters import google, idle, recovery, seconds
from finpro.accounts.adapters.passwords import Outcome
from finpro.accounts.enums import Help, Over
from finpro.accounts.forms import SecondStepForm, SignInForm
from finpro.kernel import clock
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, public
from finpro.kernel.http.going import asked_for
from finpro.ui.render import frame, render

_HELP = "/help/sign-in"


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: Request) -> HttpResponse:
    """Ask for address and password; on success go where the person was going, or home."""
    going = asked_for(request)
    if request.method != "POST" and request.user.is_authenticated:
        # Signed in meanwhile: the way back, or another window.
        return redirect(going or home_of(request))
    form = SignInForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        match accounts.sign_in(request, **form.cleaned_data, at=clock.now(), going=going):
            case Outcome.IN:
                return redirect(going or home_of(request))
            case Outcome.SECOND:
                return redirect("public:second_step")
            case Outcome.LOCKED:
                recovery.begin(request, kind=Help.UNLOCK, email=form.cleaned_data["email"])
                return redirect("public:locked")
            case Outcome.WRONG:
                form.add_error(None, "The e-mail address or the password is not right. Nothing has changed. Try again.")
    page = frame(request, "Sign in", help=_HELP, error=bool(form.errors))
    told = "" if form.is_bound else _why_ended(request)
    status = 422 if form.errors else 200
    return render(
        request, "public/sign_in.html", page, status=status, form=form, next=going, ended=told, google=google.name()
    )


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: Request) -> HttpResponse:
    """Ask for the second factor of whoever has shown the first; on success go where the person was going, or home."""
    who = accounts.waiting(request, at=clock.now())
    if who is None:
        # Here too.
        return redirect(home_of(request) if request.user.is_authenticated else "public:sign_in")
    form = SecondStepForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        going = accounts.second_step(request, code=form.cleaned_data["code"], at=clock.now())
        if going is not None:
            return redirect(going or home_of(request))
        form.add_error("code", "This code is not right, or it was used already. Nothing has changed. Try the next one.")
    page = frame(request, "Second step", help=_HELP, error=bool(form.errors))
    return render(
        request,
        "public/second_step.html",
        page,
        status=422 if form.errors else 200,
        form=form,
        own=ways.get_ways_in(who.user_id),
        demo_code=seconds.demo_hint(user_id=who.user_id, at=clock.now()),
    )


@public
@require_POST
def sign_out(request: Request) -> HttpResponse:
    """End the session; harmless when there is none."""
    if request.user.is_authenticated:
        accounts.sign_out(request, by=request.actor, at=clock.now())
    return redirect("public:signed_out")


@public
@require_safe
def signed_out(request: Request) -> HttpResponse:
    """Say that nobody is signed in here any more."""
    return render(request, "public/signed_out.html", frame(request, "You are signed out"))


def _why_ended(request: Request) -> str:
    """Why the session before this one ended, in a sentence; empty where none did a short while ago."""
    limits = policies.endurance(clock.today())
    match idle.ended(request, at=clock.now()):
        case Over.IDLE:
            return f"You were signed out after {limits.idle.seconds // 60} minutes without activity."
        case Over.AGE:
            return f"You were signed out because a session lasts {limits.whole.seconds // 3600} hours at the most."
    return ""


def home_of(request: Request) -> str:
    """The first page of the first hat that the account owns."""
    for grant in access.list_grants(request.user.pk or 0):
        return {Hat.PERSON: "/me/", Hat.FIRM: f"/firm/{grant.crd}/", Hat.STAFF: "/registry/"}[grant.hat]
    return "/identity/"
