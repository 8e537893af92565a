"""What Django calls around every view: who acts is settled before it, footprints are written after it."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect

from finpro.access import selectors as access
from finpro.access.enums import Entitlement
from finpro.accounts import services as accounts
from finpro.accounts.adapters import held, idle, is_strong
from finpro.audit import services as audit
from finpro.kernel import actor, clock, errors
from finpro.kernel.actor import Actor, Hat
from finpro.kernel.http import Access, Request, Side, access_of, respond

ACCESS_NOTED_EVERY = timedelta(minutes=5)
# Sides on which a session must have been opened with a second factor, and the page that explains and sets one up.
STRONG = frozenset({Hat.FIRM, Hat.STAFF})
SECOND_FACTOR = "/account/second-factor"
# The page that shows what a form sent into a session that had ended.
HELD = "/session/held"

_SIDES = {
    Hat.PERSON: "This page is for people on the record, and your account is not connected to a record yet. The "
    "first page leads to showing who you are.",
    Hat.FIRM: "This page is for people who act for a firm, and your account acts for none.",
    Hat.STAFF: "This page is for the registry's staff.",
}


class ActorMiddleware:
    """Denies by default (house.md law 7): a view gets an actor of the hat and entitlement that it declared, or none."""

    def __init__(self, get_response: Callable[[Request], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        # Asked here, outside any read-only transaction: a session that no longer fits its account is deleted now.
        if request.user.is_authenticated:
            _admit(request)
        response = self.get_response(request)
        _leave_footprints(request, response)
        return response

    def process_view(
        self, request: Request, view: Callable[..., HttpResponseBase], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Let the view answer, or answer in its place: 403, 404 for another firm, or the way to the sign-in page."""
        declared = access_of(view)
        if declared is None:
            return respond(request, errors.Forbidden("This address is closed: it names nobody who may use it."))
        user_id = request.actor.user_id
        if user_id is None:
            return None if declared.hat is None else _sign_in(request, view)
        if hasattr(view, "outside_transaction"):  # asks no database
            return None
        grants = access.list_grants(user_id)
        request.sides = _sides(grants, declared.hat, kwargs.get("firm"))
        if declared.hat not in {None, Hat.ACCOUNT}:
            try:
                request.actor = actor_for(user_id, grants, declared, kwargs.get("firm"))
            except errors.FinproError as refused:
                return respond(request, refused)
            if declared.hat in STRONG and not is_strong(request):
                return _to(SECOND_FACTOR, request)
        return None


def _admit(request: Request) -> None:
    """Settle who acts, unless the session has come to its end: then it is closed, and nobody is signed in."""
    by = actor.account(request.user.pk or 0)
    at = clock.now()
    if why := idle.over(request, at=at):
        idle.end(request, why=why, by=by, at=at)
        request.ended_for = by.user_id
        return
    request.actor = by
    request.ends = idle.ends(request, user_id=by.user_id or 0, at=at)


def _sign_in(request: Request, view: Callable[..., HttpResponseBase]) -> HttpResponse:
    """To the sign-in page. What a form sent into a session that has just ended waits for its sender (accounts.held)."""
    ended_for = request.ended_for
    if request.method != "POST" or ended_for is None or hasattr(view, "unheld"):
        return _to(settings.LOGIN_URL, request)
    held.hold(request, user_id=ended_for, at=clock.now())
    return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode({'next': HELD})}")


def actor_for(user_id: int, grants: Sequence[access.Grant], declared: Access, firm_crd: int | None) -> Actor:
    """The actor that the view asks for, by what the account was granted.

    Raises NotFound for a firm for which the account does not act (there or not, it is the same answer), and Forbidden,
    naming what is missing, for a side or an entitlement that the account does not have.
    """
    hat = declared.hat or Hat.ACCOUNT
    if not any(grant.hat is hat for grant in grants):
        raise errors.Forbidden(_SIDES[hat])
    found = access.actor(user_id, grants, hat, firm_crd)
    if found is None:
        raise errors.NotFound("There is no such firm among those you act for.")
    if declared.entitlement and not found.may(declared.entitlement):
        needed = Entitlement(declared.entitlement).label
        raise errors.Forbidden(f"This page needs an entitlement that your account does not have: {needed}.")
    return found


def _sides(grants: Sequence[access.Grant], hat: Hat | None, firm_crd: int | None) -> list[Side]:
    return [
        Side(
            grant.hat,
            grant.crd if grant.hat is Hat.FIRM else 0,
            grant.name,
            grant.hat is hat and (hat is not Hat.FIRM or grant.crd == firm_crd),
        )
        for grant in grants
    ]


def _to(address: str, request: Request) -> HttpResponse:
    # What a form sent cannot be sent again after the detour, so only reading leads back.
    going = f"?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else ""
    return HttpResponseRedirect(f"{address}{going}")


def _leave_footprints(request: Request, response: HttpResponseBase) -> None:
    """The two things that reading leaves behind (house.md law 11): last access, and who saw whose record."""
    at = clock.now()
    if request.sights and response.status_code < 400:
        with transaction.atomic():
            # For whom somebody looked, so that the person can be told the firm, and never the viewer's name.
            side = {"firm": request.actor.firm_crd} if request.actor.firm_crd is not None else {}
            for sight in request.sights:
                data = {"what": sight.what, **side}
                audit.record(tag=sight.tag, by=request.actor, at=at, subject=sight.subject, data=data)
    user = request.user
    if request.actor.user_id is not None and user.is_authenticated:
        last = user.last_access_at
        if last is None or at - last >= ACCESS_NOTED_EVERY:
            accounts.note_access(user_id=user.pk, at=at)
        idle.note(request, at=at)
