"""Reading accounts."""

from finpro.accounts.selectors.accounts import Contact, contact, user_id
from finpro.accounts.selectors.safety import has_google, has_password, personal_address

__all__ = [
    "Contact",
    "contact",
    "has_google",
    "has_password",
    "personal_address",
    "user_id",
]
