"""The claim of an account on a person of the record."""

from datetime import datetime

from finpro.access.models import Claim
from finpro.audit import services as audit
from finpro.kernel.actor import Actor


def grant_claim(*, user_id: int, person_id: int, by: Actor, at: datetime) -> Claim:
    """Bind an account to a person on the record, once it is proven that its owner is that person.

    Raises IntegrityError where the person is bound to another account, or the account to another person.
    """
    claim = Claim.objects.create(user_id=user_id, person_id=person_id, granted_at=at, granted_by=by.label)
    audit.record(tag="access:claim:granted", by=by, at=at, subject=f"account:{user_id}", data={"person_id": person_id})
    return claim
