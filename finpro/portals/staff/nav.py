"""The navigation of the registry's side."""

from django.urls import reverse

from finpro.kernel.actor import Actor
from finpro.ui.page import NavItem

# Label, view, entitlement.
_ITEMS = (
    ("Home", "staff:home", ""),
    ("Search", "staff:search", "record.search"),
    ("Imports", "staff:imports", "imports.view"),
)


def items(actor: Actor, current: str) -> list[NavItem]:
    """The entries that the actor may open; `current` is the name of the view shown."""
    return [
        NavItem(label, reverse(name), name == current) for label, name, needs in _ITEMS if not needs or actor.may(needs)
    ]
