"""Reading accounts."""

from finpro.accounts.selectors.accounts import user_id

__all__ = ["user_id"]
