"""What an account keeps about its owner."""

from datetime import datetime

from finpro.accounts.models import User
from finpro.audit import services as audit
from finpro.kernel import errors
from finpro.kernel.actor import Actor


def rename(*, user_id: int, name: str, by: Actor, at: datetime) -> None:
    """Greet by another name. The legal name on the record is not touched."""
    user = _locked(user_id)
    user.name = name
    user.save(update_fields=["name"])
    audit.record(tag="account:name:changed", by=by, at=at, subject=f"account:{user_id}")


def _locked(user_id: int) -> User:
    user = User.objects.select_for_update().filter(pk=user_id, removed_at=None).first()
    if user is None:
        raise errors.NotFound("There is no such account.")
    return user
