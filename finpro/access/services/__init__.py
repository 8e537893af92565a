"""What changes who acts for whom. The caller opens the transaction, so that grant and event stand together."""

from finpro.access.services.claims import grant_claim
from finpro.access.services.memberships import grant_membership
from finpro.access.services.staff import grant_staff_role

__all__ = ["grant_claim", "grant_membership", "grant_staff_role"]
