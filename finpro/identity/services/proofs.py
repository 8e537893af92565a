"""A proof from its beginning to its end."""

import base64
from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from finpro.audit import services as audit
from finpro.identity import policies
from finpro.identity.enums import OPEN, Method, Reason, State
from finpro.identity.models import Proof, SealedStep
from finpro.identity.selectors import standings
from finpro.identity.selectors.steps import REFERENCE
from finpro.kernel import codes, errors, vault
from finpro.kernel.actor import Actor

_WRONG = (Reason.CODE_WRONG, Reason.SCORE_LOW)
MOVED_ON = "This proof of identity has moved on meanwhile. Nothing was changed. Look at its present state."


def begin(*, user_id: int, person_id: int | None, reasons: Sequence[Reason], by: Actor, at: datetime) -> Proof:
    """Begin a proof for the account: MATCHED where the number and date of birth fitted one free person on the record,
    else UNMATCHED with the reasons. One that is open is replaced, and what waited for an answer ends with it."""
    for old in Proof.objects.select_for_update().filter(user_id=user_id, state__in=OPEN).order_by("pk"):
        _forget(old, at)
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
    channels: Sequence[str],
    phone: str,
    questions: bool,
    no_passcode_reason: str,
    by: Actor,
    at: datetime,
) -> Proof:
    """Keep what the bureau offers for the proof.

    `reference` is its word for the inquiry and is sealed. `channels` reach the telephone that it ties to the person,
    none where it ties none; of `phone` only a mark is kept, by which another number is told from it later.
    """
    proof = locked(proof_id, State.MATCHED)
    sealed = vault.seal(reference.encode(), REFERENCE, vault.ring())
    proof.bureau_reference, proof.no_passcode_reason = base64.b64encode(sealed).decode(), no_passcode_reason
    proof.passcode_offered, proof.passcode_channels = bool(channels), list(channels)
    proof.phone_mark = standings.phone_mark(phone) if channels else ""
    proof.questions_offered = questions
    _move(proof, State.OFFERED, by, at)
    audit.record(
        tag="identity:proof:offered",
        by=by,
        at=at,
        subject=f"account:{proof.user_id}",
        data={"passcode": bool(channels), "questions": questions},
    )
    return proof


def close_way(
    *, proof_id: UUID, way: Literal["passcode", "questions"], reason: Reason, by: Actor, at: datetime
) -> Proof:
    """A way that was offered is used up. The other one, where it is open, stays; else the proof has FAILED, or, where
    nothing was wrong, is UNAVAILABLE."""
    proof = locked(proof_id, State.OFFERED)
    if way == "passcode":
        proof.passcode_offered = False
    else:
        proof.questions_offered = False
    if not proof.passcode_offered and not proof.questions_offered:
        proof.save(update_fields=["passcode_offered", "questions_offered"])
        state = State.FAILED if reason in _WRONG else State.UNAVAILABLE
        return stop(proof_id=proof_id, state=state, reasons=[reason], by=by, at=at)
    proof.reasons = [*proof.reasons, reason.value]
    proof.save(update_fields=["passcode_offered", "questions_offered", "reasons"])
    audit.record(
        tag="identity:proof:narrowed", by=by, at=at, subject=f"account:{proof.user_id}", data={"reason": reason.value}
    )
    return proof


def stop(
    *,
    proof_id: UUID,
    state: State,
    reasons: Sequence[Reason],
    by: Actor,
    at: datetime,
    no_passcode_reason: str = "",
) -> Proof:
    """The proof did not go through: FAILED or UNAVAILABLE, with the reasons, and why the bureau offers no passcode
    where it said so. What waited for answers is deleted."""
    proof = locked(proof_id, *OPEN)
    proof.no_passcode_reason = no_passcode_reason or proof.no_passcode_reason
    proof.reasons = [*proof.reasons, *(reason.value for reason in reasons)]
    _forget(proof, at)
    _move(proof, state, by, at)
    audit.record(
        tag="identity:proof:stopped",
        by=by,
        at=at,
        subject=f"account:{proof.user_id}",
        data={"state": state.value, "reasons": [reason.value for reason in reasons]},
    )
    return proof


def name_case(*, proof_id: UUID, number: str) -> None:
    """Write the number of the case that is open for the proof beside it. The case's own event tells of it."""
    Proof.objects.filter(pk=proof_id).update(case_number=number)


def verify(*, proof_id: UUID, method: Method, by: Actor, at: datetime, person_id: int | None = None) -> Proof:
    """The proof went through by `method`, whose assurance level is the rulebook's. `person_id` names the person where
    the registry found whom the record search did not. Raises Refusal where it is decided already, or names nobody."""
    proof = locked(proof_id, *OPEN)
    if person_id is not None:
        proof.person_id = person_id
    if proof.person_id is None:
        raise errors.Refusal("Nobody on the record is named for this account. Nothing was changed. Say who.", "IDV-01")
    proof.method, proof.level = method, policies.level_of(method)
    _forget(proof, at)
    _move(proof, State.VERIFIED, by, at)
    audit.record(
        tag="identity:proof:verified",
        by=by,
        at=at,
        subject=f"account:{proof.user_id}",
        data={"method": method.value, "level": proof.level},
    )
    return proof


def locked(proof_id: UUID, *states: State) -> Proof:
    """The proof, locked. Raises NotFound, or Refusal where it stands elsewhere than in `states`."""
    proof = Proof.objects.select_for_update().filter(pk=proof_id).first()
    if proof is None:
        raise errors.NotFound("There is no such proof of identity.")
    if proof.state not in states:
        raise errors.Refusal(MOVED_ON, "IDV-01")
    return proof


def _forget(proof: Proof, at: datetime) -> None:
    """Nothing that waited for an answer can be answered any more, and the bureau's word is of no more use."""
    SealedStep.objects.filter(proof=proof).delete()
    codes.withdraw(purpose=standings.PURPOSE, subject=standings.subject(proof), at=at)
    proof.bureau_reference = ""


def _move(proof: Proof, state: State, by: Actor, at: datetime) -> None:
    proof.state, proof.moved_at, proof.moved_by = state, at, by.label
    proof.save()
