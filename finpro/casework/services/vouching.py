"""A person asks a firm to vouch; somebody of the firm does, or does not. The proof itself is moved by the journey."""

from datetime import datetime, timedelta

from finpro.audit import services as audit
from finpro.casework import notices, permissions, policies
from finpro.casework.enums import Outcome, VouchOutcome
from finpro.casework.models import VouchRequest
from finpro.casework.selectors import humans, vouching
from finpro.filings.selectors import told as forms
from finpro.identity.models import Proof
from finpro.kernel import codes, errors
from finpro.kernel.actor import Actor
from finpro.kernel.clock import legal_date
from finpro.notices import services as outbox
from finpro.registry import selectors as registry
from finpro.rulebook import lookup as rulebook

MOVED_ON = "This request has ended, or the person proved it by another way. Nothing was changed."


def ask_to_vouch(*, firm: str, by: Actor, at: datetime) -> VouchRequest:
    """Ask a firm that the record ties to the person, named by `firm`: its CRD number or the beginning of its name.

    Those of the firm who may vouch are told by mail. Asked twice, the request that is open stays. Raises Refusal where
    no firm can vouch for this proof, Invalid where the record ties the person to no such firm.
    """
    proof = _own_proof(by)
    pending = forms.pending_firms(proof.person_id or 0)
    tie = registry.tied_firm(proof.person_id or 0, firm, legal_date(at), pending)
    if tie is None:
        raise _invalid(
            "firm", "The record ties you to no firm of this name or number now. Check it, or ask the registry"
        )
    return _ask(proof, tie.firm_id, by, at)


def _ask(proof: Proof, firm_id: int, by: Actor, at: datetime) -> VouchRequest:
    before = VouchRequest.objects.select_for_update().filter(proof=proof, firm=firm_id, ended_at=None).first()
    if before is not None:
        if before.expires_at > at:
            return before
        _end(before, VouchOutcome.EXPIRED, by, at)
    lasts = timedelta(days=rulebook.on(legal_date(at)).number("vouch_days"))
    request = VouchRequest.objects.create(
        proof=proof,
        firm_id=firm_id,
        code_id=codes.issue(
            purpose=vouching.PURPOSE, subject=vouching.subject_of(proof.pk, firm_id), at=at, lasts=lasts
        ),
        asked_at=at,
        asked_by=by.label,
        expires_at=at + lasts,
    )
    data = {"firm_id": firm_id, "request": request.pk}
    audit.record(tag="vouch:request:asked", by=by, at=at, subject=f"account:{proof.user_id}", data=data)
    for user_id in vouching.vouchers(firm_id):
        _tell(notices.VouchAsked, request, user_id, by, at)
    return request


def withdraw(*, request_id: int, by: Actor, at: datetime) -> VouchRequest:
    """The person takes a request back. Raises NotFound for another's; once ended it stays as it is."""
    request = VouchRequest.objects.select_for_update().filter(pk=request_id, proof__user=by.user_id).first()
    if request is None:
        raise errors.NotFound("There is no such request of yours.")
    if request.ended_at is None:
        _end(request, VouchOutcome.WITHDRAWN, by, at)
        audit.record(
            tag="vouch:request:withdrawn",
            by=by,
            at=at,
            subject=f"account:{request.proof.user_id}",
            data={"firm_id": request.firm_id, "request": request.pk},
        )
    return request


def vouched(*, request_id: int, by: Actor, at: datetime) -> VouchRequest:
    """The firm vouches: the request ends, and the person, those of the firm who may vouch and its administrators are
    told. That the number was right was seen by the caller, who proves the identity in the same transaction.

    Raises NotFound for another firm's request or somebody whom the record does not tie to the firm (any more),
    Forbidden for the own one, Refusal where it has ended.
    """
    request = _to_answer(request_id, by, at)
    _end(request, VouchOutcome.VOUCHED, by, at)
    request.reason = "VOUCHER_KNOWS"
    request.save(update_fields=["reason"])
    proof = request.proof
    data = {"firm_id": request.firm_id, "request": request.pk}
    audit.record(tag="vouch:request:given", by=by, at=at, subject=f"account:{proof.user_id}", data=data)
    audit.record(
        tag="vouch:firm:vouched",
        by=by,
        at=at,
        subject=f"firm:{request.firm.crd}",
        data={"person_id": proof.person_id, "request": request.pk},
    )
    _tell(notices.VouchedFor, request, proof.user_id, by, at)
    for user_id in vouching.told(request.firm_id):
        _tell(notices.VouchGiven, request, user_id, by, at)
    return request


def decline(*, request_id: int, reason: str, by: Actor, at: datetime) -> VouchRequest:
    """The firm does not vouch, for a reason of the rulebook; the person is told, and may ask another firm or again.

    Raises as `vouched`, and Invalid for a reason that is none.
    """
    request = _to_answer(request_id, by, at)
    if not policies.fits(reason, policies.VOUCHING, Outcome.REFUSED, at):
        raise _invalid("reason", "Choose why the firm does not vouch")
    _end(request, VouchOutcome.DECLINED, by, at)
    request.reason = reason
    request.save(update_fields=["reason"])
    proof = request.proof
    audit.record(
        tag="vouch:request:declined",
        by=by,
        at=at,
        subject=f"account:{proof.user_id}",
        data={"firm_id": request.firm_id, "request": request.pk, "reason": reason},
    )
    _tell(notices.VouchDeclined, request, proof.user_id, by, at)
    return request


def _own_proof(by: Actor) -> Proof:
    proof = vouching.latest(by.user_id or 0)
    refused = vouching.why_none(proof)
    if proof is None or refused:
        raise errors.Refusal(refused)
    return proof


def _to_answer(request_id: int, by: Actor, at: datetime) -> VouchRequest:
    found = VouchRequest.objects.select_for_update(of=("self",)).select_related("proof", "firm")
    request = found.filter(pk=request_id).first()
    if request is None or by.user_id is None:
        raise errors.NotFound(permissions.NO_REQUEST)
    permissions.vouch(by, request.firm_id)
    proof = request.proof
    if proof.person_id is None or not vouching.is_tied(proof.person_id, request.firm_id, legal_date(at)):
        raise errors.NotFound(permissions.NO_REQUEST)
    permissions.vouch_for(humans.human(by.user_id), humans.human(proof.user_id, person_id=proof.person_id))
    if request.ended_at is not None or request.expires_at <= at or vouching.why_none(proof):
        raise errors.Refusal(MOVED_ON)
    return request


def _end(request: VouchRequest, outcome: VouchOutcome, by: Actor, at: datetime) -> None:
    request.ended_at, request.ended_by, request.outcome = at, by.label, outcome
    request.save(update_fields=["ended_at", "ended_by", "outcome"])
    subject = vouching.subject_of(request.proof_id, request.firm_id)
    codes.withdraw(purpose=vouching.PURPOSE, subject=subject, at=at)


def _tell(kind: type[notices.VouchNotice], request: VouchRequest, user_id: int, by: Actor, at: datetime) -> None:
    outbox.queue(
        kind=kind,
        cause=f"vouch:{request.pk}",
        recipient=kind.recipient_of(user_id),
        data={"request": request.pk},
        by=by,
        at=at,
    )


def _invalid(field: str, message: str) -> errors.Invalid:
    return errors.Invalid(message, [errors.Finding("vouch", "error", f"/{field}", message)])
