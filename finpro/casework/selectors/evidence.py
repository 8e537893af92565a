"""What the record holds that somebody looks at before a request is decided: exams, prints, disclosure, fees."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q

from finpro.billing.models import FeeLine
from finpro.exams.models import ExamRequest
from finpro.kernel.clock import legal_date
from finpro.registry import models
from finpro.registry.models import RegistrationRequest
from finpro.rulebook.forms import loader


@dataclass(frozen=True, slots=True)
class Exam:
    """A result on record, or (`result` "") an exam that was asked for and not taken yet. `on` is the day of either."""

    code: str
    result: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Prints:
    """On what a firm relies, a code of the form, and the latest status of its card: "" where none is on record."""

    option: str
    status: str
    since: date | None

    @property
    def relied_on(self) -> str:
        """What the code says, in the words of the form."""
        codes = loader.get("u4").lists["fingerprint_options"].codes
        return next((entry.label for entry in codes if entry.code == self.option), self.option)

    @property
    def awaited(self) -> bool:
        """Whether a card is to come and has not."""
        return self.option == "SUBMITTING" and self.status in {"", "CDPD"}


@dataclass(frozen=True, slots=True)
class Report:
    """A report of the person that stands. `disclosure` is the occurrence it was matched to, None where it waits."""

    key: int
    type: str
    firm_id: int
    event_on: date | None
    disclosure: int | None
    filed_with: bool


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee line of the filing. `figures` are what its amount was computed from; `open` until it is settled."""

    code: str
    rule: str
    amount: Decimal
    figures: dict[str, object]
    open: bool


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another request of the same person."""

    key: int
    firm_id: int
    regulator: str
    category: str
    state: str
    requested_at: datetime


@dataclass(frozen=True, slots=True)
class Status:
    """A status that the registration has had, from a day on."""

    status: str
    since: date | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """All of it, for one request. `answers` are the questions answered yes; `differing` occurrences on which firms
    differ stand in the queue."""

    exams: Sequence[Exam]
    prints: Prints | None
    answers: Sequence[str]
    reports: Sequence[Report]
    fees: Sequence[Fee]
    siblings: Sequence[Sibling]
    statuses: Sequence[Status]

    @property
    def disclosure(self) -> bool:
        """Whether the person has anything to tell of."""
        return bool(self.answers or self.reports)

    @property
    def open_fees(self) -> Decimal:
        """What is not settled, in USD."""
        return sum((fee.amount for fee in self.fees if fee.open), Decimal("0.00"))


def evidence_of(request: RegistrationRequest, on: date) -> Evidence:
    """What is on record for a request on a date; a fixed number of queries."""
    return Evidence(
        _exams(request.person_id),
        _prints(request.person_id, request.firm_id, on),
        _answers(request.person_id, on),
        _reports(request),
        fees_of(request.source.file),
        _siblings(request),
        [
            Status(row.status, row.starts_on)
            for row in models.RegistrationStatus.objects.filter(registration=request.registration_id).order_by("-id")
        ],
    )


def _in_force(on: date) -> Q:
    return (Q(starts_on=None) | Q(starts_on__lte=on)) & (Q(ends_on=None) | Q(ends_on__gte=on))


def _exams(person_id: int) -> list[Exam]:
    taken = models.ExamResult.objects.filter(person=person_id).order_by("-starts_on", "code", "id")
    asked = ExamRequest.objects.filter(person=person_id, closed_at=None).order_by("-requested_at", "id")
    return [
        *(Exam(row.exam, "", legal_date(row.requested_at)) for row in asked),
        *(Exam(row.code, row.result, row.starts_on) for row in taken),
    ]


def _prints(person_id: int, firm_id: int, on: date) -> Prints | None:
    basis = models.FingerprintBasis.objects.filter(_in_force(on), person=person_id, firm=firm_id).first()
    card = (
        models.FingerprintStatus.objects.filter(_in_force(on), person=person_id, card__firm=firm_id)
        .order_by("-starts_on", "-id")
        .first()
    )
    if basis is None and card is None:
        return None
    return Prints(basis.option if basis else "", card.status if card else "", card.starts_on if card else None)


def _answers(person_id: int, on: date) -> list[str]:
    told = models.DisclosureAnswer.objects.filter(_in_force(on), person=person_id, answer=True)
    return list(told.order_by("question").values_list("question", flat=True))


def _reports(request: RegistrationRequest) -> list[Report]:
    rows = models.DisclosureReport.objects.filter(person=request.person_id, replaced=False, archived=False)
    return [
        Report(row.pk, row.type, row.firm_id, row.event_on, row.disclosure_id, row.source_id == request.source_id)
        for row in rows.order_by("type", "id")
    ]


def fees_of(about: str) -> list[Fee]:
    """What a filing ("filing:12") costs, in the order of noting."""
    return [
        Fee(row.code, row.rule, row.amount, row.figures, row.settled_at is None)
        for row in FeeLine.objects.filter(about=about).order_by("id")
    ]


def _siblings(request: RegistrationRequest) -> list[Sibling]:
    rows = RegistrationRequest.objects.filter(person=request.person_id).exclude(pk=request.pk)
    return [
        Sibling(row.pk, row.firm_id, row.regulator, row.category, row.state, row.requested_at)
        for row in rows.order_by("-requested_at", "id")[:50]
    ]
