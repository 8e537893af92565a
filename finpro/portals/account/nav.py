"""The navigation of My Account."""

from django.urls import reverse

from finpro.ui.page import NavItem

_ITEMS = (
    ("Personal profile", "account:home"),
    ("Sign-in and security", "account:security"),
    ("Password", "account:password"),
    ("Invitations", "account:invitations"),
)


def items(current: str) -> list[NavItem]:
    """The entries; `current` is the name of the view shown."""
    return [NavItem(label, reverse(name), name == current) for label, name in _ITEMS]
