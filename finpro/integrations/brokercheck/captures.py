"""What the BrokerCheck and IAPD individual services say about a person, as typed values.

The names follow the source's keys. None stands for a key that is absent, null or blank. Every item of a list carries
`pointer`, its JSON Pointer inside the person's document.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class BranchLocation:
    """An office of an employment. Private residences carry city and state only."""

    pointer: str
    display_order: int | None
    located_at: bool | None
    supervised_from: bool | None
    private_residence: bool | None
    non_registered_office: bool | None
    branch_office_id: str | None
    street1: str | None
    street2: str | None
    city: str | None
    state: str | None
    country: str | None
    zip_code: str | None
    ela_begin_on: date | None


@dataclass(frozen=True, slots=True)
class Employment:
    """A spell of registration with a firm. `firm_name` is the name the firm had at that time; scopes are as received
    (upper case here, mixed case on a person). `ia_sec_number_type` is 801 or 802.
    """

    pointer: str
    firm_id: int
    firm_name: str | None
    ia_only: bool | None
    registration_begin_on: date | None
    registration_end_on: date | None
    firm_bc_scope: str | None
    firm_ia_scope: str | None
    bd_sec_number: str | None
    ia_sec_number: str | None
    ia_sec_number_type: str | None
    expelled_on: date | None
    city: str | None
    state: str | None
    country: str | None
    branches: tuple[BranchLocation, ...]


@dataclass(frozen=True, slots=True)
class Exam:
    """A passed exam. `exam_category` is "Series 65", "SIE", "F04"; `exam_scope` is BC, IA or BOTH."""

    pointer: str
    exam_category: str
    exam_name: str | None
    exam_taken_on: date | None
    exam_scope: str | None


@dataclass(frozen=True, slots=True)
class StateRegistration:
    """One state and scope (BC or IA). The source does not say with which firm. `state` is the full name."""

    pointer: str
    state: str
    reg_scope: str
    status: str
    reg_on: date | None


@dataclass(frozen=True, slots=True)
class SroRegistration:
    """One self-regulatory organisation; `categories` comes with captures from 2025 on."""

    pointer: str
    sro: str
    status: str
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A disclosure event. `detail` is an open bag whose keys depend on the type, as received."""

    pointer: str
    event_on: date | None
    disclosure_type: str
    disclosure_resolution: str | None
    iapd_excluded: bool | None
    bc_excluded: bool | None
    bc_category: int | None
    ia_category: int | None
    detail: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class DisclosureCount:
    """IAPD only; the words for the types differ from those of the events."""

    pointer: str
    disclosure_type: str
    disclosure_count: int


@dataclass(frozen=True, slots=True)
class Counters:
    """The document's own counts, as received: what an import is checked against."""

    approved_sro: int | None
    approved_finra: int | None
    approved_state: int | None
    approved_ia_state: int | None
    has_inactive: bool | None
    has_suspended: bool | None
    state_exams: int | None
    principal_exams: int | None
    product_exams: int | None


@dataclass(frozen=True, slots=True)
class IndividualCapture:
    """One answer about one person.

    `service` is BC or IA. `sequence` counts every record that one reading looked at, good or bad, from 0: the same
    paths give the same numbers. `captured_on` is known only where the file name says it. `digest` is the SHA-256 of
    the person's document as received. `unknown_keys` are paths of keys that this reader does not know, values left out.
    """

    file: str
    member: str
    record: str
    sequence: int
    service: str
    captured_on: date | None
    digest: bytes
    unknown_keys: tuple[str, ...]
    crd: int
    first_name: str | None
    middle_name: str | None
    last_name: str | None
    name_suffix: str | None
    other_names: tuple[str, ...]
    bc_scope: str | None
    ia_scope: str | None
    days_in_industry: int | None
    days_in_industry_from: date | None
    days_in_industry_from_iapd: date | None
    current_employments: tuple[Employment, ...]
    current_ia_employments: tuple[Employment, ...]
    previous_employments: tuple[Employment, ...]
    previous_ia_employments: tuple[Employment, ...]
    disclosure_flag: bool | None
    ia_disclosure_flag: bool | None
    disclosures: tuple[Disclosure, ...]
    ia_disclosures: tuple[DisclosureCount, ...]
    state_exams: tuple[Exam, ...]
    principal_exams: tuple[Exam, ...]
    product_exams: tuple[Exam, ...]
    registered_states: tuple[StateRegistration, ...]
    registered_sros: tuple[SroRegistration, ...]
    counters: Counters
    has_bc_comments: bool | None
    has_ia_comments: bool | None
    legacy_report_status: str | None


@dataclass(frozen=True, slots=True)
class SearchEmployment:
    """A current employment of a search row."""

    pointer: str
    firm_id: int
    firm_name: str | None
    branch_city: str | None
    branch_state: str | None
    branch_zip: str | None
    ia_only: bool | None
    firm_bd_sec_number: str | None
    firm_bd_full_sec_number: str | None
    firm_ia_sec_number: str | None
    firm_ia_full_sec_number: str | None


@dataclass(frozen=True, slots=True)
class SearchRow:
    """One hit of a search for people. `employments_count` counts current employments in rows of IAPD only."""

    file: str
    member: str
    record: str
    sequence: int
    service: str
    pointer: str
    unknown_keys: tuple[str, ...]
    crd: int
    first_name: str | None
    middle_name: str | None
    last_name: str | None
    name_suffix: str | None
    other_names: tuple[str, ...]
    bc_scope: str | None
    ia_scope: str | None
    bc_disclosure_flag: bool | None
    ia_disclosure_flag: bool | None
    approved_finra_registration_count: int | None
    employments_count: int | None
    industry_days: int | None
    industry_from: date | None
    industry_from_iapd: date | None
    current_employments: tuple[SearchEmployment, ...]
    current_ia_employments: tuple[SearchEmployment, ...]
