"""Facts of a person as rules read them, filled from the rows of the record."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import connection
from django.db.models import Q

from finpro.registry import models
from finpro.registry.enums import RequestState
from finpro.registry.policies import approval, disqualification, material, qualification
from finpro.registry.policies.qualification import Qualification
from finpro.rulebook import facts
from finpro.rulebook import lookup as rulebook

# Answers that call for no review: nothing is disclosed.
_YES = {"answer": True, "ends_on": None}


def facts_of(person_id: int, on: date) -> facts.Facts:
    """Registrations with the day of their first approval, exams and designations, as known on the date.

    Events that disqualify by statute are found by staff, who read what is disclosed; no row of the record says so yet.
    """
    person = models.Person.objects.get(pk=person_id)
    exams = models.ExamResult.objects.filter(person=person_id, starts_on__lte=on).order_by("starts_on", "id")
    codes = rulebook.codes("exams")
    designations = models.Designation.objects.filter(
        (Q(starts_on=None) | Q(starts_on__lte=on)) & (Q(ends_on=None) | Q(ends_on__gte=on)), person=person_id
    )
    return facts.Facts(
        as_of=on,
        person=facts.Person(person.date_of_birth, tuple(sorted({row.code for row in designations if row.code})) or ()),
        registrations=tuple(_registrations(person_id, on)),
        exams=tuple(
            facts.ExamResult(row.code, row.starts_on, row.result)
            for row in exams
            if row.code in codes and row.starts_on is not None
        ),
    )


_REGISTRATIONS = """
SELECT r.regulator, r.category, f.crd, min(s.starts_on) FILTER (WHERE s.status = ANY(%(good)s)), r.starts_on, r.ends_on,
       bool_or(s.status = ANY(%(good)s)), bool_or(s.status <> ''),
       (array_agg(s.status ORDER BY s.starts_on DESC NULLS LAST, s.id DESC)
        FILTER (WHERE (s.starts_on IS NULL OR s.starts_on <= %(on)s)
                  AND (s.ends_on IS NULL OR s.ends_on >= %(on)s)))[1]
FROM registry_registration r
LEFT JOIN registry_firm f ON f.id = r.firm_id
LEFT JOIN registry_registrationstatus s ON s.registration_id = r.id
WHERE r.person_id = %(person)s AND r.category <> '' AND (r.starts_on IS NULL OR r.starts_on <= %(on)s)
GROUP BY r.id, f.crd ORDER BY r.id
"""


def _registrations(person_id: int, on: date) -> list[facts.Registration]:
    good = [code for code, status in rulebook.on(on).statuses.items() if status.counts_as_registered]
    with connection.cursor() as cursor:
        cursor.execute(_REGISTRATIONS, {"good": good, "on": on, "person": person_id})
        rows = cursor.fetchall()
    found = []
    for regulator, category, firm, approved, starts, ends, ever, told, status in rows:
        # Where the record cannot tell a status, a registration that has a day was one.
        since = (approved or starts) if ever else (None if told else starts)
        ended = ends if ends is not None and ends < on else None
        found.append(
            facts.Registration(
                regulator=regulator,
                category=category,
                firm=firm,
                approved_on=since,
                ended_on=ended if since is None or ended is None or ended >= since else None,
                status=status or "",
            )
        )
    return found


def qualified(
    person_id: int, wanted: facts.RegistrationRequest, also: tuple[tuple[str, str], ...], on: date
) -> Qualification:
    """Whether the person is qualified for a request; `also` are the other requests of the same filing."""
    asked = tuple(facts.RegistrationRequest(*pair) for pair in also)
    given = facts_of(person_id, on)
    case = facts.Facts(
        as_of=on,
        person=given.person,
        registrations=given.registrations,
        exams=given.exams,
        disqualifications=given.disqualifications,
        request=facts.Request(requests=asked),
    )
    return qualification.assess(case, wanted, on)


def open_points(request_id: int, on: date, *, funded: bool) -> tuple[approval.Point, ...]:
    """What is open for a request (registry.policies.approval). `funded`: the firm's account covers the fees."""
    request = models.RegistrationRequest.objects.select_related("firm").get(pk=request_id)
    person = request.person_id
    together = models.RegistrationRequest.objects.filter(source=request.source_id, firm=request.firm_id)
    also = tuple(together.order_by("id").values_list("regulator", "category"))
    wanted = facts.RegistrationRequest(request.regulator, request.category)
    option, status = _prints(person, request.firm_id, on)
    return approval.open_points(
        approval.Case(
            registration=qualified(person, wanted, also, on),
            disqualifications=disqualification.disqualified(facts_of(person, on), on),
            prints_option=option,
            prints_status=status,
            sro=request.regulator in rulebook.codes("sros"),
            answers_yes=tuple(
                models.DisclosureAnswer.objects.filter(person=person, **_YES)
                .order_by("question")
                .values_list("question", flat=True)
            ),
            elsewhere=_elsewhere(person, request.firm_id, on),
            different=tuple(
                report
                for difference in differences_of(person)
                for report, firm in zip(difference.reports, difference.firms, strict=True)
                if firm == request.firm.crd
            ),
            firm_registered=request.regulator in regulators_of(request.firm_id),
            funded=funded,
        )
    )


def _prints(person_id: int, firm_id: int, on: date) -> tuple[str, str]:
    """The option of section 2 and the status of the latest card: of the firm's own, or of any where it relies on
    prints that are on file."""
    basis = models.FingerprintBasis.objects.filter(person=person_id, firm=firm_id, ends_on=None).first()
    option = basis.option if basis else ""
    cards = models.FingerprintCard.objects.filter(person=person_id)
    own = cards.filter(firm=firm_id)
    card = (own if own.exists() else cards).order_by("-starts_on", "-id").first()
    if card is None:
        return option, ""
    row = models.FingerprintStatus.objects.filter(card=card, starts_on__lte=on).order_by("-starts_on", "-id").first()
    return option, row.status if row else ""


def _elsewhere(person_id: int, firm_id: int, on: date) -> bool:
    """Whether the person is with another firm of which this firm has said nothing in sections 3 and 6."""
    live = models.Association.objects.filter(
        (Q(starts_on=None) | Q(starts_on__lte=on)) & (Q(ends_on=None) | Q(ends_on__gte=on)), person=person_id
    )
    if not live.exclude(firm=firm_id).exists():
        return False
    said = models.OtherFirms.objects.filter(person=person_id, firm=firm_id, ends_on=None).first()
    return said is None or not (said.unaffiliated_bd or said.unaffiliated_ia or said.affiliated)


def differences_of(person_id: int) -> list[material.Difference]:
    """Where firms of the person differ on an event (the Material Difference Flag): their latest matched reports."""
    rows = (
        models.DisclosureReport.objects.filter(person=person_id, replaced=False, archived=False)
        .exclude(disclosure=None)
        .select_related("firm")
        .order_by("id")
    )
    return material.material(
        [material.Latest(row.pk, row.firm.crd, row.disclosure_id or 0, dict(row.page)) for row in rows]
    )


def regulators_of(firm_id: int) -> frozenset[str]:
    """The regulators with which somebody of the firm was ever registered: all that the record shows of where the firm
    itself is registered, until firms' own forms are kept here."""
    rows = models.Registration.objects.filter(firm=firm_id)
    waiting = models.RegistrationRequest.objects.filter(firm=firm_id).exclude(state__in=sorted(approval.APPROVALS))
    held = rows.exclude(pk__in=waiting.values("registration"))
    return frozenset(held.order_by("regulator").values_list("regulator", flat=True).distinct())


def waiting_requests(person_id: int, states: Collection[RequestState]) -> list[int]:
    """The keys of a person's requests in these states, the oldest first."""
    rows = models.RegistrationRequest.objects.filter(person=person_id, state__in=sorted(states)).order_by("id")
    return list(rows.values_list("pk", flat=True))


def waiting_since(state: RequestState, *, before: datetime) -> list[int]:
    """The keys of requests that have been in this state since before an instant, the oldest first.

    For a card that is awaited the request's own day counts: prints are due so many days after the form.
    """
    rows = models.RegistrationRequest.objects.filter(state=state)
    since = "requested_at" if state is RequestState.APPRNT else "moved_at"
    return list(rows.filter(**{f"{since}__lt": before}).order_by(since, "id").values_list("pk", flat=True))
