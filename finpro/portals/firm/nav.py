"""The navigation of a firm's side."""

from collections.abc import Callable

from django.urls import reverse

from finpro.casework import selectors as cases
from finpro.kernel import clock
from finpro.kernel.actor import Actor
from finpro.ui.page import NavItem

# Label, view, entitlement, group.
_ITEMS = (
    ("Home", "firm:home", "roster.view", ""),
    ("People", "firm:people", "roster.view", ""),
    ("Filings", "firm:filings", "u4.draft", ""),
    ("Registrations", "firm:registrations", "roster.view", ""),
    ("Vouching", "firm:vouching", "identity.vouch", ""),
    ("Users", "firm:users", "firm.account_admin", "Admin"),
    ("Certification", "firm:certification", "firm.admin", "Admin"),
)

# What waits for the firm behind an entry is counted beside it.
_COUNTS: dict[str, Callable[[Actor], int]] = {
    "firm:vouching": lambda actor: cases.count_waiting(actor, clock.now()),
    "firm:registrations": cases.count_letters,
}


def items(actor: Actor, firm: int, current: str) -> list[NavItem]:
    """The entries that the actor may open at the firm with this CRD number; `current` is the name of the view shown."""
    return [
        NavItem(
            label,
            reverse(name, args=[firm]),
            name == current,
            (_COUNTS[name](actor) or None) if name in _COUNTS else None,
            group=group,
        )
        for label, name, needs, group in _ITEMS
        if actor.may(needs)
    ]


def context(firm: int, name: str) -> str:
    """The line beside the navigation: whose side this is."""
    return f"{name or 'Your firm'}, CRD {firm}"
