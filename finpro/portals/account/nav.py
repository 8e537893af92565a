"""The navigation of My Account."""

from collections.abc import Sequence

from django.urls import reverse

from finpro.kernel.actor import Hat
from finpro.kernel.http import Side
from finpro.ui.page import NavItem

_ITEMS = (
    ("Personal profile", "account:home"),
    ("Sign-in and security", "account:security"),
    ("Password", "account:password"),
    ("Sessions", "account:sessions"),
    ("Activity", "account:activity"),
    ("Messages", "account:messages"),
    ("Invitations", "account:invitations"),
)
_SIGHTS = ("Who looked at my record", "account:sights")


def items(current: str, sides: Sequence[Side] = ()) -> list[NavItem]:
    """The entries; `current` is the name of the view shown, `sides` those on which the account may act: who looked is
    for whom a record belongs to."""
    on_record = any(side.hat is Hat.PERSON for side in sides)
    entries = (*_ITEMS, _SIGHTS) if on_record else _ITEMS
    return [NavItem(label, reverse(name), name == current) for label, name in entries]
