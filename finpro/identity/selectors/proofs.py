"""Finding proofs, and what an account's proof is worth."""

from dataclasses import dataclass
from datetime import datetime

from finpro.identity.enums import OPEN, State
from finpro.identity.models import Proof


@dataclass(frozen=True, slots=True)
class Assurance:
    """How an account's identity was proven. `level` is a code of the rulebook's assurance levels."""

    method: str
    level: str
    since: datetime


def open_proof(user_id: int) -> Proof | None:
    """The account's proof that is open, if there is one."""
    return Proof.objects.filter(user_id=user_id, state__in=OPEN).order_by("-started_at", "id").first()


def latest_proof(user_id: int) -> Proof | None:
    """The account's latest proof, open or ended; one that was begun again is not meant."""
    return Proof.objects.filter(user_id=user_id).exclude(state=State.REPLACED).order_by("-started_at", "-id").first()


def assurance_of(user_id: int) -> Assurance | None:
    """How the account's identity was proven last; None where it never was here."""
    proof = Proof.objects.filter(user_id=user_id, state=State.VERIFIED).order_by("-moved_at", "-id").first()
    return Assurance(proof.method, proof.level, proof.moved_at) if proof else None
