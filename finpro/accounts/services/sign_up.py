"""An account being opened, before there is one. The row is deleted when the account is there, or after a day."""

from datetime import datetime
from uuid import UUID, uuid4

from finpro.accounts.models import SignUp, Solved, User
from finpro.accounts.services.accounts import open_account
from finpro.audit import services as audit
from finpro.kernel import errors
from finpro.kernel.actor import Actor

GONE = "This opening of an account has ended or run out. Nothing was opened. Begin again."


def begin_sign_up(*, name: str, email: str, phone: str, by: Actor, at: datetime) -> UUID:
    """Keep what was typed, until the address is shown to be the person's own. The event holds none of it."""
    row = SignUp.objects.create(name=name, email=email, phone=phone, started_at=at)
    audit.record(tag="account:opening:begun", by=by, at=at, subject=f"opening:{row.pk}")
    return row.pk


def confirm_sign_up(*, sign_up_id: UUID, by: Actor, at: datetime) -> None:
    """The address is the person's own. Raises Refusal where the opening has ended, or was confirmed already."""
    row = _locked(sign_up_id)
    if row.confirmed_at is not None:
        raise errors.Refusal("This address was confirmed already. Nothing was changed.", "ACC-10")
    row.confirmed_at = at
    row.save(update_fields=["confirmed_at"])
    audit.record(tag="account:opening:confirmed", by=by, at=at, subject=f"opening:{sign_up_id}")


def take_over_sign_up(*, sign_up_id: UUID) -> UUID:
    """Give the opening another key, which it is known by from now on: whoever held the old one has lost hold of it. No
    event: that the address was confirmed leaves one."""
    key = uuid4()
    SignUp.objects.filter(pk=sign_up_id).update(id=key)
    return key


def finish_sign_up(*, sign_up_id: UUID, password: str | None, by: Actor, at: datetime) -> User:
    """Open the account and delete the opening.

    Raises Refusal where the opening has ended or its address is not confirmed; IntegrityError where the address belongs
    to another account meanwhile.
    """
    row = _locked(sign_up_id)
    if row.confirmed_at is None:
        raise errors.Refusal("The address is not confirmed yet. Nothing was opened. Type the code first.", "ACC-10")
    user = open_account(email=row.email, name=row.name, phone=row.phone, password=password, by=by, at=at)
    row.delete()
    return user


def use_once(*, once: str, at: datetime) -> bool:
    """Use up something that works once, such as an answered human check; False where it was used before. No event:
    what it was used for leaves one."""
    return bool(Solved.objects.get_or_create(once=once, defaults={"at": at})[1])


def _locked(sign_up_id: UUID) -> SignUp:
    row = SignUp.objects.select_for_update().filter(pk=sign_up_id).first()
    if row is None:
        raise errors.Refusal(GONE, "ACC-01")
    return row
