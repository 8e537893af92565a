"""Finding an account's proofs."""

from finpro.identity.enums import OPEN, State
from finpro.identity.models import Proof


def open_proof(user_id: int) -> Proof | None:
    """The account's proof that is open, if there is one."""
    return Proof.objects.filter(user_id=user_id, state__in=OPEN).order_by("-started_at", "id").first()


def latest_proof(user_id: int) -> Proof | None:
    """The account's latest proof, open or ended; one that was begun again is not meant."""
    return Proof.objects.filter(user_id=user_id).exclude(state=State.REPLACED).order_by("-started_at", "-id").first()
