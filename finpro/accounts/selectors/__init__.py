"""Reading accounts."""

from finpro.accounts.selectors.accounts import Contact, contact, user_id
from finpro.accounts.selectors.addresses import (
    AddressLine,
    get_address,
    get_address_line,
    list_address_ids,
    list_addresses,
)
from finpro.accounts.selectors.dormancy import Unused, get_unused, list_unused
from finpro.accounts.selectors.factors import Factor, Linked, WaysIn, get_ways_in, is_address_taken
from finpro.accounts.selectors.openings import Opening, code_of, opening
from finpro.accounts.selectors.safety import has_google, has_password, personal_address
from finpro.accounts.selectors.sessions import SessionLine, list_sessions

__all__ = [
    "AddressLine",
    "Contact",
    "Factor",
    "Linked",
    "Opening",
    "SessionLine",
    "Unused",
    "WaysIn",
    "code_of",
    "contact",
    "get_address",
    "get_address_line",
    "get_unused",
    "get_ways_in",
    "has_google",
    "has_password",
    "is_address_taken",
    "list_address_ids",
    "list_addresses",
    "list_sessions",
    "list_unused",
    "opening",
    "personal_address",
    "user_id",
]
