"""One request for registration, as those of the registry see it who decide it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from finpro.casework import permissions, policies
from finpro.casework.enums import Decision, Work
from finpro.casework.models import Assignment, Step, Tick
from finpro.casework.policies import decisions, work
from finpro.casework.selectors.conflicts import why_not_work
from finpro.casework.selectors.evidence import Evidence, evidence_of
from finpro.casework.selectors.filings import filed_as
from finpro.casework.selectors.letters import LetterLine, letters_of
from finpro.casework.selectors.people import names_of
from finpro.casework.selectors.readiness import points_of
from finpro.casework.selectors.waived import reviews_that_hold, unsettled
from finpro.kernel import errors
from finpro.kernel.actor import Actor
from finpro.kernel.clock import legal_date
from finpro.registry import selectors as registry
from finpro.registry.enums import REQUEST_OPEN, RequestState
from finpro.registry.models import Deficiency, RegistrationRequest
from finpro.registry.policies import approval
from finpro.rulebook.decisions import Decision as Ruling


@dataclass(frozen=True, slots=True)
class Missing:
    """A deficiency. `about` is what it is about: an exam's code, `report:12`. `cured_at` None: it is open. `rule` is
    the id of the rule that it rests on."""

    key: int
    reason: str
    rule: str
    about: str
    letter: str
    opened_at: datetime
    cured_at: datetime | None


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the checklist, and who ticked it when; `by` is "" where nobody did."""

    code: str
    title: str
    text: str
    rule: str
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Done:
    """A line of the history. `reasons` are codes of the rulebook."""

    what: str
    at: datetime
    who: str
    reasons: Sequence[str]
    note: str
    message: str


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Somebody reviewed what is disclosed now."""

    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """Who has a piece of work: nobody where `owner_id` is None."""

    owner_id: int | None
    owner: str
    mine: bool


@dataclass(frozen=True, slots=True)
class RequestPage:
    """Everything that one screen shows of a request. `…_why_not` say why the viewer may not, "" where he or she may.

    `firms` names every firm that the page speaks of, by key. `filing_id` is the filing it came with, None where it is
    none of ours, and `late` whether what that disclosed came in time. `automatic` is what keeps the request from being
    approved by itself now and nobody has settled.
    """

    key: int
    crd: int
    name: str
    firm_crd: int
    firm: str
    firms: Mapping[int, str]
    regulator: str
    category: str
    state: RequestState
    temporary: bool
    requested_at: datetime
    age: str
    receipt: str
    held: Held
    filing_id: int | None
    late: Ruling | None
    automatic: Sequence[approval.Point]
    missing: Sequence[Missing]
    cured: Sequence[Missing]
    points: Sequence[Point]
    clocks: Sequence[work.Clock]
    evidence: Evidence
    letters: Sequence[LetterLine]
    reviews: Sequence[Reviewed]
    offered: Sequence[Decision]
    history: Sequence[Done]
    work_why_not: str
    approve_why_not: str
    review_why_not: str

    @property
    def is_open(self) -> bool:
        """Whether something is left to decide or to cure."""
        return self.state in REQUEST_OPEN


def request_page(viewer: Actor, key: int, at: datetime) -> RequestPage:
    """One request. Raises Forbidden for anybody but staff who may see requests, NotFound where there is none."""
    permissions.see_registrations(viewer)
    found = RegistrationRequest.objects.select_related("person", "firm", "source").filter(pk=key).first()
    if found is None or viewer.user_id is None:
        raise errors.NotFound(permissions.NO_WORK)
    on = legal_date(at)
    subject = work.subject_of(Work.REQUEST, key)
    evidence = evidence_of(found, on)
    missing = [_missing(row) for row in Deficiency.objects.filter(request=found).order_by("id")]
    open_ones = [one for one in missing if one.cured_at is None]
    points = _points(found, subject, disclosure=evidence.disclosure)
    automatic = unsettled(key, on) if found.state in decisions.BY_STAFF else []
    lacking = [*dict.fromkeys([*(one.reason for one in open_ones), *(point.reason for point in automatic)])]
    ready = decisions.Readiness(missing=lacking, unticked=[point.title for point in points if not point.at])
    refused = why_not_work(viewer, found.person_id, found.firm_id)
    filed = filed_as(found.source.file)
    others = {*(one.firm_id for one in evidence.reports), *(one.firm_id for one in evidence.siblings)}
    firms = registry.names_of_firms({found.firm_id, *others}, on)
    return RequestPage(
        key=key,
        crd=found.person.crd,
        name=registry.legal_names([found.person_id], on)[found.person_id],
        firm_crd=found.firm.crd,
        firm=firms[found.firm_id],
        firms=firms,
        regulator=found.regulator,
        category=found.category,
        state=RequestState(found.state),
        temporary=found.temporary,
        requested_at=found.requested_at,
        age=policies.age(found.requested_at, found.decided_at or at),
        receipt=found.source.record,
        held=held(viewer, subject),
        filing_id=filed[0] if filed else None,
        late=filed[1] if filed else None,
        automatic=automatic,
        missing=open_ones,
        cured=[one for one in missing if one.cured_at is not None],
        points=points,
        clocks=_clocks(found, open_ones, evidence),
        evidence=evidence,
        letters=letters_of([key], on).get(key, []),
        reviews=_reviews(key),
        offered=decisions.offered(RequestState(found.state), lacking),
        history=history(subject),
        work_why_not=refused,
        approve_why_not=decisions.decide.why_not(Decision.APPROVE, ready) or "",
        review_why_not=refused or permissions.review_disclosure.why_not(viewer) or "",
    )


def held(viewer: Actor, subject: str) -> Held:
    """Who has it."""
    row = Assignment.objects.select_related("owner").filter(subject=subject).first()
    if row is None:
        return Held(None, "", False)
    return Held(row.owner_id, row.owner.name or f"Account {row.owner_id}", row.owner_id == viewer.user_id)


def history(subject: str) -> list[Done]:
    """What was done about it, the latest first."""
    rows = list(Step.objects.filter(subject=subject).order_by("-id"))
    names = names_of(row.by for row in rows)
    return [Done(row.what, row.at, names[row.by], row.reasons, row.note, row.message) for row in rows]


def _reviews(request_id: int) -> list[Reviewed]:
    rows = reviews_that_hold(request_id)
    names = names_of(row.by for row in rows)
    return [Reviewed(names[row.by], row.at) for row in rows]


def _points(found: RegistrationRequest, subject: str, *, disclosure: bool) -> list[Point]:
    ticks = {row.point: row for row in Tick.objects.filter(subject=subject)}
    names = names_of(row.by for row in ticks.values())
    listed = []
    for point in points_of(found, disclosure=disclosure):
        tick = ticks.get(point.code)
        who, at = (names[tick.by], tick.at) if tick else ("", None)
        listed.append(Point(point.code, point.title, point.text, point.rule, who, at))
    return listed


def _clocks(found: RegistrationRequest, missing: Sequence[Missing], evidence: Evidence) -> Sequence[work.Clock]:
    if found.state not in REQUEST_OPEN:
        return []
    return work.clocks(
        requested_on=legal_date(found.requested_at),
        deficient_since=legal_date(min(one.opened_at for one in missing)) if missing else None,
        prints_open=evidence.prints is not None and evidence.prints.awaited,
        difference_since=min(
            (legal_date(one.opened_at) for one in missing if one.reason == "MATERIAL_DIFFERENCE"), default=None
        ),
    )


def _missing(row: Deficiency) -> Missing:
    rule = decisions.RULES.get(row.reason, "")
    return Missing(row.pk, row.reason, rule, row.about, row.letter, row.opened_at, row.cured_at)
