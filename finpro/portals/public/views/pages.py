"""Pages of words: home, legal notice, accessibility, help, the rule behind an id."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from finpro.help import selectors as guides
from finpro.kernel import clock, errors
from finpro.kernel.http import Request, public
from finpro.portals.public.views.sign_in import home_of
from finpro.rulebook import lookup as rulebook
from finpro.rulebook import schema
from finpro.ui.render import frame, render


@public
@never_cache
@require_safe
def home(request: Request) -> HttpResponse:
    """What this is and where to sign in; who is signed in goes to the own first page."""
    if request.user.is_authenticated:
        return redirect(home_of(request))
    return render(request, "public/home.html", frame(request, "Your registration record"))


@public
@require_safe
def legal(request: Request) -> HttpResponse:
    """The notice of independence, privacy and marks."""
    return render(request, "public/legal.html", frame(request, "Legal notice"))


@public
@require_safe
def accessibility(request: Request) -> HttpResponse:
    """What works for whom, what was tested and how."""
    return render(request, "public/accessibility.html", frame(request, "Accessibility statement"))


@public
@require_safe
def help_index(request: Request) -> HttpResponse:
    """All guides."""
    return render(request, "public/help_index.html", frame(request, "Help"), guides=guides.list_guides())


@public
@require_safe
def help_page(request: Request, slug: str) -> HttpResponse:
    """One guide."""
    guide = guides.get_guide(slug)
    return render(request, "public/help_page.html", frame(request, guide.title), guide=guide)


@public
@require_safe
def rule_page(request: Request, code: str) -> HttpResponse:
    """The rule behind an id on screen: title, sentence, source, whether it still needs verifying."""
    rule = rulebook.on(clock.today()).rules.get(code)
    if rule is None:
        raise errors.NotFound(f"There is no rule with the id {code[:20]}.")
    # Most rules have no day known on which they began.
    since = None if rule.effective_from == schema.EVER else rule.effective_from
    return render(request, "public/rule.html", frame(request, f"Rule {rule.code}"), rule=rule, since=since)
