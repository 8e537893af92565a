"""What lists of firms say about a firm, as typed values. None stands for what is absent, blank or not in that list."""

from dataclasses import dataclass
from datetime import date

BROKERCHECK = "BROKERCHECK"
SEC_ROSTER = "SEC_ROSTER"


@dataclass(frozen=True, slots=True)
class Address:
    """An address as received; countries are spelled in many ways. A private residence has no street."""

    street1: str | None
    street2: str | None
    city: str | None
    state: str | None
    country: str | None
    postal_code: str | None
    private_residence: bool | None = None


@dataclass(frozen=True, slots=True)
class FirmRow:
    """One row of one list; the same firm may come again.

    `source` is BROKERCHECK or SEC_ROSTER. SEC numbers are whole ("8-69791", "801-16048", "802-121069"). Scopes are
    upper case (ACTIVE, INACTIVE). `status` and `status_on` come with rosters ("ERA - Active"). `listed_on` is the date
    in the roster's file name. `branches` are the offices that matched the search, not all of them.
    """

    file: str
    member: str
    record: str
    pointer: str
    sequence: int
    source: str
    listed_on: date | None
    unknown_keys: tuple[str, ...]
    crd: int
    name: str | None
    legal_name: str | None
    ia_name: str | None
    other_names: tuple[str, ...]
    bd_sec_number: str | None
    ia_sec_number: str | None
    bc_scope: str | None
    ia_scope: str | None
    bc_disclosure_flag: bool | None
    ia_disclosure_flag: bool | None
    approved_finra_registration_count: int | None
    branches_count: int | None
    firm_type: str | None
    status: str | None
    status_on: date | None
    latest_filing_on: date | None
    organised_in_state: str | None
    organised_in_country: str | None
    phone: str | None
    ia_phone: str | None
    office: Address | None
    mailing: Address | None
    ia_office: Address | None
    ia_mailing: Address | None
    branches: tuple[Address, ...]


@dataclass(frozen=True, slots=True)
class FirmPage:
    """One page of a search: `total` hits as the service announces them for the whole search, `rows` on this page."""

    file: str
    member: str
    record: str
    total: int | None
    rows: int
