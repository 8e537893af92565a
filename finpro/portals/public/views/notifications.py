"""What this system sends, for everybody to read, and whether a mail in somebody's hands is one of them."""

from datetime import timedelta
from itertools import groupby

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from finpro.kernel import clock, errors
from finpro.kernel.http import Request, public, unheld
from finpro.kernel.http.clients import client_address, place
from finpro.kernel.http.tries import count_tries
from finpro.kernel.limits import Limit
from finpro.notices import notices
from finpro.notices import selectors as outbox
from finpro.notices.forms import CodeForm
from finpro.notices.notices import Notice
from finpro.ui.render import frame, render

# A code has so many values that guessing one within these tries is hopeless.
CHECKS = Limit("mail-checks", 20, timedelta(minutes=10))
TITLE = "Notifications from this system"
_HELP = "/help/messages"
_AREAS = {
    "account": "About your account",
    "identity": "About who you are",
    "vouch": "About vouching",
    "case": "About support cases",
    "access": "About acting for a firm",
    "filing": "About forms",
    "work": "About requests for registration",
}


@public
@unheld
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def notifications(request: Request) -> HttpResponse:
    """The catalogue; sent a code, whether a mail with it is genuine. Nothing is changed, so it is answered in place."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    found, answered = None, form.is_bound and form.is_valid()
    if answered:
        count_tries((CHECKS, place(client_address(request))), at=clock.now())
        found = outbox.find_sent(form.cleaned_data["code"])
    kind = notices.find(found.tag) if found else None
    return render(
        request,
        "public/notifications.html",
        frame(request, TITLE, help=_HELP, error=bool(form.errors)),
        status=422 if form.errors else 200,
        form=form,
        answered=answered,
        found=found,
        heading=kind.heading if kind else "",
        areas=_areas(),
    )


def _areas() -> list[tuple[str, list[type[Notice]]]]:
    """Every kind under what it is about."""
    found = {area: list(kinds) for area, kinds in groupby(notices.kinds(), lambda kind: kind.tag.partition(":")[0])}
    order = [*(area for area in _AREAS if area in found), *(area for area in found if area not in _AREAS)]
    return [(_AREAS.get(area, area), found[area]) for area in order]


@public
@require_safe
def notification(request: Request, tag: str) -> HttpResponse:
    """One kind of mail, as its reader gets it, with invented data."""
    kind = notices.find(tag)
    if kind is None:
        raise errors.NotFound("There is no such notification. It may be one that is no longer sent.")
    page = frame(request, kind.heading, help=_HELP)
    return render(request, "public/notification.html", page, kind=kind, mail=notices.sample(kind), title=TITLE)
