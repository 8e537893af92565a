"""Requests for registration as the firm that asked sees them, and as the person does: how each stands, what is missing
and what cures it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from finpro.billing.models import FeeLine
from finpro.casework import permissions
from finpro.casework.enums import Work
from finpro.casework.models import Step
from finpro.casework.policies import work
from finpro.casework.selectors.letters import LetterLine, letters_of
from finpro.kernel import errors
from finpro.kernel.actor import Actor, Hat
from finpro.kernel.clock import legal_date
from finpro.registry import selectors as registry
from finpro.registry.enums import REQUEST_OPEN, RequestState
from finpro.registry.models import Deficiency, RegistrationRequest

PAGE = 25
_STATES = sorted(REQUEST_OPEN)


@dataclass(frozen=True, slots=True)
class Lacks:
    """Something that a request lacks: a reason of the rulebook, and what it is about."""

    reason: str
    about: str
    since: date


@dataclass(frozen=True, slots=True)
class Decided:
    """What the registry said with a decision: codes of reasons, and its message."""

    reasons: Sequence[str]
    message: str


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One request. `fees` is what is open of its filing in USD; `waits` whether the move is the firm's."""

    key: int
    crd: int
    name: str
    firm_crd: int
    firm: str
    regulator: str
    category: str
    state: RequestState
    asked_at: datetime
    moved_at: datetime
    receipt: str
    lacks: Sequence[Lacks]
    letters: Sequence[LetterLine]
    fees: Decimal
    decided: Decided | None

    @property
    def is_open(self) -> bool:
        """Whether it is undecided."""
        return self.state in REQUEST_OPEN


@dataclass(frozen=True, slots=True)
class Requests:
    """A page of requests: what is open first, then the latest. `counts` by state, whatever is asked for."""

    lines: Sequence[RequestLine]
    total: int
    page: int
    pages: int
    counts: Mapping[str, int]


def firm_requests(viewer: Actor, at: datetime, *, state: str = "", page: int = 1) -> Requests:
    """The requests of the viewer's firm; `state` "open", a state, or "" for all. Raises NotFound for who may not."""
    permissions.see_firm_registrations(viewer)
    rows = RegistrationRequest.objects.filter(firm=viewer.firm_id)
    wanted = Q(state__in=_STATES) if state == "open" else Q(state=state) if state else Q()
    each = {one.value: Count("id", filter=Q(state=one)) for one in RequestState}
    counted = rows.aggregate(total=Count("id", filter=wanted), **each)
    pages = max(1, -(-counted["total"] // PAGE))
    shown = min(max(page, 1), pages)
    found = _ordered(rows.filter(wanted))[(shown - 1) * PAGE : shown * PAGE]
    counts = {one.value: counted[one.value] for one in RequestState if counted[one.value]}
    return Requests(_lines(found, legal_date(at)), counted["total"], shown, pages, counts)


def firm_request(viewer: Actor, request_id: int, at: datetime) -> RequestLine:
    """One request of the viewer's firm. Raises NotFound for another firm's."""
    permissions.see_firm_registrations(viewer)
    found = _lines(RegistrationRequest.objects.filter(firm=viewer.firm_id, pk=request_id), legal_date(at))
    if not found:
        raise errors.NotFound(permissions.NO_WORK)
    return found[0]


def my_requests(viewer: Actor, at: datetime) -> list[RequestLine]:
    """The requests of the person who looks, what is open first; nothing under another hat."""
    if viewer.hat is not Hat.PERSON or viewer.person_id is None:
        return []
    return _lines(_ordered(RegistrationRequest.objects.filter(person=viewer.person_id))[:100], legal_date(at))


# Whether anything is missing for a request about the person `%(person)s`.
LACKING_OF_ONE = """EXISTS (
  SELECT FROM registry_registrationrequest r JOIN registry_deficiency d ON d.request_id = r.id
  WHERE r.person_id = %(person)s::bigint AND d.cured_at IS NULL
)"""


def lacking(people: Sequence[int]) -> dict[int, list[tuple[int, str, date]]]:
    """Of each person what is missing for open requests, in one query: the firm's CRD number, the reason, since when."""
    rows = (
        Deficiency.objects.filter(request__person__in=people, request__state__in=_STATES, cured_at=None)
        .order_by("opened_at", "id")
        .values_list("request__person_id", "request__firm__crd", "reason", "opened_at")
    )
    found: dict[int, list[tuple[int, str, date]]] = {}
    for person, firm, reason, opened_at in rows:
        found.setdefault(person, []).append((firm, reason, legal_date(opened_at)))
    return found


def _ordered(rows: QuerySet[RegistrationRequest]) -> QuerySet[RegistrationRequest]:
    return rows.annotate(closed=~Q(state__in=_STATES)).order_by("closed", "-requested_at", "id")


def _lines(rows: QuerySet[RegistrationRequest], on: date) -> list[RequestLine]:
    listed = list(rows.select_related("person", "firm", "source"))
    keys = [row.pk for row in listed]
    lacks: dict[int, list[Lacks]] = {}
    for one in Deficiency.objects.filter(request__in=keys, cured_at=None).order_by("id"):
        lacks.setdefault(one.request_id, []).append(Lacks(one.reason, one.about, legal_date(one.opened_at)))
    fees: dict[tuple[str, int], Decimal] = {}
    filings = {row.source.file for row in listed}
    for line in FeeLine.objects.filter(about__in=filings, settled_at=None).order_by("id"):
        key = (line.about, line.firm_id)
        fees[key] = fees.get(key, Decimal("0.00")) + line.amount
    said = _said(keys)
    letters = letters_of(keys, on)
    people = registry.legal_names({row.person_id for row in listed}, on)
    firms = registry.names_of_firms({row.firm_id for row in listed}, on)
    return [
        RequestLine(
            row.pk,
            row.person.crd,
            people[row.person_id],
            row.firm.crd,
            firms[row.firm_id],
            row.regulator,
            row.category,
            RequestState(row.state),
            row.requested_at,
            row.moved_at,
            row.source.record,
            lacks.get(row.pk, []),
            letters.get(row.pk, []),
            fees.get((row.source.file, row.firm_id), Decimal("0.00")),
            said.get(row.pk),
        )
        for row in listed
    ]


def _said(keys: Sequence[int]) -> dict[int, Decided]:
    """What the last decision of each request said to firm and person."""
    subjects = {work.subject_of(Work.REQUEST, key): key for key in keys}
    steps = Step.objects.filter(subject__in=list(subjects), what__in=work.DECIDED).order_by("id")
    return {subjects[row.subject]: Decided(row.reasons, row.message) for row in steps}
