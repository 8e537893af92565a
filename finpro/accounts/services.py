"""What changes an account."""

from datetime import datetime

from finpro.accounts.models import User
from finpro.audit import services as audit
from finpro.kernel.actor import Actor


def open_account(*, email: str, name: str, password: str, by: Actor, at: datetime) -> User:
    """Open an account that may sign in at once. Only the demo world and tests call it; people open their own."""
    user = User(email=email, name=name, created_at=at)
    user.set_password(password)
    user.save()
    audit.record(tag="account:account:opened", by=by, at=at, subject=f"account:{user.pk}")
    return user


def note_access(*, user_id: int, at: datetime) -> None:
    """Remember that the account was used. No event: the caller keeps it to every five minutes."""
    User.objects.filter(pk=user_id).update(last_access_at=at)


def set_password(*, user_id: int, password: str, by: Actor, at: datetime) -> None:
    """Give an account another password. Only the demo world calls it, where the file of passwords was lost."""
    user = User.objects.select_for_update().get(pk=user_id)
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record(tag="account:password:replaced", by=by, at=at, subject=f"account:{user_id}")
