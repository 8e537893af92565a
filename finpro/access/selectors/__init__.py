"""Reading who acts for whom."""

from finpro.access.selectors.claims import claimed, person_of
from finpro.access.selectors.grants import Grant, actor, list_grants

__all__ = ["Grant", "actor", "claimed", "list_grants", "person_of"]
