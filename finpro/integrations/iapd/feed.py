"""What the IAPD compilation feed says about a person, as typed values.

Names are ours for the feed's abbreviations. None stands for an attribute that is absent or blank. `pointer` counts
children from the person's element: "/CrntEmps/0/CrntRgstns/1".
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class OtherName:
    """A name used before or beside the legal one."""

    pointer: str
    last_name: str | None
    first_name: str | None
    middle_name: str | None
    name_suffix: str | None


@dataclass(frozen=True, slots=True)
class Branch:
    """Where the person works for the firm; private residences have no street."""

    pointer: str
    street1: str | None
    street2: str | None
    city: str | None
    state: str | None
    country: str | None
    postal_code: str | None


@dataclass(frozen=True, slots=True)
class Registration:
    """A registration with the firm around it. `authority` is a state code, `category` RA, `status` as received."""

    pointer: str
    authority: str
    category: str
    status: str
    status_on: date | None


@dataclass(frozen=True, slots=True)
class CurrentEmployment:
    """A firm the person is with now; the address is the firm's main office. The feed gives no begin date."""

    pointer: str
    firm_crd: int
    firm_name: str | None
    street1: str | None
    street2: str | None
    city: str | None
    state: str | None
    country: str | None
    postal_code: str | None
    registrations: tuple[Registration, ...]
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Exam:
    """A passed exam; `code` is S65, S66, S7."""

    pointer: str
    code: str
    name: str | None
    taken_on: date | None


@dataclass(frozen=True, slots=True)
class PreviousRegistration:
    """A spell of registration with a firm that has ended."""

    pointer: str
    firm_crd: int
    firm_name: str | None
    begin_on: date | None
    end_on: date | None
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class EmploymentHistory:
    """An employer by month, given as its first day. No `to_month`: to this day."""

    pointer: str
    employer: str | None
    from_month: date | None
    to_month: date | None
    city: str | None
    state: str | None


@dataclass(frozen=True, slots=True)
class DisclosureFlags:
    """Which kinds of disclosure there are; the feed has no events."""

    pointer: str
    regulatory_action: bool | None
    criminal: bool | None
    bankruptcy: bool | None
    civil_judicial: bool | None
    bond: bool | None
    judgment: bool | None
    investigation: bool | None
    customer_complaint: bool | None
    termination: bool | None


@dataclass(frozen=True, slots=True)
class FeedIndividual:
    """One person of the feed. `sequence` counts every person of one reading, good or bad, from 0. `generated_on` is
    the day the report was made (GenOn, else the file name). `active_agent` says that the person is also registered
    with a broker-dealer. `other_business` keeps the source's separators. `unknown_keys` are names, values left out.
    """

    file: str
    member: str
    record: str
    sequence: int
    generated_on: date | None
    unknown_keys: tuple[str, ...]
    crd: int
    last_name: str | None
    first_name: str | None
    middle_name: str | None
    name_suffix: str | None
    active_agent: bool | None
    link: str | None
    other_names: tuple[OtherName, ...]
    current_employments: tuple[CurrentEmployment, ...]
    exams: tuple[Exam, ...]
    designations: tuple[str, ...]
    previous_registrations: tuple[PreviousRegistration, ...]
    employment_history: tuple[EmploymentHistory, ...]
    other_business: str | None
    disclosures: tuple[DisclosureFlags, ...]
