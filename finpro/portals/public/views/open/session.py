"""What the session keeps of an opening, and who has no business here."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect

from finpro.accounts import selectors as accounts
from finpro.accounts.selectors import Opening
from finpro.kernel.http import Request
from finpro.portals.public.views.sign_in import home_of

P = ParamSpec("P")
# Keys of the session.
OPENING, BY_LINK = "opening", "opening_by_link"
HELP = "/help/open-account"


def signed_out_only(
    view: Callable[Concatenate[Request, P], HttpResponse],
) -> Callable[Concatenate[Request, P], HttpResponse]:
    """Whoever is signed in has an account and goes to the own first page; so does a second window that comes late."""

    @wraps(view)
    def guarded(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect(home_of(request))
        return view(request, *args, **kwargs)

    return guarded


def keep(request: Request, sign_up_id: UUID, *, by_link: bool) -> None:
    """Go on with this opening in this session."""
    request.session[OPENING] = str(sign_up_id)
    request.session[BY_LINK] = by_link


def at_hand(request: Request) -> Opening | None:
    """The opening of this session; None where there is none, or it has run out."""
    kept = request.session.get(OPENING)
    return accounts.opening(UUID(kept)) if kept else None


def by_link(request: Request) -> bool:
    """Whether a link was mailed instead of a code."""
    return bool(request.session.get(BY_LINK))


def forget(request: Request) -> None:
    """The opening is done with."""
    request.session.pop(OPENING, None)
    request.session.pop(BY_LINK, None)
