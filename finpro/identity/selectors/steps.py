"""Opening what waits sealed: the bureau's word for an inquiry, and the questions put to somebody."""

import base64
import json
from datetime import datetime

from finpro.identity.enums import State
from finpro.identity.models import Proof, SealedStep
from finpro.integrations.identity_bureau import Choice, Question, Quiz
from finpro.kernel import vault

REFERENCE, STEP = "identity_proof.bureau_reference", "identity_sealedstep.sealed"


def reference(proof: Proof) -> str:
    """The bureau's word for the inquiry of a proof. Raises Refusal where the key ring no longer opens it."""
    return vault.unseal(base64.b64decode(proof.bureau_reference), REFERENCE, vault.ring()).decode()


def reference_of(user_id: int) -> str:
    """The bureau's word for the inquiry of the account's open proof; "" where there is none."""
    proof = Proof.objects.filter(user=user_id, state=State.OFFERED).first()
    return reference(proof) if proof else ""


def quiz_of(user_id: int, *, at: datetime) -> Quiz | None:
    """The questions that wait for answers of the account's owner; None where there are none, or no longer."""
    step = SealedStep.objects.filter(proof__user=user_id, proof__state=State.OFFERED, expires_at__gt=at).first()
    if step is None:
        return None
    told = json.loads(vault.unseal(bytes(step.sealed), STEP, vault.ring()))
    return Quiz(
        tuple(
            Question(one["id"], one["text"], tuple(Choice(choice["id"], choice["text"]) for choice in one["choices"]))
            for one in told
        )
    )
