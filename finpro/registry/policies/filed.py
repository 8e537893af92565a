"""What a form says of a person, in the terms of the record: what it is made from, and what an accepted one changes.

`row` is the key of the row on record that a value comes from; None for one that is not there yet. Firms go by their CRD
numbers. Months are kept as their first day where a period begins and their last where it ends.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class LegalName:
    first: str
    middle: str
    last: str
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Birth:
    born_on: date


@dataclass(frozen=True, slots=True, repr=False)
class SocialSecurityNumber:
    """Nine digits. Where it is read back for a form, the last four alone stand here."""

    digits: str


@dataclass(frozen=True, slots=True)
class Description:
    """Codes of the form; empty and None where not told."""

    sex: str = ""
    height_ft: int | None = None
    height_in: int | None = None
    weight_lbs: int | None = None
    hair_color: str = ""
    eye_color: str = ""
    birth_state_province: str = ""
    birth_country: str = ""


@dataclass(frozen=True, slots=True)
class Association:
    """The person with a firm, since `starts_on` (None: not told). `kind` REGISTERED or OWNER_OFFICER."""

    firm: int
    starts_on: date | None
    kind: str
    contractor: bool | None = None
    billing_code: str = ""


@dataclass(frozen=True, slots=True)
class OtherFirms:
    """What a firm answered of unaffiliated and affiliated firms."""

    firm: int
    unaffiliated_bd: bool | None = None
    unaffiliated_ia: bool | None = None
    affiliated: bool | None = None


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """On what a firm relies, and the barcode of the card where one was given; codes of the form."""

    firm: int
    option: str
    exemptions: tuple[str, ...] = ()
    iar_choice: str = ""
    barcode: str = ""


@dataclass(frozen=True, slots=True)
class OtherName:
    first: str
    middle: str
    last: str
    suffix: str = ""
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Address:
    street1: str = ""
    street2: str = ""
    city: str = ""
    state: str = ""
    country: str = ""
    postal: str = ""


@dataclass(frozen=True, slots=True)
class Residence:
    address: Address
    starts_on: date | None
    ends_on: date | None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Employment:
    employer: str
    kind: str
    position: str
    city: str
    state: str
    country: str
    investment_related: bool | None
    starts_on: date | None
    ends_on: date | None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class OtherBusiness:
    """`text` is what a public source gave in one piece; filings tell the rest. `by_month`: it began in a month."""

    name: str = ""
    investment_related: bool | None = None
    address: Address = Address()
    nature: str = ""
    position_title: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    hours_per_month: Decimal | None = None
    hours_during_trading: Decimal | None = None
    duties: str = ""
    text: str = ""
    by_month: bool = False
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """`branch` is the branch's CRD number. `kind` LOCATED_AT or SUPERVISED_FROM, empty where not told."""

    firm: int
    starts_on: date | None
    ends_on: date | None = None
    registered: bool | None = None
    branch: int | None = None
    kind: str = ""
    role: str = ""
    private_residence: bool | None = None
    residential: bool | None = None
    billing_code: str = ""
    branch_code: str = ""
    address: Address = Address()
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Designation:
    """A professional designation, claimed (`held`) or given up."""

    code: str
    held: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """A disclosure question and its answer."""

    question: str
    answer: bool


@dataclass(frozen=True, slots=True)
class Report:
    """A disclosure reporting page of `firm`. `page` is the page as filed; `row` the report that it was made from.

    `closing`: no answer rests on it any more, so this version is its last.
    """

    firm: int
    type: str
    questions: tuple[str, ...]
    page: Mapping[str, object] = field(hash=False, repr=False)
    response: str = ""
    event_on: date | None = None
    docket: str = ""
    row: int | None = None
    closing: bool = False


@dataclass(frozen=True, slots=True)
class Archived:
    """A report on which no answer rests any more."""

    row: int


@dataclass(frozen=True, slots=True)
class Request:
    """A registration that is asked for. `temporary`: a temporary one meanwhile."""

    firm: int
    regulator: str
    category: str
    temporary: bool = False


class RowKind(StrEnum):
    """Lists whose rows a form may take out."""

    OTHER_NAME = "other_name"
    RESIDENCE = "residence"
    EMPLOYMENT = "employment"
    OTHER_BUSINESS = "other_business"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Removed:
    """A row that the form no longer has."""

    kind: RowKind
    row: int


Change = (
    LegalName
    | Birth
    | SocialSecurityNumber
    | Description
    | Association
    | OtherFirms
    | Fingerprints
    | OtherName
    | Residence
    | Employment
    | OtherBusiness
    | Office
    | Designation
    | Answer
    | Report
    | Archived
    | Request
    | Removed
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Affiliate:
    """A row of section 6: another firm for which the same filing asks."""

    association: Association
    offices: tuple[Office, ...] = ()
    fingerprints: Fingerprints | None = None
    requests: tuple[Request, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """What one form says of one person, with one firm. Requests are what it asks for, the rest is what it states."""

    crd: int
    firm: int
    name: LegalName | None = None
    born_on: date | None = None
    ssn: SocialSecurityNumber | None = None
    description: Description | None = None
    association: Association | None = None
    offices: tuple[Office, ...] = ()
    fingerprints: Fingerprints | None = None
    other_firms: OtherFirms | None = None
    requests: tuple[Request, ...] = ()
    affiliates: tuple[Affiliate, ...] = ()
    exams: tuple[str, ...] = ()
    designations: tuple[str, ...] = ()
    other_names: tuple[OtherName, ...] = ()
    residences: tuple[Residence, ...] = ()
    employments: tuple[Employment, ...] = ()
    other_businesses: tuple[OtherBusiness, ...] = ()
    has_other_business: bool | None = None
    answers: Mapping[str, bool] = field(default_factory=dict)
    reports: tuple[Report, ...] = ()
