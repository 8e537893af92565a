"""Disclosure reports and the occurrences that they may tell of; firms that report one occurrence differently."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from finpro.casework import permissions
from finpro.casework.enums import Work
from finpro.casework.policies import reports, work
from finpro.casework.selectors.conflicts import conflict
from finpro.casework.selectors.people import names_of
from finpro.casework.selectors.request import Done, Held, held, history
from finpro.kernel import errors
from finpro.kernel.actor import Actor
from finpro.kernel.clock import legal_date
from finpro.registry import selectors as registry
from finpro.registry.enums import REQUEST_OPEN
from finpro.registry.models import Disclosure, DisclosureReport, DisclosureVersion, RegistrationRequest
from finpro.registry.policies import differences
from finpro.rulebook import lookup as rulebook
from finpro.rulebook.forms import loader

_FORM = "u4"


@dataclass(frozen=True, slots=True)
class Standing:
    """A report that stands: whose, of which filing, when first seen."""

    key: int
    firm_id: int
    firm_crd: int
    firm: str
    seen_on: date
    receipt: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """An occurrence of the same person and type. `why` are the signs that it is the one. `fields` compare the report
    with each of `standing`, in that order, behind it. `captured`: what public sources say of it, as (name, text)."""

    key: int
    event_on: date | None
    docket: str
    why: Sequence[str]
    standing: Sequence[Standing]
    fields: Sequence[reports.Told]
    captured: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ReportPage:
    """One report, and where it may belong. `matched` is the occurrence it was put to, None where it waits; `by` and
    `at` by whom and when. `undo_why_not` says why that cannot be undone any more."""

    key: int
    crd: int
    name: str
    type: str
    response: str
    questions: Sequence[str]
    event_on: date | None
    docket: str
    replaced: bool
    standing: Standing
    fields: Sequence[reports.Told]
    candidates: Sequence[Candidate]
    matched: int | None
    by: str
    at: datetime | None
    held: Held
    history: Sequence[Done]
    why_not: str
    undo_why_not: str


@dataclass(frozen=True, slots=True)
class DifferencePage:
    """An occurrence that two firms report differently. `fields` hold what each of `standing` says, in that order.

    `since` is when the later report came, `told_on` the day on which regulators are told; `requests` are undecided ones
    of the person, which are not approved meanwhile: (key, firm, regulator, category). `differs` False: it is settled.
    """

    key: int
    crd: int
    name: str
    type: str
    event_on: date | None
    docket: str
    standing: Sequence[Standing]
    fields: Sequence[reports.Told]
    differs: bool
    since: date
    told_on: date
    requests: Sequence[tuple[int, str, str, str]]
    held: Held
    history: Sequence[Done]
    why_not: str


def report_page(viewer: Actor, key: int, at: datetime) -> ReportPage:
    """One report with its candidates. Raises Forbidden for whoever may not see requests, NotFound for none."""
    permissions.see_registrations(viewer)
    row = DisclosureReport.objects.select_related("person", "firm", "source").filter(pk=key).first()
    if row is None:
        raise errors.NotFound(permissions.NO_WORK)
    on = legal_date(at)
    others = list(_standing(row.person_id, row.type).exclude(pk=row.pk).exclude(disclosure=None))
    firms = registry.names_of_firms({row.firm_id, *(other.firm_id for other in others)}, on)
    subject = work.subject_of(Work.MATCH, row.pk)
    refused = why_not_match(viewer, row.person_id, row.firm_id)
    by = names_of([row.matched_by] if row.matched_by else [])
    return ReportPage(
        key=row.pk,
        crd=row.person.crd,
        name=registry.legal_names([row.person_id], on)[row.person_id],
        type=row.type,
        response=row.response,
        questions=row.questions,
        event_on=row.event_on,
        docket=row.docket,
        replaced=row.replaced,
        standing=_stands(row, firms),
        fields=reports.told(loader.get(_FORM), row.type, [row.page]),
        candidates=_candidates(row, others, firms),
        matched=row.disclosure_id,
        by=by.get(row.matched_by or "", ""),
        at=row.matched_at,
        held=held(viewer, subject),
        history=history(subject),
        why_not=refused,
        undo_why_not=refused or why_not_undone(row),
    )


def difference_page(viewer: Actor, key: int, at: datetime) -> DifferencePage:
    """An occurrence that firms report. Raises as `report_page`, NotFound too where fewer than two firms report it."""
    permissions.see_registrations(viewer)
    event = Disclosure.objects.select_related("person").filter(pk=key).first()
    rows = list(_standing(event.person_id, event.type).filter(disclosure=event)) if event else []
    if event is None or len({row.firm_id for row in rows}) < 2:
        raise errors.NotFound(permissions.NO_WORK)
    on = legal_date(at)
    waiting = list(
        RegistrationRequest.objects.filter(person=event.person_id, state__in=sorted(REQUEST_OPEN)).order_by("id")
    )
    firms = registry.names_of_firms({row.firm_id for row in rows} | {row.firm_id for row in waiting}, on)
    since = max(row.first_seen_on for row in rows)
    subject = work.subject_of(Work.DIFFERENCE, key)
    return DifferencePage(
        key=event.pk,
        crd=event.person.crd,
        name=registry.legal_names([event.person_id], on)[event.person_id],
        type=event.type,
        event_on=event.event_on,
        docket=event.docket,
        standing=[_stands(row, firms) for row in rows],
        fields=reports.told(loader.get(_FORM), event.type, [row.page for row in rows]),
        differs=differences.differ([row.page for row in rows]),
        since=since,
        told_on=since + timedelta(days=rulebook.on(since).number("difference_days")),
        requests=[(row.pk, firms[row.firm_id], row.regulator, row.category) for row in waiting],
        held=held(viewer, subject),
        history=history(subject),
        why_not=why_not_match(viewer, event.person_id, None),
    )


def why_not_match(viewer: Actor, person_id: int, firm_id: int | None) -> str:
    """Why the viewer may not work on disclosure of this person and firm; "" where he or she may."""
    return permissions.review_disclosure.why_not(viewer) or conflict(viewer, person_id, firm_id)


def why_not_undone(row: DisclosureReport) -> str:
    """A match rests once a request that came with the report was decided after it; "" while it can be undone."""
    if row.matched_at is None:
        return ""
    decided = RegistrationRequest.objects.filter(source=row.source_id, decided_at__gte=row.matched_at)
    if decided.exists():
        return "A request of this filing has been decided since, so the match stays. Amend the form to change it."
    return ""


def _standing(person_id: int, type_: str) -> QuerySet[DisclosureReport]:
    rows = DisclosureReport.objects.filter(person=person_id, type=type_, replaced=False, archived=False)
    return rows.select_related("firm", "source").order_by("firm__crd", "id")


def _stands(row: DisclosureReport, firms: Mapping[int, str]) -> Standing:
    return Standing(row.pk, row.firm_id, row.firm.crd, firms[row.firm_id], row.first_seen_on, row.source.record)


def _candidates(row: DisclosureReport, others: Sequence[DisclosureReport], firms: Mapping[int, str]) -> list[Candidate]:
    """The most alike first."""
    events = list(Disclosure.objects.filter(person=row.person_id, type=row.type).order_by("-event_on", "id"))
    versions = DisclosureVersion.objects.filter(disclosure__in=events, source__kind="IMPORT").order_by("id")
    captured = {version.disclosure_id: version.detail for version in versions}
    origin = row.made_from.disclosure_id if row.made_from else None
    form = loader.get(_FORM)
    found = []
    for event in events:
        standing = [other for other in others if other.disclosure_id == event.pk]
        found.append(
            Candidate(
                event.pk,
                event.event_on,
                event.docket,
                reports.nearness(
                    event_on=row.event_on,
                    docket=row.docket,
                    other_on=event.event_on,
                    other_docket=event.docket,
                    same_origin=origin == event.pk,
                ),
                [_stands(other, firms) for other in standing],
                reports.told(form, row.type, [row.page, *(other.page for other in standing)]) if standing else [],
                [(name, str(text)) for name, text in captured.get(event.pk, {}).items() if isinstance(text, str | int)],
            )
        )
    return sorted(found, key=lambda one: -len(one.why))
