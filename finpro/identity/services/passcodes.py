"""Passcodes to the telephone that the bureau ties to the person (rules IDV-03, IDV-06)."""

from datetime import datetime
from uuid import UUID

from finpro.audit import services as audit
from finpro.identity.enums import State
from finpro.identity.selectors import standings
from finpro.identity.services.proofs import locked
from finpro.kernel import codes, errors, jobs
from finpro.kernel.actor import Actor

SEND = "identity.send_passcode"


def send_passcode(*, proof_id: UUID, channel: str, by: Actor, at: datetime) -> None:
    """Make a passcode, and the job that sends it by text or call; one that was sent before ends.

    Raises Refusal where no passcode is offered, or not this way. The digits are computed by the job when it sends them.
    """
    proof = locked(proof_id, State.OFFERED)
    if not proof.passcode_offered or channel not in proof.passcode_channels:
        raise errors.Refusal("No passcode can be sent this way. Nothing was sent. Choose another way.", "IDV-06")
    code_id = codes.issue(purpose=standings.PURPOSE, subject=standings.subject(proof), at=at)
    jobs.defer(SEND, lock=f"proof:{proof_id}", code_id=code_id, proof_id=str(proof_id), channel=channel)
    audit.record(
        tag="identity:passcode:sent", by=by, at=at, subject=f"account:{proof.user_id}", data={"channel": channel}
    )


def unreachable(*, proof_id: UUID, channel: str, by: Actor, at: datetime) -> None:
    """The telephone cannot be reached this way: the code that waits ends, so that nobody waits for it."""
    proof = locked(proof_id, *State)
    codes.withdraw(purpose=standings.PURPOSE, subject=standings.subject(proof), at=at)
    audit.record(
        tag="identity:passcode:unsent", by=by, at=at, subject=f"account:{proof.user_id}", data={"channel": channel}
    )
