"""Reading who acts for whom."""

from finpro.access.selectors.certifications import Line, Report, Year, certification_report, certification_year
from finpro.access.selectors.claims import account_of, claimed, person_of
from finpro.access.selectors.colleagues import list_firm_addresses, list_people_of
from finpro.access.selectors.grants import Grant, actor, list_grants
from finpro.access.selectors.invited import Waiting, list_waiting
from finpro.access.selectors.members import (
    Invited,
    Member,
    MembersPage,
    Office,
    get_member,
    list_members,
    members_page,
    office_of,
)
from finpro.access.selectors.staff import StaffMember, get_staff, list_staff

__all__ = [
    "Grant",
    "Invited",
    "Line",
    "Member",
    "MembersPage",
    "Office",
    "Report",
    "StaffMember",
    "Waiting",
    "Year",
    "account_of",
    "actor",
    "certification_report",
    "certification_year",
    "claimed",
    "get_member",
    "get_staff",
    "list_firm_addresses",
    "list_grants",
    "list_members",
    "list_people_of",
    "list_staff",
    "list_waiting",
    "members_page",
    "office_of",
    "person_of",
]
