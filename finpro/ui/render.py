"""Answering a request with a page: the frame is filled from the actor and the settings, once for all portals."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string

from finpro.kernel import clock
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, Side
from finpro.rulebook import lookup as rulebook
from finpro.ui.page import Brand, NavItem, Page, Viewer, initials

NOTICE = (
    "FinPro is an independent implementation of publicly described procedures. It is not run, approved or endorsed by "
    "FINRA, NASAA or any regulator."
)
_HOMES = {Hat.PERSON: "/me/", Hat.STAFF: "/registry/", Hat.ACCOUNT: "/account/"}
_PERSONAS = {Hat.PERSON: "Individual", Hat.FIRM: "Firm", Hat.STAFF: "Registry staff", Hat.ACCOUNT: "Account"}


def brand() -> Brand:
    """Name, operator and support of this installation (configuration)."""
    ours = settings.FINPRO
    return Brand(ours["brand"], ours["operator"], ours["support_phone"], ours["support_hours"], NOTICE)


def frame(
    request: Request,
    title: str,
    *,
    nav: Sequence[NavItem] = (),
    help: str | None = None,
    as_of: date | None = None,
    home: str = "",
    context: str = "",
    error: bool = False,
) -> Page:
    """The page's frame. `home` is given by the firm portal, whose address names the firm; `context` as Page's."""
    actor = request.actor
    viewer = None
    # The actor first: on an error page the account may never have been looked up, and cannot be now.
    if actor.user_id is not None and request.user.is_authenticated:
        name = request.user.name or "My account"
        viewer = Viewer(
            initials(name),
            name,
            context.partition(" · ")[0] or _PERSONAS[actor.hat],
            sides=[_side(side) for side in request.sides],
            on_account=actor.hat is Hat.ACCOUNT and request.path.startswith(_HOMES[Hat.ACCOUNT]),
        )
    return Page(
        title,
        brand(),
        viewer,
        nav,
        help,
        settings.FINPRO["demo"],
        as_of,
        home or _HOMES.get(actor.hat, "/"),
        context,
        error,
        request.ends if viewer else None,
    )


def _side(side: Side) -> NavItem:
    if side.hat is Hat.FIRM:
        return NavItem(side.name or f"Firm CRD {side.crd}", f"/firm/{side.crd}/", side.current)
    return NavItem("My own record" if side.hat is Hat.PERSON else "Registry", _HOMES[side.hat], side.current)


def render(request: Request, template: str, page: Page, *, status: int = 200, **context: Any) -> HttpResponse:
    """The page. Templates get `page`, the `actor`, the `rules` of the date shown, and the context given."""
    rules = rulebook.on(page.as_of or clock.today())
    html = render_to_string(
        template, {"page": page, "actor": request.actor, "rules": rules, **context}, request=request
    )
    response = HttpResponse(html, status=status)
    if request.actor.user_id is not None:
        # Also what everybody may read: the frame around it says who is signed in.
        response["Cache-Control"] = "private, no-store"
    return response


def fragment(request: Request, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A part of a page, for htmx to put in its place. Never kept: it may hold what only its reader may see."""
    response = HttpResponse(render_to_string(template, context, request=request), status=status)
    response["Cache-Control"] = "private, no-store"
    return response
