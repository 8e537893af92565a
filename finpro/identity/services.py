"""What moves a proof of identity. The caller opens the transaction: claim, case and mail stand or fall with it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from finpro.audit import services as audit
from finpro.identity import policies
from finpro.identity.enums import OPEN, Method, Reason, State
from finpro.identity.models import Proof, SealedStep
from finpro.kernel import errors
from finpro.kernel.actor import Actor


def begin(*, user_id: int, person_id: int | None, reasons: Sequence[Reason], by: Actor, at: datetime) -> Proof:
    """Begin a proof for the account: MATCHED where the number and date of birth fitted one free person on the record,
    else UNMATCHED with the reasons. One that is open is replaced."""
    for old in Proof.objects.select_for_update().filter(user_id=user_id, state__in=OPEN):
        _move(old, State.REPLACED, by, at)
        audit.record(tag="identity:proof:replaced", by=by, at=at, subject=f"account:{user_id}")
    proof = Proof.objects.create(
        user_id=user_id,
        person_id=person_id,
        state=State.UNMATCHED if reasons else State.MATCHED,
        reasons=[reason.value for reason in reasons],
        started_at=at,
        moved_at=at,
        moved_by=by.label,
    )
    audit.record(tag="identity:proof:begun", by=by, at=at, subject=f"account:{user_id}", data={"state": proof.state})
    return proof


def offer(
    *,
    proof_id: UUID,
    reference: str,
    passcode: bool,
    questions: bool,
    no_passcode_reason: str,
    by: Actor,
    at: datetime,
) -> Proof:
    """Keep what the bureau offers for the proof, whose `reference` is its word for the inquiry."""
    proof = _locked(proof_id, State.MATCHED)
    proof.bureau_reference, proof.no_passcode_reason = reference, no_passcode_reason
    proof.passcode_offered, proof.questions_offered = passcode, questions
    _move(proof, State.OFFERED, by, at)
    audit.record(
        tag="identity:proof:offered",
        by=by,
        at=at,
        subject=f"account:{proof.user_id}",
        data={"passcode": passcode, "questions": questions},
    )
    return proof


def stop(*, proof_id: UUID, state: State, reasons: Sequence[Reason], by: Actor, at: datetime) -> Proof:
    """The proof did not go through: FAILED or UNAVAILABLE, with the reasons. What waited for answers is deleted."""
    proof = _locked(proof_id, *OPEN)
    proof.reasons = [*proof.reasons, *(reason.value for reason in reasons)]
    SealedStep.objects.filter(proof=proof).delete()
    _move(proof, state, by, at)
    audit.record(
        tag="identity:proof:stopped",
        by=by,
        at=at,
        subject=f"account:{proof.user_id}",
        data={"state": state.value, "reasons": [reason.value for reason in reasons]},
    )
    return proof


def verify(*, proof_id: UUID, method: Method, by: Actor, at: datetime, person_id: int | None = None) -> Proof:
    """The proof went through by `method`, whose assurance level is the rulebook's. `person_id` names the person where
    the registry found whom the record search did not. Raises Refusal where it is decided already."""
    proof = _locked(proof_id, *OPEN)
    if person_id is not None:
        proof.person_id = person_id
    proof.method, proof.level = method, policies.level_of(method)
    SealedStep.objects.filter(proof=proof).delete()
    _move(proof, State.VERIFIED, by, at)
    audit.record(
        tag="identity:proof:verified",
        by=by,
        at=at,
        subject=f"account:{proof.user_id}",
        data={"method": method.value, "level": proof.level},
    )
    return proof


def _locked(proof_id: UUID, *states: State) -> Proof:
    proof = Proof.objects.select_for_update().filter(pk=proof_id).first()
    if proof is None:
        raise errors.NotFound("There is no such proof of identity.")
    if proof.state not in states:
        raise errors.Refusal(
            "This proof of identity has moved on meanwhile. Nothing was changed. Look at its present state.", "IDV-01"
        )
    return proof


def _move(proof: Proof, state: State, by: Actor, at: datetime) -> None:
    proof.state, proof.moved_at, proof.moved_by = state, at, by.label
    proof.save()
