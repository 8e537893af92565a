"""One request for registration, as those of the registry see it who decide it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from finpro.accounts.models import User
from finpro.casework import permissions, policies
from finpro.casework.enums import Work
from finpro.casework.models import Assignment, Step, Tick
from finpro.casework.policies import work
from finpro.casework.selectors import humans
from finpro.casework.selectors.evidence import Evidence, evidence_of
from finpro.kernel import errors
from finpro.kernel.actor import Actor
from finpro.kernel.clock import legal_date
from finpro.registry import selectors as registry
from finpro.registry.enums import REQUEST_OPEN, RequestState
from finpro.registry.models import Deficiency, RegistrationRequest


@dataclass(frozen=True, slots=True)
class Missing:
    """A deficiency. `about` is what it is about: an exam's code, `report:12`. `cured_at` None: it is open."""

    key: int
    reason: str
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


@dataclass(frozen=True, slots=True)
class Held:
    """Who has a piece of work: nobody where `owner_id` is None."""

    owner_id: int | None
    owner: str
    mine: bool


@dataclass(frozen=True, slots=True)
class RequestPage:
    """Everything that one screen shows of a request. `…_why_not` say why the viewer may not, "" where he or she may.

    `firms` names every firm that the page speaks of, by key. `filing` is the filing it came with, `filing:12`.
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
    filing: str
    receipt: str
    held: Held
    missing: Sequence[Missing]
    cured: Sequence[Missing]
    points: Sequence[Point]
    clocks: Sequence[work.Clock]
    evidence: Evidence
    history: Sequence[Done]
    work_why_not: str

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
        filing=found.source.file,
        receipt=found.source.record,
        held=held(viewer, subject),
        missing=open_ones,
        cured=[one for one in missing if one.cured_at is not None],
        points=_points(found, subject, disclosure=evidence.disclosure),
        clocks=_clocks(found, open_ones, evidence),
        evidence=evidence,
        history=history(subject),
        work_why_not=why_not_work(viewer, found.person_id, found.firm_id),
    )


def why_not_work(viewer: Actor, person_id: int, firm_id: int | None) -> str:
    """Why the viewer may not work on what is about this person and firm; "" where nothing keeps him or her from it."""
    refused = permissions.work_on_requests.why_not(viewer)
    return refused or conflict(viewer, person_id, firm_id)


def conflict(viewer: Actor, person_id: int, firm_id: int | None) -> str:
    """Rule RV-01: why it is too near to the viewer, "" where it is not."""
    if viewer.user_id is None:
        return permissions.NO_WORK
    me, whose = humans.human(viewer.user_id), humans.of_person(person_id)
    return permissions.no_conflict.why_not(me, whose, humans.firms_of(viewer.user_id), firm_id) or ""


def held(viewer: Actor, subject: str) -> Held:
    """Who has it."""
    row = Assignment.objects.select_related("owner").filter(subject=subject).first()
    if row is None:
        return Held(None, "", False)
    return Held(row.owner_id, row.owner.name or f"Account {row.owner_id}", row.owner_id == viewer.user_id)


def history(subject: str) -> list[Done]:
    """What was done about it, the latest first."""
    rows = list(Step.objects.filter(subject=subject).order_by("-id"))
    names = _names(row.by for row in rows)
    return [Done(row.what, row.at, names[row.by], row.reasons, row.note) for row in rows]


def _points(found: RegistrationRequest, subject: str, *, disclosure: bool) -> list[Point]:
    # Those of the day on which it was asked for: what was ticked stays on the list.
    asked = work.Asked(
        regulator=found.regulator, category=found.category, temporary=found.temporary, disclosure=disclosure
    )
    ticks = {row.point: row for row in Tick.objects.filter(subject=subject)}
    names = _names(row.by for row in ticks.values())
    listed = []
    for point in work.checklist(asked, legal_date(found.requested_at)):
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
    return Missing(row.pk, row.reason, row.about, row.letter, row.opened_at, row.cured_at)


def _names(labels: Iterable[str]) -> dict[str, str]:
    """Who acted, by the label that rows carry: a name of the registry's staff, or "the system"."""
    wanted = set(labels)
    keys = {int(label.partition(":")[2]) for label in wanted if label.startswith("account:")}
    names = dict(User.objects.filter(pk__in=keys).values_list("id", "name"))
    told = {f"account:{key}": name or f"account {key}" for key, name in names.items()}
    return {label: told.get(label, "the system") for label in wanted}
