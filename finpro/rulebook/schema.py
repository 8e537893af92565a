"""What each topic of the rulebook holds, and which fields name codes of another topic.

Sets of exams are written as alternatives: `[["SIE", "S7TO"], ["S99"]]` reads "SIE and S7TO, or S99".
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Alternatives = tuple[tuple[str, ...], ...]
Value = int | str | bool | date | tuple[int, ...] | tuple[str, ...]

# The window of an entry whose beginning no source gives: as far back as any record goes.
EVER = date(1900, 1, 1)
MARKS = ("known", "verify", "design")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What every entry has: a code, its window (both ends inclusive, open where `effective_to` is None), a source.

    `verify` says that no public source settles the value; `mark` says why: "known" (general knowledge),
    "verify" (unsure or contested) or "design" (ours).
    """

    code: str
    effective_from: date
    source: str
    effective_to: date | None = None
    verify: bool = False
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Entry):
    """A word of the field: label, what it means, and the other spellings that sources use."""

    label: str
    meaning: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sro(Entry):
    """A self-regulatory organization that registers people."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction(Entry):
    """A state, district or territory.

    `on_form_u4` is false for a jurisdiction that is known but cannot be asked for. `requires_s63` is rule RG-01;
    `iar_ce` says whether the continuing education of adviser representatives is in force there.
    """

    name: str
    on_form_u4: bool = True
    accepts_ag: bool = True
    accepts_ra: bool = True
    requires_s63: bool = True
    iar_ce: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Category(Entry):
    """A registration category.

    `kind`: representative, principal, jurisdiction, exchange or officer. `with_categories`: one of these must be held
    besides the exams. `requestable` is false and `legacy` true for those that only old records hold.
    """

    name: str
    kind: str
    qualifying_exams: Alternatives = ()
    with_categories: tuple[str, ...] = ()
    requestable: bool = True
    legacy: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exam(Entry):
    """A qualification exam. `minutes` and `questions` are those of the scored session; `fee` is in USD.

    The pass mark is `pass_mark` out of `pass_of`. `counts_as` are the exams that a pass here also stands for.
    `group`: state, principal, product or education, as public records group them. `retired_on` is its last day.
    """

    name: str
    owner: str
    group: str
    aliases: tuple[str, ...] = ()
    minutes: int | None = None
    questions: int | None = None
    pass_mark: int | None = None
    pass_of: int = 100
    fee: Decimal | None = None
    corequisites: Alternatives = ()
    counts_as: tuple[str, ...] = ()
    retired_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status(Entry):
    """A status of one registration.

    `counts_as_registered` serves continuing education and MQP; `may_act` is yes, no or limited; `live` is false once
    the registration has ended or its request was closed. Where `needs_action` is true, `action` says what to do.
    """

    label: str
    meaning: str
    counts_as_registered: bool
    may_act: str
    live: bool
    needs_action: bool = False
    action: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Designation(Entry):
    """A professional designation that Form U4 can claim. `qualifies_ra`: it stands in for the adviser exam (RG-02)."""

    name: str
    awarded_by: str
    qualifies_ra: bool = True
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FingerprintStatus(Entry):
    """A status of one fingerprint card. `closed`: nothing more is awaited for this card."""

    label: str
    meaning: str
    closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureType(Entry):
    """A kind of disclosure, one per reporting page. `feed_flag` is its attribute in the adviser feed."""

    label: str
    meaning: str
    feed_flag: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution(Entry):
    """How a disclosed event stands. `closed` is false while it is undecided or the source does not say."""

    label: str
    meaning: str
    closed: bool
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Side(Entry):
    """The side of the industry that public services tell apart, and the state category that it stands for."""

    label: str
    meaning: str
    category: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee(Entry):
    """A charge. `amount` in USD, `payer` is firm, person, provider, or firm or person; `per` says for what."""

    label: str
    amount: Decimal
    payer: str
    per: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant(Entry):
    """A figure of a rule. `unit` names what `value` counts; money is a decimal string in USD."""

    label: str
    unit: str
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(Entry):
    """A section of a person's record and how it is corrected.

    `with_firm` and `without_firm` are the sentences shown to somebody who has a firm and who has none;
    `own_edit` is true where a person without a firm may change it here.
    """

    title: str
    meaning: str
    with_firm: str
    without_firm: str
    form: str
    own_edit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AssuranceLevel(Entry):
    """How sure it is that an account's owner is the person on the record. `rank` 1 is the surest."""

    label: str
    meaning: str
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Entry):
    """A plain explanation shown on screens."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Entry):
    """A rule that code or a decision names: its title and one sentence of ours."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReason(Entry):
    """Why a support case, or a firm's vouching, was decided so.

    `about`: identity, recovery or vouching; `outcome`: granted or refused. `meaning` is for whoever decides, `said` the
    sentence that the person reads.
    """

    label: str
    meaning: str
    said: str
    about: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistPoint(Entry):
    """Something that staff look at before they decide a request.

    `fits` says for which requests: every, sro, principal, agent, adviser, temporary or disclosure. `place` orders the
    list; `rule` is why it is looked at.
    """

    title: str
    text: str
    fits: str
    rule: str
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeficiencyReason(Entry):
    """Something that a request for registration lacks. `cure` says what ends it; `waits_for` whose move it is."""

    label: str
    meaning: str
    cure: str
    waits_for: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestReason(Entry):
    """Why a request for registration was decided so, or something that it lacked counts as cured.

    `meaning` is for whoever decides, `said` the sentence that firm and person read.
    """

    label: str
    meaning: str
    said: str
    decision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter(Entry):
    """A letter to write: `text` holds names in braces that are filled in. `reason` is what the request lacks."""

    title: str
    reason: str
    text: str


TOPICS: dict[str, type[Entry]] = {
    "sros": Sro,
    "jurisdictions": Jurisdiction,
    "categories": Category,
    "exams": Exam,
    "statuses": Status,
    "designations": Designation,
    "fingerprint_statuses": FingerprintStatus,
    "disclosure_types": DisclosureType,
    "resolutions": Resolution,
    "scopes": Term,
    "sides": Side,
    "ce_statuses": Term,
    "exam_results": Term,
    "exam_owners": Term,
    "programs": Term,
    "credit_components": Term,
    "disqualifications": Term,
    "acknowledgements": Term,
    "case_reasons": CaseReason,
    "checklists": ChecklistPoint,
    "deficiency_reasons": DeficiencyReason,
    "request_reasons": RequestReason,
    "letters": Letter,
    "fees": Fee,
    "constants": Constant,
    "sections": Section,
    "assurance_levels": AssuranceLevel,
    "texts": Text,
    "rules": Rule,
}

# Fields that name codes of another topic.
REFERENCES: dict[tuple[str, str], str] = {
    ("exams", "owner"): "exam_owners",
    ("exams", "corequisites"): "exams",
    ("exams", "counts_as"): "exams",
    ("categories", "qualifying_exams"): "exams",
    ("categories", "with_categories"): "categories",
    ("sides", "category"): "categories",
    ("checklists", "rule"): "rules",
    ("letters", "reason"): "deficiency_reasons",
}

# Fields that hold one of a few words.
CHOICES: dict[tuple[str, str], tuple[str, ...]] = {
    ("categories", "kind"): ("representative", "principal", "jurisdiction", "exchange", "officer"),
    ("exams", "group"): ("state", "principal", "product", "education"),
    ("statuses", "may_act"): ("yes", "no", "limited"),
    ("case_reasons", "about"): ("identity", "recovery", "vouching"),
    ("case_reasons", "outcome"): ("granted", "refused"),
    ("request_reasons", "decision"): (
        "APPROVE",
        "RESTRICT",
        "TEMPORARY",
        "RETURN",
        "DENY",
        "WITHDRAW",
        "ABANDON",
        "CURE",
        "UNMATCH",
    ),
    ("checklists", "fits"): ("every", "sro", "principal", "agent", "adviser", "temporary", "disclosure"),
    ("deficiency_reasons", "waits_for"): ("firm", "registry", "fingerprints"),
    ("fees", "payer"): ("firm", "person", "provider", "firm or person"),
}
