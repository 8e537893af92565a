"""The navigation of a firm's side."""

from django.urls import reverse

from finpro.ui.page import NavItem

_ITEMS = (("Home", "firm:home"), ("People", "firm:people"))


def items(firm: int, current: str) -> list[NavItem]:
    """The entries for the firm with this CRD number; `current` is the name of the view shown."""
    return [NavItem(label, reverse(name, args=[firm]), name == current) for label, name in _ITEMS]


def context(firm: int, name: str) -> str:
    """The line beside the navigation: whose side this is."""
    return f"{name or 'Your firm'}, CRD {firm}"
