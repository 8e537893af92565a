"""Reading accounts."""

from finpro.accounts.selectors.accounts import Contact, contact, user_id
from finpro.accounts.selectors.addresses import AddressLine, get_address, get_address_line, list_addresses
from finpro.accounts.selectors.safety import has_google, has_password, personal_address
from finpro.accounts.selectors.sessions import SessionLine, list_sessions

__all__ = [
    "AddressLine",
    "Contact",
    "SessionLine",
    "contact",
    "get_address",
    "get_address_line",
    "has_google",
    "has_password",
    "list_addresses",
    "list_sessions",
    "personal_address",
    "user_id",
]
