"""What staff decide about a request: said with reasons, told to firm and person. The journey moves the request."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from finpro.audit import services as audit
from finpro.casework import notices, permissions, policies
from finpro.casework.enums import Decision, Work
from finpro.casework.models import Assignment, Review
from finpro.casework.policies import decisions, work
from finpro.casework.selectors import humans
from finpro.casework.selectors.readiness import readiness, told
from finpro.casework.selectors.subjects import About
from finpro.casework.selectors.waived import disclosed, reviews_that_hold
from finpro.casework.services.desk import invalid, step, to_work_on
from finpro.kernel import errors
from finpro.kernel.actor import Actor, Hat
from finpro.kernel.clock import legal_date
from finpro.notices import services as outbox
from finpro.registry.enums import RequestState
from finpro.registry.models import RegistrationRequest


@dataclass(frozen=True, slots=True)
class Said:
    """Why something was decided. `reasons` are codes of the rulebook's request reasons; `message` is read by firm and
    person, `note` by the registry alone."""

    reasons: Sequence[str]
    message: str = field(default="", repr=False)
    note: str = field(default="", repr=False)


def decide_request(*, request_id: int, decision: Decision, said: Said, by: Actor, at: datetime) -> RequestState:
    """Say how a request is decided: its history, an event, and mails to firm and person. Returns the state to move to.

    Nobody has it afterwards. Raises Forbidden as `take_work`, Refusal where somebody else or nobody has it, where the
    state allows no such decision, or where something is still to be done first; Invalid for reasons that do not fit.
    """
    found = _owned(request_id, by, at)
    state = RegistrationRequest.objects.values_list("state", flat=True).get(pk=request_id)
    ready = readiness(request_id, at)
    if decision not in decisions.offered(RequestState(state), ready.missing):
        raise errors.Refusal(
            f"A request that is {RequestState(state).label.lower()} cannot be decided so. Nothing was changed.",
            "REQUEST_STATE",
        )
    decisions.decide(decision, ready)
    reasons = list(said.reasons)
    if not decisions.fit(reasons, decision, legal_date(at)):
        raise invalid("reasons", "Choose at least one reason that fits the decision")
    step(found=found, what=decision.lower(), by=by, at=at, reasons=reasons, note=said.note, message=said.message)
    audit.record(
        tag="work:request:decided",
        by=by,
        at=at,
        subject=f"crd:{found.crd}",
        data={"work": found.subject, "decision": decision.value, "reasons": reasons},
    )
    Assignment.objects.filter(subject=found.subject).delete()
    to = decisions.target(decision, ready.missing)
    tell(request_id=request_id, state=to, by=by, at=at)
    return to


def cure(*, request_id: int, missing: str, said: Said, by: Actor, at: datetime) -> None:
    """Say why something that a request lacked (`missing`, a reason of the rulebook) is there or not needed.

    Raises as `decide_request`; Refusal for a disclosure, which is reviewed instead.
    """
    found = _owned(request_id, by, at)
    if missing == decisions.REVIEWED:
        raise errors.Refusal("A disclosure is closed by reviewing it. Nothing was changed.", "RV-02")
    reasons = list(said.reasons)
    if not decisions.fit(reasons, decisions.CURE, legal_date(at)):
        raise invalid("reasons", "Choose why it counts as closed")
    step(found=found, what="cured", by=by, at=at, reasons=[missing, *reasons], note=said.note)
    audit.record(
        tag="work:request:cured",
        by=by,
        at=at,
        subject=f"crd:{found.crd}",
        data={"work": found.subject, "missing": missing, "reasons": reasons},
    )


def review(*, request_id: int, wanted: int, note: str, by: Actor, at: datetime) -> bool:
    """The actor has reviewed what the person disclosed and lets it pass; whether as many have as are `wanted`.

    Two reviews must come from two people (rule RV-02). Twice by the same changes nothing, unless something was
    disclosed since: a review holds for what it saw. Raises Forbidden without the entitlement, for the own record or
    firm, or where the other reviewer may be the same human.
    """
    found = to_work_on(work.subject_of(Work.REQUEST, request_id), by)
    permissions.review_disclosure(by)
    me = humans.human(by.user_id or 0)
    stands = disclosed(found.person_id)
    before = list(Review.objects.select_for_update().filter(subject=found.subject).order_by("id"))
    own = next((row for row in before if row.reviewer_id == by.user_id), None)
    if any(row is not own and policies.same_human(me, humans.human(row.reviewer_id)) for row in before):
        raise errors.Forbidden(permissions.SAME_REVIEWER, "RV-02")
    if own is None or not set(stands) <= set(own.reviewed):
        values = {"reviewed": stands, "at": at, "by": by.label}
        Review.objects.update_or_create(subject=found.subject, reviewer_id=by.user_id or 0, defaults=values)
        step(found=found, what="reviewed", by=by, at=at, note=note)
        audit.record(
            tag="work:disclosure:reviewed",
            by=by,
            at=at,
            subject=f"crd:{found.crd}",
            data={"work": found.subject, "reviews": len(reviews_that_hold(request_id)), "wanted": wanted},
        )
    return len(reviews_that_hold(request_id)) >= wanted


def withdraw_request(*, request_id: int, by: Actor, at: datetime) -> None:
    """The firm itself takes its request back. What must hold is asked by the registry's own door, in the same
    transaction; here it is only written down and told. Raises NotFound for another firm's."""
    row = RegistrationRequest.objects.select_related("person").filter(pk=request_id, firm=by.firm_id).first()
    if row is None or by.hat is not Hat.FIRM:
        raise errors.NotFound(permissions.NO_WORK)
    found = About(Work.REQUEST, row.pk, row.person_id, row.person.crd, row.firm_id)
    step(found=found, what="withdraw", by=by, at=at, reasons=["FIRM_ASKED"])
    audit.record(
        tag="work:request:withdrawn",
        by=by,
        at=at,
        subject=f"crd:{found.crd}",
        data={"work": found.subject},
    )
    Assignment.objects.filter(subject=found.subject).delete()
    tell(request_id=request_id, state=RequestState.WITHDRAWN, by=by, at=at)


def tell(*, request_id: int, state: RequestState, by: Actor, at: datetime) -> int:
    """Mail those of the firm who file, and the person, that a request has moved to `state`; how many. No mail says
    what is on the record. For journeys that move a request without a decision of staff, too."""
    accounts = told(request_id)
    for user_id in accounts:
        outbox.queue(
            kind=notices.RequestMoved,
            cause=f"request:{request_id}:{state.value}:{at:%Y%m%d%H%M%S}",
            recipient=notices.RequestMoved.recipient_of(user_id),
            data={"request": request_id, "state": state.value},
            by=by,
            at=at,
        )
    return len(accounts)


def _owned(request_id: int, by: Actor, at: datetime) -> About:
    """The request, for whoever has it."""
    found = to_work_on(work.subject_of(Work.REQUEST, request_id), by)
    RegistrationRequest.objects.select_for_update(of=("self",)).get(pk=request_id)
    row = Assignment.objects.filter(subject=found.subject).first()
    if row is None:
        raise errors.Refusal("Nobody has this request. Nothing was changed. Take it first.")
    if row.owner_id != by.user_id:
        name = humans.name_of(row.owner_id) or f"Account {row.owner_id}"
        raise errors.Refusal(f"{name} has had this for {policies.age(row.since, at)}. Nothing was changed.")
    return found
