"""The navigation of the registry's side."""

from django.urls import reverse

from finpro.casework import selectors as cases
from finpro.kernel.actor import Actor
from finpro.ui.page import NavItem

# Label, view, entitlement.
_ITEMS = (
    ("Home", "staff:home", ""),
    ("Search", "staff:search", "record.search"),
    ("Cases", "staff:cases", "cases.view"),
    ("Imports", "staff:imports", "imports.view"),
    ("Roles", "staff:roles", "staff.admin"),
)


def items(actor: Actor, current: str) -> list[NavItem]:
    """The entries that the actor may open, with how many cases wait, if any; `current` is the view shown."""
    return [
        NavItem(
            label, reverse(name), name == current, (cases.count_open(actor) or None) if name == "staff:cases" else None
        )
        for label, name, needs in _ITEMS
        if not needs or actor.may(needs)
    ]
