"""Reading accounts."""

from finpro.accounts.selectors.accounts import Contact, contact, user_id

__all__ = ["Contact", "contact", "user_id"]
