"""Requests for registration: opened by a filing, moved by decisions, each move a status of the registration."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from finpro.audit import services as audit
from finpro.kernel import clock, errors
from finpro.kernel.actor import Actor
from finpro.registry import models, permissions
from finpro.registry.enums import REQUEST_CLOSED, REQUEST_MOVES, REQUEST_OPEN, RequestState
from finpro.registry.policies import approval, filed
from finpro.registry.presenters import filings as _events  # noqa: F401 - says how the events below read
from finpro.registry.services.effecting import Effect
from finpro.rulebook import lookup as rulebook

_DAY = timedelta(days=1)
# Approvals and refusals; the rest are steps on the way.
_DECISIONS = frozenset(RequestState) - REQUEST_OPEN


def open_request(*, effect: Effect, firm: models.Firm, wanted: filed.Request) -> int:
    """Begin a request: a registration that is PENDING. Raises Refusal where the same is live on record already."""
    live = models.Registration.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=effect.on),
        person=effect.person,
        firm=firm,
        regulator=wanted.regulator,
        category=wanted.category,
    )
    if live.exists():
        raise errors.Refusal(
            f"The person has {wanted.category} with {wanted.regulator} at this firm already, or has asked for it. "
            "Nothing was changed. Take the request out and file again.",
            "U4-REG-02",
        )
    row = effect.add(models.Registration, effect.on, firm=firm, regulator=wanted.regulator, category=wanted.category)
    effect.add(models.RegistrationStatus, effect.on, registration=row, status=RequestState.PENDING)
    request = models.RegistrationRequest.objects.create(
        person=effect.person,
        firm=firm,
        registration=row,
        regulator=wanted.regulator,
        category=wanted.category,
        temporary=wanted.temporary,
        source=effect.source,
        requested_at=effect.at,
        moved_at=effect.at,
        moved_by=effect.by,
    )
    return int(request.pk)


def move_request(
    *, request_id: int, to: RequestState, by: Actor, at: datetime, reason: str = ""
) -> models.RegistrationRequest:
    """Put a request into another state, and its registration into the status of that name from today on.

    Moved there already, nothing happens. Raises NotFound for a request that the actor may not know of, Forbidden
    without the entitlement, Refusal for a step that the table of states does not hold, and for an approval while
    something is open (cure it first, or waive it by curing it with a reason).
    """
    request = _locked(request_id)
    permissions.move_request(by, request.firm_id, to)
    if request.state == to:
        return request
    if to in approval.APPROVALS and _open(request).exclude(reason="PRINTS").exists():
        raise errors.Refusal(
            "Something is still open for this request. Nothing was changed. Close what is open first, saying why.",
            "REQUEST_OPEN_POINTS",
        )
    return _move(request, to, by=by, at=at, reason=reason)


def open_deficiency(
    *, request_id: int, reason: str, by: Actor, at: datetime, about: str = "", letter: str = ""
) -> models.Deficiency:
    """Note what a request lacks; it becomes DEFICIENT where that is the firm's to mend. `reason` is of the rulebook.

    Open already for the same, nothing happens. Raises Invalid for an unknown reason, Refusal for a request that is
    neither pending nor deficient.
    """
    request = _locked(request_id)
    permissions.work_on_requests(by)
    if request.state not in REQUEST_OPEN:
        raise errors.Refusal(
            "This request is decided, so nothing can be asked for it any more. Nothing was changed.", "REQUEST_STATE"
        )
    found = _need(request, reason, about, letter, by=by, at=at)
    _settle(request, by=by, at=at)
    return found


def cure_deficiency(*, deficiency_id: int, by: Actor, at: datetime, reason: str = "") -> models.Deficiency:
    """Note that what a request lacked is there, or is waived (`reason` says why). With the last one of the firm's the
    request is pending again. Cured already, nothing happens. Raises NotFound."""
    permissions.work_on_requests(by)
    key = models.Deficiency.objects.filter(pk=deficiency_id).values_list("request_id", flat=True).first()
    if key is None:
        raise errors.NotFound(permissions.NO_REQUEST)
    request = _locked(key)
    row = models.Deficiency.objects.get(pk=deficiency_id)
    if row.cured_at is None:
        _cure(row, by=by, at=at, reason=reason)
        if request.state in REQUEST_OPEN:
            _settle(request, by=by, at=at)
    return row


def decide(
    *, request_id: int, points: Sequence[approval.Point], by: Actor, at: datetime, hold: bool = False
) -> models.RegistrationRequest:
    """The automatic decision on a request that waits: approved where nothing is open, else one deficiency per point.

    Points that were open and no longer are are cured; what staff opened stays. `hold`: it is in the hands of staff, so
    that it is left pending for them instead of approved. Decided already, nothing happens.
    """
    request = _locked(request_id)
    if request.state not in REQUEST_OPEN:
        return request
    wanted = {(point.reason, point.about) for point in points}
    for row in _open(request).filter(opened_by=by.label).order_by("id"):
        if (row.reason, row.about) not in wanted:
            _cure(row, by=by, at=at)
    for point in points:
        _need(request, point.reason, point.about, "", by=by, at=at)
    left = [approval.Point(row.reason, row.about) for row in _open(request).order_by("id")]
    to = approval.outcome(left, clock.legal_date(at))
    if hold and to in approval.APPROVALS:
        to = RequestState.PENDING
    return request if request.state == to else _move(request, to, by=by, at=at)


def _locked(request_id: int) -> models.RegistrationRequest:
    found = models.RegistrationRequest.objects.select_for_update(of=("self",)).filter(pk=request_id).first()
    if found is None:
        raise errors.NotFound(permissions.NO_REQUEST)
    return found


def _open(request: models.RegistrationRequest) -> QuerySet[models.Deficiency]:
    return models.Deficiency.objects.filter(request=request, cured_at=None)


def _need(
    request: models.RegistrationRequest, reason: str, about: str, letter: str, *, by: Actor, at: datetime
) -> models.Deficiency:
    if reason not in rulebook.on(clock.legal_date(at)).deficiency_reasons:
        message = "Choose a reason from the list"
        raise errors.Invalid(message, [errors.Finding("REQUEST_REASON", "error", "/reason", message)])
    found = _open(request).filter(reason=reason, about=about).first()
    if found is not None:
        return found
    row = models.Deficiency.objects.create(
        request=request, reason=reason, about=about, letter=letter, opened_at=at, opened_by=by.label
    )
    audit.record(
        tag="record:deficiency:opened", by=by, at=at, subject=f"request:{request.pk}", data=_named(reason, about)
    )
    return row


def _cure(row: models.Deficiency, *, by: Actor, at: datetime, reason: str = "") -> None:
    row.cured_at, row.cured_by = at, by.label
    row.save(update_fields=["cured_at", "cured_by"])
    audit.record(
        tag="record:deficiency:cured",
        by=by,
        at=at,
        subject=f"request:{row.request_id}",
        data=_named(row.reason, row.about),
        reason=reason,
    )


def _named(reason: str, about: str) -> dict[str, str]:
    return {"reason": rulebook.label("deficiency_reasons", reason), "code": reason, "about": about}


def _settle(request: models.RegistrationRequest, *, by: Actor, at: datetime) -> None:
    """Pending or deficient, by what is open and whose move it is."""
    points = [approval.Point(row.reason, row.about) for row in _open(request).order_by("id")]
    to = RequestState.DEFICIENT if approval.waits_for_firm(points, clock.legal_date(at)) else RequestState.PENDING
    if request.state != to:
        _move(request, to, by=by, at=at)


def _move(
    request: models.RegistrationRequest, to: RequestState, *, by: Actor, at: datetime, reason: str = ""
) -> models.RegistrationRequest:
    before = RequestState(request.state)
    if (before, to) not in REQUEST_MOVES:
        raise errors.Refusal(
            f"A request that is {before.label.lower()} cannot become {to.label.lower()}. Nothing was changed.",
            "REQUEST_STATE",
        )
    request.state, request.moved_at, request.moved_by = to, at, by.label
    fields = ["state", "moved_at", "moved_by"]
    if to in _DECISIONS:
        request.decided_at, request.decided_by = at, by.label
        fields += ["decided_at", "decided_by"]
    request.save(update_fields=fields)
    _status(request, to, clock.legal_date(at))
    audit.record(
        tag="record:request:moved",
        by=by,
        at=at,
        subject=f"request:{request.pk}",
        data={"before": before.value, "after": to.value},
        reason=reason,
    )
    return request


def _status(request: models.RegistrationRequest, to: RequestState, on: date) -> None:
    """The registration's status from that day on. Where the request is closed its registration ends with the day."""
    row = models.RegistrationStatus.objects.get(registration=request.registration_id, ends_on=None)
    if row.starts_on is not None and row.starts_on >= on:
        row.status = to
        row.save(update_fields=["status"])
    else:
        row.ends_on = on - _DAY
        row.save(update_fields=["ends_on"])
        models.RegistrationStatus.objects.create(
            person_id=request.person_id,
            registration_id=request.registration_id,
            status=to,
            starts_on=on,
            first_seen_on=on,
            source_id=request.source_id,
        )
    if to in REQUEST_CLOSED:
        models.Registration.objects.filter(pk=request.registration_id).update(ends_on=on)
