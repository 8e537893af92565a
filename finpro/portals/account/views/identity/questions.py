"""The bureau's questions. They are read from where they wait sealed, and are gone with the answer."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from finpro.identity import selectors as identity
from finpro.identity.forms import QuestionsForm
from finpro.journeys import prove_identity_ways
from finpro.kernel import clock
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, requires, unheld
from finpro.portals.account.views.identity.home import HELP, support
from finpro.ui.render import frame, render

# Where the demo shows what its invented bureau takes for right.
_ANSWERS = "/dev/answers"


@requires(Hat.ACCOUNT)
@unheld
@require_POST
def ask(request: Request) -> HttpResponse:
    """Get the questions from the bureau."""
    prove_identity_ways.ask(user_id=request.actor.user_id or 0, by=request.actor, at=clock.now())
    return redirect("identity:questions")


@requires(Hat.ACCOUNT)
@unheld
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: Request) -> HttpResponse:
    """Show the questions and take the answers, all of them at once."""
    user_id = request.actor.user_id or 0
    quiz = identity.quiz_of(user_id, at=clock.now())
    if quiz is None:
        # Answered, perhaps in another window, or run out: the next page says which.
        return redirect("identity:home")
    form = QuestionsForm(request.POST if request.method == "POST" else None, quiz=quiz)
    if form.is_bound and form.is_valid():
        prove_identity_ways.answer(user_id=user_id, answers=form.answers(), by=request.actor, at=clock.now())
        return redirect("identity:home")
    page = frame(request, "Answer the questions", help=HELP, error=bool(form.errors))
    status = 422 if form.errors else 200
    return render(
        request,
        "account/identity/questions.html",
        page,
        status=status,
        form=form,
        support=support(),
        answers_url=_ANSWERS if settings.FINPRO["demo"] and settings.FINPRO["identity_bureau"] == "sandbox" else "",
    )
