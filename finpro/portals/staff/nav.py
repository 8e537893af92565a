"""The navigation of the registry's side."""

from django.urls import reverse

from finpro.casework import selectors as cases
from finpro.kernel.actor import Actor
from finpro.ui.page import NavItem

# Label, view, entitlement.
_ITEMS = (
    ("Home", "staff:home", ""),
    ("Search", "staff:search", "record.search"),
    ("Registrations", "staff:registrations", "registrations.view"),
    ("Cases", "staff:cases", "cases.view"),
    ("Imports", "staff:imports", "imports.view"),
    ("Roles", "staff:roles", "staff.admin"),
)


# What waits behind an entry is counted beside it.
_COUNTS = {"staff:cases": cases.count_open, "staff:registrations": cases.count_waiting_work}


def items(actor: Actor, current: str) -> list[NavItem]:
    """The entries that the actor may open, with how much waits, if anything; `current` is the view shown."""
    return [
        NavItem(label, reverse(name), name == current, (_COUNTS[name](actor) or None) if name in _COUNTS else None)
        for label, name, needs in _ITEMS
        if not needs or actor.may(needs)
    ]
