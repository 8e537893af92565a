"""Opening an account, and what it keeps about itself."""

from datetime import datetime

from finpro.accounts.models import EmailAddress, User
from finpro.audit import services as audit
from finpro.kernel.actor import Actor


def open_account(
    *, email: str, name: str, password: str | None, by: Actor, at: datetime, phone: str = "", confirmed: bool = True
) -> User:
    """Open an account that may sign in at once; without a password only by Google or passkey.

    `email` becomes its personal address, confirmed where its owner was seen to read there. Raises IntegrityError where
    the address belongs to another account already.
    """
    user = User(email=email, name=name, phone=phone, created_at=at)
    user.set_password(password)
    user.save()
    EmailAddress.objects.create(
        user=user, email=email, personal=True, added_at=at, confirmed_at=at if confirmed else None
    )
    audit.record(tag="account:account:opened", by=by, at=at, subject=f"account:{user.pk}")
    return user


def note_access(*, user_id: int, at: datetime) -> None:
    """Remember that the account was used. No event: the caller keeps it to every five minutes."""
    User.objects.filter(pk=user_id).update(last_access_at=at)


def set_phone(*, user_id: int, phone: str, by: Actor, at: datetime) -> None:
    """Keep a telephone number, in E.164 form, with the account; empty takes it away. The event does not hold it."""
    User.objects.filter(pk=user_id).update(phone=phone)
    if phone:
        audit.record(tag="account:phone:set", by=by, at=at, subject=f"account:{user_id}")
    else:
        audit.record(tag="account:phone:removed", by=by, at=at, subject=f"account:{user_id}")
