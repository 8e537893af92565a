"""Several pieces of work at once: what can be done to them, what would come of each, and what came of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from finpro.access.models import StaffRole
from finpro.casework import permissions
from finpro.casework.enums import Work
from finpro.casework.models import Assignment, Batch
from finpro.casework.policies import bulk, letters
from finpro.casework.selectors import humans
from finpro.casework.selectors.letters import Draft, draft_letter
from finpro.casework.selectors.subjects import About, several
from finpro.kernel import errors
from finpro.kernel.actor import Actor
from finpro.kernel.clock import legal_date
from finpro.registry import selectors as registry
from finpro.registry.enums import REQUEST_OPEN
from finpro.registry.models import DisclosureReport, RegistrationRequest
from finpro.rulebook import lookup as rulebook

NO_BATCH = "There is no such list of results of yours."


@dataclass(frozen=True, slots=True)
class Planned:
    """One piece of work, and what would come of it: `why_not` is "" where it would be done."""

    subject: str
    what: str
    name: str
    crd: int
    why_not: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be done to the chosen pieces. `label` is the action in words, "" for one that is none; `letter` the
    first of the letters that would be sent."""

    action: str
    label: str
    rows: Sequence[Planned]
    letter: Draft | None

    @property
    def feasible(self) -> Sequence[Planned]:
        """Those that it would be done to."""
        return [row for row in self.rows if not row.why_not]


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one piece of work: done, or the sentence why not."""

    subject: str
    what: str
    name: str
    done: bool
    message: str


@dataclass(frozen=True, slots=True)
class Results:
    """What came of doing something to several."""

    label: str
    at: datetime
    rows: Sequence[Result]


def actions(viewer: Actor, at: datetime) -> list[tuple[str, str]]:
    """What the viewer may do to several pieces at once, as (word, label); nothing for whoever may not work on them."""
    if not permissions.work_on_requests.ok(viewer):
        return []
    roles = StaffRole.objects.filter(ended_at=None, entitlements__contains=["registrations.decide"])
    colleagues = roles.exclude(user=viewer.user_id).select_related("user").order_by("user__name", "id")
    listed = sorted(rulebook.on(legal_date(at)).letters.values(), key=lambda one: one.title)
    return [
        (bulk.TAKE, "Take"),
        (bulk.GIVE_BACK, "Give back"),
        *(
            (bulk.assign_to(row.user_id), f"Assign to {row.user.name or f'account {row.user_id}'}")
            for row in colleagues
        ),
        *((bulk.ask_by(one.code), f"Ask the firm: {one.title}") for one in listed if "{what}" not in one.text),
    ]


def plan(viewer: Actor, subjects: Sequence[str], action: str, at: datetime) -> Plan:
    """What would come of it for each. Raises Forbidden for whoever may not work on requests."""
    permissions.work_on_requests(viewer)
    found = several(list(subjects)[: bulk.MOST])
    label = dict(actions(viewer, at)).get(action, "")
    names = registry.legal_names({one.person_id for one in found}, legal_date(at))
    said = _said(found)
    refused = _refused(viewer, found, action) if label else {}
    rows = [
        Planned(one.subject, said[one.subject], names[one.person_id], one.crd, refused.get(one.subject, ""))
        for one in found
    ]
    first = next((one for one in found if one.kind is Work.REQUEST and not refused.get(one.subject)), None)
    code = bulk.template(action)
    letter = draft_letter(viewer, first.key, code, "", at) if label and code and first else None
    if letter is not None and letters.blanks(letter.text):
        rows = [Planned(row.subject, row.what, row.name, row.crd, row.why_not or bulk.OPEN_BLANKS) for row in rows]
    return Plan(action, label, rows, letter)


def results(viewer: Actor, number: str, at: datetime) -> Results:
    """What came of something that the viewer did to several. Raises NotFound for anybody else's."""
    row = Batch.objects.filter(number=number, owner=viewer.user_id).first()
    if row is None:
        raise errors.NotFound(NO_BATCH)
    found = several([subject for subject, _, _ in row.results])
    names = registry.legal_names({one.person_id for one in found}, legal_date(at))
    people = {one.subject: names[one.person_id] for one in found}
    said = _said(found)
    label = dict(actions(viewer, at)).get(row.action, "Several at once")
    return Results(
        label,
        row.at,
        [
            Result(subject, said.get(subject, subject), people.get(subject, ""), done, message)
            for subject, done, message in row.results
        ],
    )


def _said(found: Sequence[About]) -> dict[str, str]:
    """What each is about: regulator and category of a request, the kind of a report."""
    keys = {kind: [one.key for one in found if one.kind is kind] for kind in Work}
    requests = RegistrationRequest.objects.filter(pk__in=keys[Work.REQUEST]).order_by("id")
    asked = {row.pk: f"{rulebook.regulator_name(row.regulator)} {row.category}" for row in requests}
    reports = DisclosureReport.objects.filter(pk__in=keys[Work.MATCH]).order_by("id")
    types = {row.pk: rulebook.label("disclosure_types", row.type) for row in reports}
    said = {Work.REQUEST: asked, Work.MATCH: types}
    return {one.subject: said.get(one.kind, {}).get(one.key, str(one.kind.label)) for one in found}


def _refused(viewer: Actor, found: Sequence[About], action: str) -> Mapping[str, str]:
    owner = bulk.assignee(action)
    who = owner if owner is not None else viewer.user_id or 0
    me, firms = humans.human(who), humans.firms_of(who)
    people = humans.of_people({one.person_id for one in found})
    held = dict(
        Assignment.objects.filter(subject__in=[one.subject for one in found]).values_list("subject", "owner_id")
    )
    asked = {
        row.pk: row
        for row in RegistrationRequest.objects.filter(
            pk__in=[one.key for one in found if one.kind is Work.REQUEST]
        ).order_by("id")
    }
    filings = {row.source_id for row in asked.values()}
    refused = {}
    for one in found:
        why_not = permissions.no_conflict.why_not(me, people[one.person_id], firms, one.firm_id) or ""
        row = asked.get(one.key) if one.kind is Work.REQUEST else None
        if bulk.template(action):
            why_not = why_not or _unaskable(row, several_filings=len(filings) > 1)
        elif one.kind is not Work.REQUEST and not viewer.may("disclosure.review"):
            why_not = why_not or permissions.review_disclosure.why_not(viewer) or ""
        elif action in {bulk.TAKE, bulk.GIVE_BACK}:
            why_not = why_not or ("" if held.get(one.subject, viewer.user_id) == viewer.user_id else bulk.HELD)
        refused[one.subject] = why_not
    return refused


def _unaskable(row: RegistrationRequest | None, *, several_filings: bool) -> str:
    if row is None:
        return bulk.REQUESTS_ONLY
    if row.state not in REQUEST_OPEN:
        return "It is decided already."
    return bulk.ONE_FILING if several_filings else ""
