"""Reading who acts for whom."""

from finpro.access.selectors.claims import claimed, person_of
from finpro.access.selectors.colleagues import list_firm_addresses, list_people_of
from finpro.access.selectors.grants import Grant, actor, list_grants

__all__ = ["Grant", "actor", "claimed", "list_firm_addresses", "list_grants", "list_people_of", "person_of"]
