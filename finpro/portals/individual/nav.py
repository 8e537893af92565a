"""The navigation of the individual's side."""

from django.urls import reverse

from finpro.ui.page import NavItem

_ITEMS = (
    ("Dashboard", "individual:home"),
    ("My record", "individual:record"),
    ("Forms", "individual:forms"),
    ("Registrations", "individual:registrations"),
)


def items(current: str) -> list[NavItem]:
    """The entries; `current` is the name of the view shown."""
    return [NavItem(label, reverse(name), name == current) for label, name in _ITEMS]
