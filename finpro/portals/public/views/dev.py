"""Pages of the demo alone: signing in with one click, and what would have been sent. Elsewhere they do not exist."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from finpro.accounts.adapters import demo
from finpro.identity import selectors as identity
from finpro.integrations.identity_bureau import sandbox
from finpro.integrations.identity_bureau.sandbox import AWAY, WALKS
from finpro.journeys import demo_world
from finpro.kernel import clock, errors
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, public, requires, unheld
from finpro.portals.public import outbox
from finpro.portals.public.views.sign_in import home_of
from finpro.ui.render import frame, render

_HELP = "/help/sign-in"
_OFFERED = {
    (True, False): "a passcode only",
    (False, True): "questions only",
    (True, True): "a passcode and questions",
    (False, False): "neither: support, or the firm's vouching",
}


@public
@unheld
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: Request) -> HttpResponse:
    """List the personas, and let in as the one that is chosen; who has a second factor is asked for it."""
    _only_in_a_demo()
    if request.method == "POST":
        persona = next((one for one in demo_world.PERSONAS if one.mailbox == request.POST.get("persona")), None)
        if persona is None:
            raise errors.NotFound("There is no such persona.")
        entered = demo.enter(request, email=persona.email, at=clock.now())
        return redirect(home_of(request) if entered else "public:second_step")
    page = frame(request, "Development sign-in", help=_HELP)
    walks = [*((ending, _OFFERED[offered]) for ending, offered in WALKS.items()), (AWAY, "nothing: the bureau is away")]
    return render(
        request,
        "public/dev/sign_in.html",
        page,
        personas=demo_world.PERSONAS,
        newcomers=demo_world.newcomers(),
        walks=walks,
    )


@requires(Hat.ACCOUNT)
@never_cache
@require_safe
def answers(request: Request) -> HttpResponse:
    """The right answers of the questions that wait for the account's owner: what the invented bureau holds."""
    _only_in_a_demo()
    if settings.FINPRO["identity_bureau"] != "sandbox":
        raise errors.NotFound("The identity bureau is a real one: nobody here knows its answers.")
    user_id = request.actor.user_id or 0
    quiz = identity.quiz_of(user_id, at=clock.now())
    right = sandbox.answers_for(identity.reference_of(user_id)) if quiz else {}
    told = [
        (question.text, next(choice.text for choice in question.choices if choice.id == right.get(question.id)))
        for question in (quiz.questions if quiz else ())
        if question.id in right
    ]
    return render(request, "public/dev/answers.html", frame(request, "Right answers of the demonstration"), told=told)


@public
@never_cache
@require_safe
def letters(request: Request) -> HttpResponse:
    """Every mail, text and call, newest first."""
    _only_in_a_demo()
    page = frame(request, "Outbox of the demonstration")
    return render(request, "public/dev/outbox.html", page, letters=outbox.list_letters(), most=outbox.MOST)


@public
@never_cache
@require_safe
def letter(request: Request, letter_id: str) -> HttpResponse:
    """One of them, as its recipient would read it."""
    _only_in_a_demo()
    found = outbox.get_letter(letter_id)
    if found is None:
        raise errors.NotFound("There is no such mail, text or call among the newest.")
    return render(request, "public/dev/letter.html", frame(request, found.subject or found.kind), letter=found)


def _only_in_a_demo() -> None:
    if not settings.FINPRO["demo"] or settings.FINPRO["production"]:
        raise errors.NotFound("")
