"""The record of one person on one date, as frozen values: what every page, download and report reads."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Origin:
    """The capture or filing that a value comes from. `exact` false: captured on that date or later."""

    kind: str
    service: str
    captured_on: date
    exact: bool
    file: str
    record: str


@dataclass(frozen=True, slots=True)
class Fact:
    """What every value of the record carries, as known on the date asked for.

    `since` None: the source does not say. `until` None: in force on that date; an end that still lay ahead is hidden.
    `end_observed`: no source states the end, the value was gone from a later capture. `pointer` locates the value
    inside its source.
    """

    since: date | None
    until: date | None
    first_seen_on: date
    end_observed: bool
    origin: Origin | None
    pointer: str

    @property
    def in_force(self) -> bool:
        """Whether the value held on the date asked for."""
        return self.until is None


@dataclass(frozen=True, slots=True)
class Name(Fact):
    kind: str
    first: str
    middle: str
    last: str
    suffix: str

    @property
    def full(self) -> str:
        """First, middle, last, suffix, with single spaces."""
        return " ".join(part for part in (self.first, self.middle, self.last, self.suffix) if part)


@dataclass(frozen=True, slots=True)
class Standing(Fact):
    bc_scope: str
    ia_scope: str


@dataclass(frozen=True, slots=True)
class Designation(Fact):
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Residence(Fact):
    street1: str
    street2: str
    city: str
    state: str
    country: str
    postal: str
    month_precision: bool


@dataclass(frozen=True, slots=True)
class OtherBusiness(Fact):
    text: str


@dataclass(frozen=True, slots=True)
class Status(Fact):
    """Code of the rulebook; empty where the record cannot tell."""

    registration_id: int
    code: str


@dataclass(frozen=True, slots=True)
class Registration(Fact):
    """`firm_crd` None and `category` empty: the source leaves them unknown. `statuses` are newest first."""

    id: int
    firm_crd: int | None
    firm_name: str | None
    regulator: str
    category: str
    statuses: tuple[Status, ...] = field(default=(), kw_only=True)

    @property
    def has_history(self) -> bool:
        """Whether its status ever changed."""
        return len(self.statuses) > 1

    @property
    def status(self) -> Status | None:
        """The status on the date asked for."""
        return next((status for status in self.statuses if status.in_force), None)


@dataclass(frozen=True, slots=True)
class Spell(Fact):
    firm_crd: int
    side: str
    firm_name: str
    adviser_only: bool | None
    city: str
    state: str
    country: str


@dataclass(frozen=True, slots=True)
class Office(Fact):
    firm_crd: int
    located_at: bool | None
    supervised_from: bool | None
    private_residence: bool | None
    registered: bool | None
    street1: str
    street2: str
    city: str
    state: str
    postal: str
    branch_code: str


@dataclass(frozen=True, slots=True)
class Association(Fact):
    """One continuous association with a firm, with its offices."""

    firm_crd: int
    firm_name: str | None
    contractor: bool | None
    firm_id: int
    offices: tuple[Office, ...] = field(default=(), kw_only=True)


@dataclass(frozen=True, slots=True)
class EmploymentEntry(Fact):
    employer: str
    city: str
    state: str
    position: str


@dataclass(frozen=True, slots=True)
class Exam(Fact):
    """`since` is the day taken."""

    code: str
    name: str
    result: str
    group: str


@dataclass(frozen=True, slots=True)
class RegulatoryElement(Fact):
    """`completed_on` None: not completed by the date asked for."""

    year: int
    category: str
    due_on: date
    completed_on: date | None


@dataclass(frozen=True, slots=True)
class DisclosureVersion(Fact):
    disclosure_id: int
    resolution: str
    detail: dict[str, object]


@dataclass(frozen=True, slots=True)
class Disclosure(Fact):
    """One event; `versions` are newest first."""

    id: int
    type: str
    event_on: date | None
    docket: str
    versions: tuple[DisclosureVersion, ...] = field(default=(), kw_only=True)

    @property
    def version(self) -> DisclosureVersion | None:
        """What the record said on the date asked for."""
        return next((version for version in self.versions if version.in_force), None)


@dataclass(frozen=True, slots=True)
class Record:
    """A person's record on a date. Every tuple is ordered: in force first, then newest first."""

    person_id: int
    crd: int
    on: date
    date_of_birth: date | None
    names: tuple[Name, ...]
    standings: tuple[Standing, ...]
    designations: tuple[Designation, ...]
    residences: tuple[Residence, ...]
    other_businesses: tuple[OtherBusiness, ...]
    registrations: tuple[Registration, ...]
    associations: tuple[Association, ...]
    spells: tuple[Spell, ...]
    entries: tuple[EmploymentEntry, ...]
    exams: tuple[Exam, ...]
    regulatory_elements: tuple[RegulatoryElement, ...]
    disclosures: tuple[Disclosure, ...]

    @property
    def legal_name(self) -> str:
        """The legal name on the date, else the latest one known by then, as lists show it."""
        legal = next((name for name in self.names if name.kind == "LEGAL"), None)
        return legal.full if legal else f"CRD {self.crd}"

    @property
    def current_firms(self) -> tuple[Association, ...]:
        """The associations in force on the date."""
        return tuple(row for row in self.associations if row.in_force)
