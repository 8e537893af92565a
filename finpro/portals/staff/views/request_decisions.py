"""The registry decides a request: approves, returns or denies it, asks the firm, closes what was missing."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from finpro.accounts.adapters.renew import fresh
from finpro.casework import forms
from finpro.casework import selectors as cases
from finpro.casework.services import Written
from finpro.journeys import apply_filing, decide_registration
from finpro.kernel import clock, errors
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, Sight, requires
from finpro.portals.staff import nav
from finpro.portals.staff.views.words import HELP
from finpro.ui.page import Page
from finpro.ui.render import frame, render


@requires(Hat.STAFF, "registrations.decide")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@fresh
def decide(request: Request, request_id: int) -> HttpResponse:
    """Approve, restrict, return, withdraw, close or deny, with reasons; who decides has just shown who he or she is."""
    at = clock.now()
    shown = cases.request_page(request.actor, request_id, at)
    form = forms.DecideForm(request.POST if request.method == "POST" else None, offered=list(shown.offered), at=at)
    if not form.is_bound or not form.is_valid():
        return _decide(request, shown, form, status=422 if form.errors else 200)
    try:
        decide_registration.decide(
            request_id=request_id, decision=form.decided, said=form.said, by=request.actor, at=at
        )
    except errors.Invalid as invalid:
        form.add_error(form.decided.lower(), invalid.message)
        return _decide(request, shown, form, status=422)
    except errors.Refusal as refusal:
        form.add_error(None, refusal.message)
        return _decide(request, shown, form, status=409)
    return _back(request_id, "decided")


@requires(Hat.STAFF, "registrations.decide")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cure(request: Request, request_id: int, deficiency_id: int) -> HttpResponse:
    """Close something that was missing, saying why."""
    at = clock.now()
    shown = cases.request_page(request.actor, request_id, at)
    missing = next((one for one in shown.missing if one.key == deficiency_id), None)
    if missing is None:
        raise errors.NotFound("Nothing of this kind is open for this request. Go back to its page.")
    form = forms.CureForm(request.POST if request.method == "POST" else None, at=at)
    if not form.is_bound or not form.is_valid():
        return _cure(request, shown, missing, form, status=422 if form.errors else 200)
    try:
        decide_registration.cure(deficiency_id=deficiency_id, said=form.said, by=request.actor, at=at)
    except errors.Refusal as refusal:
        form.add_error(None, refusal.message)
        return _cure(request, shown, missing, form, status=409)
    return _back(request_id, "cured")


@requires(Hat.STAFF, "disclosure.review")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@fresh
def review(request: Request, request_id: int) -> HttpResponse:
    """Say that what was disclosed does not stand in the way; by two people where the registry is set up so."""
    at = clock.now()
    shown = cases.request_page(request.actor, request_id, at)
    form = forms.ReviewForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _review(request, shown, form, status=422 if form.errors else 200)
    try:
        enough = decide_registration.review(
            request_id=request_id, note=form.cleaned_data["note"], by=request.actor, at=at
        )
    except errors.Forbidden as refusal:
        form.add_error(None, refusal.message)
        return _review(request, shown, form, status=403)
    return _back(request_id, "reviewed" if enough else "reviewed-once")


@requires(Hat.STAFF, "registrations.decide")
@never_cache
@require_POST
def look_again(request: Request, request_id: int) -> HttpResponse:
    """Let the rules look at a request again: what is open is noted, and where nothing is, it is approved."""
    cases.request_page(request.actor, request_id, clock.now())
    apply_filing.decide_request(request_id=request_id)
    return _back(request_id, "looked")


@requires(Hat.STAFF, "registrations.decide")
@never_cache
@require_safe
def choose_letter(request: Request, request_id: int) -> HttpResponse:
    """Which letter to write: what is missing, and what it is about."""
    at = clock.now()
    shown = cases.request_page(request.actor, request_id, at)
    form = forms.ChooseLetterForm(request.GET if "template" in request.GET or "about" in request.GET else None, at=at)
    if form.is_bound and form.is_valid():
        asked = urlencode({"template": form.cleaned_data["template"], "about": form.cleaned_data["about"]})
        return redirect(f"{reverse('staff:registration_letter', args=[request_id])}?{asked}")
    page = _frame(request, f"Ask the firm about {shown.name}", error=bool(form.errors))
    return render(
        request,
        "staff/registrations/choose_letter.html",
        page,
        status=422 if form.errors else 200,
        shown=shown,
        form=form,
    )


@requires(Hat.STAFF, "registrations.decide")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: Request, request_id: int) -> HttpResponse:
    """Write a letter from a template, look at it, send it."""
    at = clock.now()
    given = request.POST if request.method == "POST" else request.GET
    draft = cases.draft_letter(request.actor, request_id, given.get("template", ""), given.get("about", "")[:40], at)
    if request.method != "POST":
        begun = forms.LetterForm(initial={"template": draft.template, "about": draft.about, "text": draft.text})
        return _letter(request, request_id, draft, begun)
    form = forms.LetterForm(request.POST)
    if not form.is_valid():
        return _letter(request, request_id, draft, form, status=422)
    text = form.cleaned_data["text"]
    if "send" not in request.POST:
        return _letter(request, request_id, draft, form, preview=text)
    try:
        decide_registration.ask(
            request_id=request_id,
            written=Written(draft.template, text),
            reason=draft.reason,
            about=draft.about,
            by=request.actor,
            at=at,
        )
    except errors.Invalid as invalid:
        form.add_error("text", invalid.message)
        return _letter(request, request_id, draft, form, status=422)
    except errors.Refusal as refusal:
        form.add_error(None, refusal.message)
        return _letter(request, request_id, draft, form, status=409)
    return _back(request_id, "letter")


@requires(Hat.STAFF, "registrations.view")
@never_cache
@require_safe
def sent_letter(request: Request, number: str) -> HttpResponse:
    """A letter as it was sent, with the firm's answers."""
    return _sent(request, number)


@requires(Hat.STAFF, "registrations.decide")
@never_cache
@require_POST
def close_letter(request: Request, number: str) -> HttpResponse:
    """The answer is enough, or the letter is taken back; either closes what it was about."""
    verb = decide_registration.accept if request.POST.get("outcome") == "ACCEPTED" else decide_registration.take_back
    try:
        verb(number=number, by=request.actor, at=clock.now())
    except errors.Refusal as refusal:
        return _sent(request, number, refusal=refusal.message, status=409)
    return redirect(f"{reverse('staff:letter', args=[number])}?done=closed")


def _back(request_id: int, done: str) -> HttpResponse:
    return redirect(f"{reverse('staff:registration', args=[request_id])}?done={done}")


def _frame(request: Request, title: str, *, error: bool = False) -> Page:
    return frame(request, title, nav=nav.items(request.actor, "staff:registrations"), help=HELP, error=error)


def _decide(request: Request, shown: cases.RequestPage, form: forms.DecideForm, *, status: int = 200) -> HttpResponse:
    page = _frame(request, f"Decide the request of {shown.name}", error=bool(form.errors))
    return render(request, "staff/registrations/decide.html", page, status=status, shown=shown, form=form)


def _cure(
    request: Request, shown: cases.RequestPage, missing: cases.Missing, form: forms.CureForm, *, status: int = 200
) -> HttpResponse:
    page = _frame(request, f"Close what was missing for {shown.name}", error=bool(form.errors))
    return render(
        request, "staff/registrations/cure.html", page, status=status, shown=shown, missing=missing, form=form
    )


def _review(request: Request, shown: cases.RequestPage, form: forms.ReviewForm, *, status: int = 200) -> HttpResponse:
    request.sights.append(Sight(f"crd:{shown.crd}", "disclosure of a request"))
    page = _frame(request, f"Review the disclosure of {shown.name}", error=bool(form.errors))
    return render(
        request,
        "staff/registrations/review.html",
        page,
        status=status,
        shown=shown,
        form=form,
        wanted=cases.reviewers(),
    )


def _letter(
    request: Request,
    request_id: int,
    draft: cases.Draft,
    form: forms.LetterForm,
    *,
    preview: str = "",
    status: int = 200,
) -> HttpResponse:
    page = _frame(request, f"Letter: {draft.title}", error=bool(form.errors))
    return render(
        request,
        "staff/registrations/letter.html",
        page,
        status=status,
        request_id=request_id,
        draft=draft,
        form=form,
        preview=preview,
    )


def _sent(request: Request, number: str, *, refusal: str = "", status: int = 200) -> HttpResponse:
    shown = cases.letter_page(request.actor, number, clock.now())
    request.sights.append(Sight(f"crd:{shown.line.crd}", "letter about a request"))
    page = _frame(request, f"Letter {shown.line.number}", error=bool(refusal))
    done = (
        "The letter is closed. What else is missing for the request stays on its page." if "done" in request.GET else ""
    )
    return render(
        request, "staff/registrations/sent_letter.html", page, status=status, shown=shown, refusal=refusal, done=done
    )
