"""The navigation of a firm's side."""

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
    ("Vouching", "firm:vouching", "identity.vouch", ""),
    ("Users", "firm:users", "firm.account_admin", "Admin"),
    ("Certification", "firm:certification", "firm.admin", "Admin"),
)


def items(actor: Actor, firm: int, current: str) -> list[NavItem]:
    """The entries that the actor may open at the firm with this CRD number; `current` is the name of the view shown."""
    return [
        NavItem(
            label,
            reverse(name, args=[firm]),
            name == current,
            (cases.count_waiting(actor, clock.now()) or None) if name == "firm:vouching" else None,
            group=group,
        )
        for label, name, needs, group in _ITEMS
        if actor.may(needs)
    ]


def context(firm: int, name: str) -> str:
    """The line beside the navigation: whose side this is."""
    return f"{name or 'Your firm'}, CRD {firm}"
