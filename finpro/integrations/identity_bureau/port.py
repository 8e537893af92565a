"""What a credit bureau is asked about somebody who says who they are, and what it may answer (rules IDV-01 to IDV-11).

The bureau decides two things that we cannot: whether a telephone number belongs to the person, and which questions only
that person can answer. The passcode itself is made, sent and checked by us; the bureau never sees it.

Every adapter passes tests/integrations/identity_bureau/test_contract.py. To add a vendor: write a module beside this
one with a class that has the three verbs of Bureau and a function `configured()` that makes it from settings.FINPRO;
name the module in finpro.config.env as a choice of FINPRO_IDENTITY_BUREAU with what it needs; let the contract tests
run against a stub of the vendor. What a vendor calls differently (sessions, exam ids, lists of reason codes) is turned
into these values inside its module, and whatever goes wrong there becomes Unavailable.

**Once.** A reference works for 15 minutes and its quiz can be answered once. A bureau may fail to remember that (the
sandbox does so when it runs on several machines), so the caller stores, under a lock, that it has sent answers for a
reference, before it sends them, and asks no second time whatever came back.

**Nothing in clear.** Questions and answers are the person's past. Callers keep reference and quiz encrypted, for as
long as the step lasts, and put neither into a URL, a log, an event or a job. Personal values are left out of every
repr.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

NONE_OF_THE_ABOVE = "None of the above"
NoPasscode = Literal["", "NO_PHONE_GIVEN", "PHONE_NOT_CONFIRMED"]
NotPassed = Literal["", "SCORE_LOW", "EXPIRED", "USED_UP"]
Channel = Literal["text", "call"]


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who is asked about. `ssn` nine digits or None; `phone` E.164 or None; names as on legal papers."""

    first: str = field(repr=False)
    last: str = field(repr=False)
    born_on: date = field(repr=False)
    ssn: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class PasscodeOffer:
    """The bureau ties the applicant's phone to the person. `channels` are what reaches that line, best first."""

    channels: tuple[Channel, ...] = ("text", "call")


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What can be offered. `passcode` and `no_passcode_reason`: exactly one of them is there (IDV-07).

    `questions`: the bureau knows enough to ask (IDV-08). `known`: it has a file on this person at all.
    `reference` is opaque and is asked with from here on.
    """

    reference: str = field(repr=False)
    passcode: PasscodeOffer | None
    no_passcode_reason: NoPasscode
    questions: bool
    known: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that may be chosen. Its id says nothing about whether it is right."""

    id: str = field(repr=False)
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Question:
    """One question. "None of the above" is its last choice (IDV-11)."""

    id: str = field(repr=False)
    text: str = field(repr=False)
    choices: tuple[Choice, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Quiz:
    """Several questions in the order in which they are asked, at least one of them a decoy (IDV-04, IDV-11)."""

    questions: tuple[Question, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Score:
    """How the quiz ended. `reason` is "" where it was passed."""

    passed: bool
    reason: NotPassed = ""


class Unavailable(Exception):
    """The bureau gave no answer that can be used; nothing was decided about the person.

    `reason` is a code without personal data: "TIMEOUT", "UNREACHABLE", "HTTP_503", "MALFORMED_ANSWER",
    "WRONG_SIGNATURE", or about the reference "EXPIRED" (inquire again) and "NOT_OFFERED" (there are no questions).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Bureau(Protocol):
    """A credit bureau. Each verb raises Unavailable and nothing else."""

    def inquire(self, applicant: Applicant) -> Inquiry:
        """What the bureau holds on this person, as far as it decides which checks can be offered (IDV-02, IDV-06)."""
        ...

    def questions(self, reference: str) -> Quiz:
        """The quiz of an inquiry that offered one. The same reference gives the same quiz, so a page can be reloaded.

        Raises Unavailable: "EXPIRED", "NOT_OFFERED", or the bureau is away.
        """
        ...

    def score(self, reference: str, answers: Mapping[str, str]) -> Score:
        """Judge the answers (question id to choice id; a question left out is wrong). Uses the quiz up either way."""
        ...
