"""How a view says who may call it. A view that says nothing is refused (house.md law 7)."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TypeVar

from django.http import HttpRequest, HttpResponseBase

from finpro.kernel.actor import Actor, Hat

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True, slots=True)
class Sight:
    """A viewer saw somebody's record. `subject` is text such as `crd:1234567`; `what` names the part shown.

    A view puts it on `request.sights`; it becomes an audit event after the answer, outside the read-only transaction.
    """

    subject: str
    what: str = "record"
    tag: str = "record:person:seen"


@dataclass(frozen=True, slots=True)
class Side:
    """A side on which who is signed in may act; `crd` and `name` are the firm's, 0 and "" of the others."""

    hat: Hat
    crd: int
    name: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Ends:
    """When the session of a page's reader ends unless something is done: in `left` seconds, with a warning `warning`
    seconds before; `idle` is the rule in minutes. `who` tells accounts apart in the browser and names none."""

    left: int
    warning: int
    idle: int
    who: str


class Request(HttpRequest):
    """A request after the middleware: it carries the actor, a request id, and the sights to be recorded.

    `sides` are all on which who is signed in may act, empty where nobody asked yet.
    """

    actor: Actor
    id: str
    sights: list[Sight]
    sides: Sequence[Side]
    reading: AbstractContextManager[None] | None
    ends: Ends | None
    ended_for: int | None


@dataclass(frozen=True, slots=True)
class Access:
    """Who may call a view: everybody (`hat` None), or those who can wear the hat and hold the entitlement.

    Under the FIRM hat the view takes `firm`, the CRD number in the address; another firm's is answered 404.
    """

    hat: Hat | None
    entitlement: str = ""


def public(view: View) -> View:
    """Everybody may call this view."""
    view.access = Access(None)  # type: ignore[attr-defined]  # a function carries attributes
    return view


def requires(hat: Hat, entitlement: str = "") -> Callable[[View], View]:
    """Only an actor under this hat, with this entitlement where one is named, may call the view."""

    def mark(view: View) -> View:
        view.access = Access(hat, entitlement)  # type: ignore[attr-defined]  # a function carries attributes
        return view

    return mark


def unheld(view: View) -> View:
    """What is sent to this view is never kept for later, not even sealed: secrets, answers, what is of no use."""
    view.unheld = True  # type: ignore[attr-defined]  # a function carries attributes
    return view


def access_of(view: Callable[..., object]) -> Access | None:
    """What the view declared, or None where it declared nothing."""
    return getattr(view, "access", None)


def outside_transaction(reason: str) -> Callable[[View], View]:
    """This view gets no read-only transaction: it asks no database, or belongs to a library that must write on GET.

    `reason` stands in the list of these views that a test keeps (house.md law 11).
    """

    def mark(view: View) -> View:
        view.outside_transaction = reason  # type: ignore[attr-defined]  # a function carries attributes
        return view

    return mark
