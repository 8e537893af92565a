"""What changes who acts for whom. The caller opens the transaction, so that grant and event stand together."""

from finpro.access.services.certifications import close_certification, keep, open_certification
from finpro.access.services.claims import grant_claim
from finpro.access.services.invitations import accept, appoint, decline, invite, lapse, resend, withdraw
from finpro.access.services.leaving import end_everything
from finpro.access.services.memberships import change_membership, end_membership, grant_membership, hand_over
from finpro.access.services.staff import end_staff_role, give_staff_role, grant_staff_role

__all__ = [
    "accept",
    "appoint",
    "change_membership",
    "close_certification",
    "decline",
    "end_everything",
    "end_membership",
    "end_staff_role",
    "give_staff_role",
    "grant_claim",
    "grant_membership",
    "grant_staff_role",
    "hand_over",
    "invite",
    "keep",
    "lapse",
    "open_certification",
    "resend",
    "withdraw",
]
