"""Reading who acts for whom."""

from finpro.access.selectors.grants import Grant, actor, list_grants

__all__ = ["Grant", "actor", "list_grants"]
