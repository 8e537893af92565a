"""What the specification of a legal form holds: form, sections, groups, questions, and what each question reveals.

A form as a document is one JSON object (the shape that `finpro check` reads): under its key a section is an object, a
list of objects or a list of codes. Pointers are JSON Pointers into it. Wording is ours; the official numbers are the
keys, and an operator can lay the official wording over ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

# One value of a document as a condition compares it.
Scalar = str | bool | int

# How a question is answered, and what its value is in a document.
KINDS = (
    "text",  # one line: str
    "long_text",  # several lines: str
    "name",  # part of a person's name: str
    "integer",  # int
    "money",  # decimal string in USD
    "hours",  # decimal string
    "date",  # "YYYY-MM-DD"
    "month",  # "YYYY-MM"
    "month_or_present",  # "YYYY-MM" or "PRESENT"
    "month_or_date",  # "YYYY-MM" or "YYYY-MM-DD"
    "dated",  # {"date", "precision": EXACT | EXPLANATION, "explanation"}: a date that may be an estimate
    "yes_no",  # bool
    "code",  # a code of `codes`: str
    "codes",  # several codes of `codes`: list of str
    "state",  # code of a US state, or free text for Canada: str
    "country",  # code of a country: str
    "postal",  # str
    "ssn",  # nine digits, masked everywhere: str
    "group",  # `questions` below this key: object
    "list",  # rows of `questions` below this key: list of objects, each with an "id"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One answer that another question depends on.

    `path` is a key of the same object ("status") or else of the nearest one around it; "../status" begins around it. It
    may lead on into an object ("court/court_type") or into any row of a list ("charges/disposition"), and is a JSON
    Pointer from the root where it begins with "/". It holds where the answer is one of `values`, or where a list of
    answers has one of them; `negated` turns it round. With `values` empty it holds where anything is answered. What is
    hidden counts as not answered.
    """

    path: str
    values: tuple[Scalar, ...] = ()
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. It is asked where every condition of `when` holds and, if there are any, one of `when_any`.

    `required`: an answer is needed to file, wherever the question is asked; `required_when` narrows that. Saving never
    needs one. `codes` names a code list of the form, or a topic of the rulebook as "rulebook:TOPIC". `official` is the
    number on the printed form ("14A(1)(a)", "12"). `prefilled` questions are taken from the record and read only.
    `only` narrows the codes that may be chosen: conditions on fields of the rulebook's entry ("requestable: true").
    `initial` is what a new row begins with. `verify` and `mark` as in the rulebook.
    """

    key: str
    kind: str
    label: str
    official: str = ""
    help: str = ""
    example: str = ""
    terms: tuple[str, ...] = ()  # keys of definitions shown beside it
    codes: str = ""
    only: tuple[Condition, ...] = ()
    initial: str = ""
    required: bool = False
    required_when: tuple[Condition, ...] = ()
    when: tuple[Condition, ...] = ()
    when_any: tuple[Condition, ...] = ()
    longest: int | None = None  # characters
    least: int | None = None
    most: int | None = None
    at_least: int = 0  # rows of a list
    questions: tuple["Question", ...] = ()
    row_title: str = ""  # keys that name a row of a list, joined by spaces
    prefilled: bool = False
    scanned: bool = False  # free text in which sensitive data is looked for
    drp: str = ""  # type of the disclosure reporting page that a yes calls for
    look_back: str = ""  # how far back the question reaches, in words
    look_back_months: int | None = None
    disqualifying: bool = False  # a yes starts the ten-day clock
    source: str = ""
    verify: bool = False
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Questions that stand together on a page, under a title of their own where it is not empty."""

    questions: tuple[Question, ...]
    title: str = ""
    intro: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section of the form. `shape` says what stands under `key`: "object", "list" (of objects) or "codes".

    `rep_edits` is whether a firm's opening of everything opens it to the person: "default", "optional" or "never".
    `gate` is a yes/no question of the document's root that says whether a list is empty on purpose; after a no its
    rows are hidden. `at_least` counts rows of a list. `paged`: too long for one page,
    so each group is filled in on a page of its own.
    """

    key: str
    number: str
    title: str
    groups: tuple[Group, ...]
    intro: str = ""
    shape: str = "object"
    rep_edits: str = "default"
    minutes: int = 5
    paged: bool = False
    gate: Question | None = None
    row_title: str = ""
    at_least: int = 0
    source: str = ""
    verify: bool = False
    mark: str = ""

    @property
    def questions(self) -> tuple[Question, ...]:
        """Those of all groups, in order."""
        return tuple(question for group in self.groups for question in group.questions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A disclosure reporting page: rows of `drps` with this `type`. `answers` are the questions that it may support.

    Its first group is the same on every page: the `[[page_question]]` of form.toml.
    """

    type: str
    title: str
    answers: tuple[str, ...]
    groups: tuple[Group, ...]
    intro: str = ""
    row_title: str = ""
    source: str = ""
    verify: bool = False
    mark: str = ""

    @property
    def questions(self) -> tuple[Question, ...]:
        """Those of all groups, in order."""
        return tuple(question for group in self.groups for question in group.questions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A signature block ("15A"). `signer` is person or signatory; `statement` what is agreed to, versioned by the form.

    `order` says which blocks are signed before others.
    """

    key: str
    title: str
    signer: str
    statement: str
    order: int
    source: str = ""
    verify: bool = False
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingType:
    """A type of filing: which sections must be complete, which may be changed, which blocks are always signed.

    `without` are sections that this type does not have at all: they are hidden.
    """

    code: str
    title: str
    used_when: str
    complete: tuple[str, ...] = ()
    editable: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    source: str = ""
    verify: bool = False
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One entry of a code list of the form."""

    code: str
    label: str
    meaning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeList:
    """A code list that only this form uses; lists of the field itself are topics of the rulebook."""

    key: str
    title: str
    codes: tuple[Code, ...]
    source: str = ""
    verify: bool = False
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A term used in questions, in our words."""

    key: str
    term: str
    text: str
    source: str = ""
    verify: bool = False
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One version of a form. A version is a folder, never edited after use; a filing names the one it was made by.

    `renamed` leads from a pointer of the version before to the one here, rows left out ("/employments/employer").
    `wording` tells an operator's own texts apart: a digest of them, or empty. `text_version` names both.
    """

    form: str  # "u4"
    version: str
    title: str
    effective_from: date
    source: str
    sections: tuple[Section, ...]
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    types: tuple[FilingType, ...]
    lists: Mapping[str, CodeList]
    definitions: Mapping[str, Definition]
    renamed: Mapping[str, str] = field(default_factory=dict)
    wording: str = ""

    @property
    def text_version(self) -> str:
        """The version of what people read: that of the form, and of the operator's wording where there is one."""
        return f"{self.version}+{self.wording}" if self.wording else self.version

    def section(self, key: str) -> Section:
        """The section of this key. KeyError for a key that is none."""
        return {section.key: section for section in self.sections}[key]

    def page(self, type: str) -> Page:  # noqa: A002 - the document's word
        """The disclosure reporting page of this type. KeyError for a type that is none."""
        return {page.type: page for page in self.pages}[type]

    def filing_type(self, code: str) -> FilingType:
        """The type of filing of this code. KeyError for a code that is none."""
        return {found.code: found for found in self.types}[code]

    def block(self, key: str) -> Block:
        """The signature block of this key. KeyError for a key that is none."""
        return {block.key: block for block in self.blocks}[key]
