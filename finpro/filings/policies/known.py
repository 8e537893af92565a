"""What the record says about the firm, the person and the draft of a filing, as far as the checks ask.

A field that is None is unknown, and a check that needs it says nothing: so a form in a file can be checked without a
record. An empty value is knowledge: an empty set of affiliates says that the firm has none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A branch of the filing firm or of an affiliate: the days between which it is active, open where None."""

    firm_crd: int
    opened_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """The filing firm. `affiliates`: CRD numbers of the firms named as its affiliates on Form BD or ADV.

    `sros` are those of which it is an approved member; `bd_jurisdictions` and `ia_jurisdictions` where it is registered
    as a broker-dealer, and where it is registered or notice filed as an adviser. `branches`: its own and those of
    affiliates, by CRD number of the branch.
    """

    crd: int | None = None
    name: str | None = None
    active: bool | None = None
    sros: frozenset[str] | None = None
    bd_jurisdictions: frozenset[str] | None = None
    ia_jurisdictions: frozenset[str] | None = None
    affiliates: frozenset[int] | None = None
    branches: Mapping[int, Branch] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name on the record."""

    first: str
    last: str
    middle: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Association:
    """A spell with a firm; it goes on where `ended_on` is None. A draft's own pending spell is not among them."""

    firm_crd: int
    started_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A registration or request with its present status (a code of the rulebook's `statuses`)."""

    firm_crd: int
    regulator: str
    category: str
    status: str
    approved_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamResult:
    """One sitting, credit or waiver; `result` is a code of the rulebook's `exam_results`."""

    code: str
    on: date
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamWindow:
    """A window in which the exam can be taken and has not been yet."""

    code: str
    ends_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A fingerprint card; `status` is a code of the rulebook's `fingerprint_statuses`."""

    firm_crd: int
    status: str
    barcode: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDisclosure:
    """A disclosure that another form reported and that is still open: `form` is "U5" or "U6", for a Form U5 "U4".

    `type` is that of the disclosure reporting page; `questions` are the questions of Form U4 that it bears on, if the
    report says so.
    """

    form: str
    type: str
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A disclosure reporting page that an earlier accepted filing put on the record; `docket` is the case's number.

    `event_on` is the day on which the event began, as the page says it; `row` the "id" that a draft made from the
    record gives it ("r12"), so that a page does not count as its own double.
    """

    type: str
    questions: tuple[str, ...]
    row: str = ""
    docket: str = ""
    event_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """The person of the filing. `exists`: there is a record with this CRD number.

    `exams` are all sittings; `windows` the open ones; `designations` those that the awarding body confirms (codes);
    `unaffiliated_stored`: section 3 was answered by an earlier filing; `born_on` the birth date of the record;
    `active_on` the last day on which the person signed something or completed education.
    """

    crd: int | None = None
    exists: bool | None = None
    legal_name: Name | None = None
    former_names: tuple[Name, ...] | None = None
    born_on: date | None = None
    associations: tuple[Association, ...] | None = None
    registrations: tuple[Registration, ...] | None = None
    exams: tuple[ExamResult, ...] | None = None
    windows: tuple[ExamWindow, ...] | None = None
    cards: tuple[Card, ...] | None = None
    designations: frozenset[str] | None = None
    open_disclosures: tuple[OpenDisclosure, ...] | None = None
    reports: tuple[Report, ...] | None = None
    unaffiliated_stored: bool | None = None
    active_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A signature made in the portal: the digest of what was signed."""

    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The draft itself. `digest` is that of its present content; `signatures` those made in the portal, by block.

    `e_signature`: the firm signs in the portal for this person's audience. `person_crd`: whom the draft is about.
    `base_is_current`: the record still says what the draft was made from. `temporary_wanted`: temporary registration is
    asked for. `acknowledgement`: the person's acknowledgement of a disclosure amendment (15G) is kept with the draft.
    """

    created_on: date | None = None
    person_crd: int | None = None
    rep_edits: bool | None = None
    e_signature: bool | None = None
    signatures: Mapping[str, Signed] | None = None
    digest: str | None = None
    base_is_current: bool | None = None
    temporary_wanted: bool | None = None
    acknowledgement: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Everything known beside the document. Of a form in a file nothing is.

    `base` is the document as it was taken from the record: what an amendment changed is the difference to it.
    `taken_barcodes` are the barcodes in the document that stand on another person's fingerprint card.
    """

    firm: Firm = Firm()
    person: Person = Person()
    draft: Draft = Draft()
    base: Mapping[str, object] | None = None
    taken_barcodes: frozenset[str] | None = None


NOTHING = Known()
