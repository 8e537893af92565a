"""Questions that the bureau puts: sealed while they wait for answers, gone with them (rules IDV-04, IDV-08)."""

import json
from datetime import datetime
from uuid import UUID

from finpro.audit import services as audit
from finpro.identity.enums import State
from finpro.identity.models import SealedStep
from finpro.identity.selectors import standings, steps
from finpro.identity.services.proofs import MOVED_ON, locked
from finpro.integrations.identity_bureau import Quiz
from finpro.kernel import errors, vault
from finpro.kernel.actor import Actor


def ask(*, proof_id: UUID, quiz: Quiz, by: Actor, at: datetime) -> None:
    """Keep the questions sealed for as long as the bureau takes answers. Put again, they stay as they are.

    Raises Refusal where no questions are offered.
    """
    proof = locked(proof_id, State.OFFERED)
    if not proof.questions_offered:
        raise errors.Refusal("No questions are offered. Nothing was changed. Choose another way.", "IDV-08")
    told = [
        {
            "id": question.id,
            "text": question.text,
            "choices": [{"id": choice.id, "text": choice.text} for choice in question.choices],
        }
        for question in quiz.questions
    ]
    _, fresh = SealedStep.objects.get_or_create(
        proof=proof,
        defaults={
            "sealed": vault.seal(json.dumps(told).encode(), steps.STEP, vault.ring()),
            "made_at": at,
            "expires_at": proof.moved_at + standings.LASTS,
        },
    )
    if fresh:
        audit.record(tag="identity:questions:put", by=by, at=at, subject=f"account:{proof.user_id}")


def take_answers(*, proof_id: UUID, by: Actor, at: datetime) -> str:
    """Delete the questions because answers are about to go to the bureau; its word for the inquiry. Works once: from
    here on no questions are offered, whatever becomes of the answers.

    Raises Refusal where none wait, or no longer: they were answered, perhaps in another window, or ran out.
    """
    proof = locked(proof_id, State.OFFERED)
    if not SealedStep.objects.filter(proof=proof, expires_at__gt=at).delete()[0]:
        raise errors.Refusal(MOVED_ON, "IDV-04")
    proof.questions_offered = False
    proof.save(update_fields=["questions_offered"])
    audit.record(tag="identity:questions:answered", by=by, at=at, subject=f"account:{proof.user_id}")
    return steps.reference(proof)


def sweep(*, at: datetime) -> int:
    """Delete questions that nobody answered in time; how many."""
    return SealedStep.objects.filter(expires_at__lte=at).delete()[0]
