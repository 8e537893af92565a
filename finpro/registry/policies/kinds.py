"""Kinds of facts, how each behaves over time, and which captures can end which facts."""

from enum import Enum

# A person's facts.
LEGAL_NAME = "legal_name"  # key () · value (first, middle, last, suffix, full)
OTHER_NAME = "other_name"  # key (full,) · value (first, middle, last, suffix)
STANDING = "standing"  # key () · value (bc_scope, ia_scope)
DESIGNATION = "designation"  # key (code, name) · value ()
OTHER_BUSINESS = "other_business"  # key () · value (text,)
SPELL = "spell"  # key (firm, side, ordinal) · value (firm_name, adviser_only, city, state, country)
SIGHTING = "sighting"  # key (firm, side) · value as SPELL: a current employment whose start is not told
# Its value: located at, supervised from, private residence, registered, street 1 and 2, country, postal code.
OFFICE = "office"  # key (firm, branch, city, state, ordinal)
ENTRY = "entry"  # key (employer, city, state, ordinal) · value (position,)
EXAM = "exam"  # key (code, ordinal) · value (name, result, group)
REGISTRATION = "registration"  # key (firm, regulator, category) · value (status,)
STATUS = "status"  # rows only: the statuses of a registration
DISCLOSURE = "disclosure"  # key (type, docket, ordinal) · value (resolution, detail)
VERSION = "version"  # rows only: what was said of a disclosure
FLAG = "flag"  # key (type,) · value (): a disclosure of that type exists, nothing else is told
ASSOCIATION = "association"  # rows only: key (firm,)

# A firm's facts.
FIRM_NAME = "firm_name"  # key () · value (name,)
FIRM_OTHER_NAME = "firm_other_name"  # key (name,) · value ()
FIRM_ADDRESS = "firm_address"  # key (kind,) · value (street1, street2, city, state, country, postal)
FIRM_FIELD = "firm_field"  # key (bd_sec_number | ia_sec_number | bc_scope | ia_scope,) · value (text,)
FIRM_BRANCH = "firm_branch"  # key (firm, branch, city, state, ordinal) · value as OFFICE; makes a branch, no row


class Behaviour(Enum):
    """How facts of a kind change over time."""

    SINGLE = "one value at a time for each key, without dates of its own"
    SET = "there or not there, without dates of its own"
    DATED = "dated by the source; known again by key and start, its value amended in place"


BEHAVIOUR = {
    LEGAL_NAME: Behaviour.SINGLE,
    STANDING: Behaviour.SINGLE,
    OTHER_BUSINESS: Behaviour.SINGLE,
    OTHER_NAME: Behaviour.SET,
    DESIGNATION: Behaviour.SET,
    SIGHTING: Behaviour.SET,
    FLAG: Behaviour.SET,
    SPELL: Behaviour.DATED,
    OFFICE: Behaviour.DATED,
    ENTRY: Behaviour.DATED,
    EXAM: Behaviour.DATED,
    DISCLOSURE: Behaviour.DATED,
    FIRM_NAME: Behaviour.SINGLE,
    FIRM_ADDRESS: Behaviour.SINGLE,
    FIRM_FIELD: Behaviour.SINGLE,
    FIRM_OTHER_NAME: Behaviour.SET,
}

# Services. The two JSON services list registrations and exams of both sides in full, so what one no longer lists has
# ended even if the other listed it. Everything else ends only on the word of the service that listed it.
BROKERCHECK = "BC"
ADVISERINFO = "IA"
FEED = "IAPD_FEED"
FIRM_SEARCH = "BC_FIRM"
ROSTER = "SEC_ROSTER"
FIRM_SERVICES = (FIRM_SEARCH, ROSTER)  # whose numbers are those of firms
_BOTH = {BROKERCHECK: "JSON", ADVISERINFO: "JSON"}
ADVISER_CATEGORY = "RA"
AGENT_CATEGORY = "AG"


def group(service: str, kind: str) -> str:
    """The services that speak with one voice on a kind: absence from one ends what another listed."""
    return _BOTH.get(service, service) if kind in {EXAM, REGISTRATION} else service


def covers_registration(service: str, category: str) -> bool:
    """Whether a capture of the service lists every registration of the category, so that absence means ended."""
    return service in _BOTH or (service == FEED and category == ADVISER_CATEGORY)
