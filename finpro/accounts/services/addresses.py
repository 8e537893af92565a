"""The e-mail addresses of an account. The caller opens the transaction, and has counted how often codes are asked for.

An address that belongs to another account is treated like any other: the same row, a code that nobody is sent, and a
mail to that account's owner instead of the one with the code. So nobody learns which addresses have an account.
"""

from datetime import datetime, timedelta

from finpro.accounts import policies
from finpro.accounts import selectors as accounts
from finpro.accounts.models import EmailAddress, FormerAddress, User
from finpro.accounts.notices import addresses as mails
from finpro.accounts.selectors import addresses
from finpro.audit import services as audit
from finpro.kernel import codes, db, errors
from finpro.kernel.actor import Actor
from finpro.notices import services as notices

PURPOSE = "confirm-email"
# How long an address that was replaced is kept: longer than the outbox tries to deliver the mail that says so.
KEPT = timedelta(days=7)


def add_address(*, user_id: int, email: str, by: Actor, at: datetime, replaces: int | None = None) -> EmailAddress:
    """Put an address on the account's list, not confirmed, and send it a code.

    It takes the place of the address `replaces` once it is confirmed; until then that one stays, and an earlier one
    that was to replace it is dropped. Raises NotFound for an address to replace that is not the account's, Refusal
    where the account has this address already, or as many as it can have (rule PRF-04).
    """
    held = list(_lock(user_id))
    if replaces is not None:
        if all(address.pk != replaces for address in held):
            raise addresses.absent()
        EmailAddress.objects.filter(user=user_id, replaces=replaces).delete()
        held = [address for address in held if address.replaces_id != replaces]
    policies.add_address(count=len(held))
    if any(address.email.lower() == email.lower() for address in held):
        raise errors.Refusal("This address is on your account already. Nothing was changed.", "PRF-04")
    address = EmailAddress.objects.create(user_id=user_id, email=email, added_at=at, replaces_id=replaces)
    audit.record(tag="account:email:added", by=by, at=at, subject=f"account:{user_id}", data={"address": address.pk})
    send_code(user_id=user_id, address_id=address.pk, by=by, at=at)
    return address


def send_code(*, user_id: int, address_id: int, by: Actor, at: datetime) -> None:
    """Send the address a code; an earlier one no longer works. Raises NotFound where it is not the account's."""
    address = accounts.get_address(user_id, address_id)
    code_id = codes.issue(purpose=PURPOSE, subject=subject_of(address_id), at=at)
    elsewhere = addresses.owner_elsewhere(address)
    notices.queue(
        kind=mails.SomebodyAdded if elsewhere else mails.Code,
        cause=f"code:{code_id}",
        recipient=mails.recipient_of(elsewhere or address_id),
        data={"code": code_id},
        by=by,
        at=at,
    )
    audit.record(
        tag="account:email:code_sent", by=by, at=at, subject=f"account:{user_id}", data={"address": address_id}
    )


def subject_of(address_id: int) -> str:
    """What a code that confirms the address is about."""
    return f"email:{address_id}"


def refuse_code(*, user_id: int, address_id: int, by: Actor, at: datetime) -> None:
    """A code typed for the address was not right: nothing changes, and the trail says so."""
    audit.record(tag="account:email:refused", by=by, at=at, subject=f"account:{user_id}", data={"address": address_id})


def confirm_address(*, user_id: int, address_id: int, by: Actor, at: datetime) -> EmailAddress:
    """The owner was seen to read there. Where the address replaces another, that one leaves the account, and if it was
    the personal one, this one is from now on: both are told.

    Raises NotFound where it is not the account's, Refusal where another account had it confirmed first.
    """
    held = {address.pk: address for address in _lock(user_id)}
    address = held.get(address_id)
    if address is None:
        raise addresses.absent()
    # Two accounts may hold codes of one mailbox; the first to confirm has it.
    db.advisory_lock(f"address:{address.email.lower()}")
    if addresses.owner_elsewhere(address):
        raise errors.Refusal(
            "This address belongs to another account. Nothing was changed. Sign in with the address there, or remove "
            "it here.",
            "PRF-04",
        )
    old = held.get(address.replaces_id or 0)
    address.confirmed_at, address.bounced_at, address.replaces = at, None, None
    address.save()
    audit.record(
        tag="account:email:confirmed", by=by, at=at, subject=f"account:{user_id}", data={"address": address_id}
    )
    if old is not None:
        if old.personal:
            _hand_over(old, address, by, at, leaves=True)
        _delete(old, by, at)
    return address


def confirm_again(*, user_id: int, by: Actor, at: datetime) -> int:
    """The owner, who has just shown who it is, says that the confirmed addresses are still right; how many (PRF-01).

    What was never confirmed, or came back since, is left alone: it needs a code.
    """
    _lock(user_id)
    count = EmailAddress.objects.filter(user=user_id, confirmed_at__isnull=False, bounced_at=None).update(
        confirmed_at=at
    )
    audit.record(tag="account:email:kept", by=by, at=at, subject=f"account:{user_id}", data={"count": count})
    return count


def make_personal(*, user_id: int, address_id: int, by: Actor, at: datetime) -> EmailAddress:
    """Mail about the account goes there from now on; the old and the new address are told.

    Raises NotFound where it is not the account's, Refusal where it is the personal one or not confirmed (ACC-08).
    """
    held = {address.pk: address for address in _lock(user_id)}
    address = held.get(address_id)
    if address is None:
        raise addresses.absent()
    policies.make_personal(facts=addresses.facts(address))
    old = next(each for each in held.values() if each.personal)
    _hand_over(old, address, by, at)
    return address


def remove_address(*, user_id: int, address_id: int, by: Actor, at: datetime) -> None:
    """Take an address off the account. One that was to replace it stays, beside the others, until it is confirmed.

    Raises NotFound where it is not the account's, Refusal for the personal one (rule ACC-08).
    """
    held = {address.pk: address for address in _lock(user_id)}
    address = held.get(address_id)
    if address is None:
        raise addresses.absent()
    policies.remove_address(personal=address.personal)
    _delete(address, by, at)


def note_bounce(*, recipient: str, came_back_at: datetime, by: Actor, at: datetime) -> bool:
    """A mail to the recipient came back; whether that is news. Older than the address's confirmation, it says nothing.

    `recipient` is a notice's: one address (`email:<id>`), or an account, whose personal address is meant.
    """
    kind, _, key = recipient.partition(":")
    rows = EmailAddress.objects.none()
    if kind == "email":
        rows = EmailAddress.objects.filter(pk=int(key))
    elif kind == "account":
        rows = EmailAddress.objects.filter(user=int(key), personal=True)
    row = rows.filter(bounced_at=None).exclude(confirmed_at__gte=came_back_at).select_for_update().first()
    if row is None:
        return False
    row.bounced_at = came_back_at
    row.save(update_fields=["bounced_at"])
    audit.record(tag="account:email:bounced", by=by, at=at, subject=f"account:{row.user_id}", data={"address": row.pk})
    return True


def forget_former(*, before: datetime) -> int:
    """Delete addresses that left their account before an instant; how many."""
    return FormerAddress.objects.filter(left_at__lt=before).delete()[0]


def _lock(user_id: int) -> list[EmailAddress]:
    """The account's addresses, its row held: what is done to them is done one after the other."""
    if not User.objects.select_for_update().filter(pk=user_id, removed_at=None).exists():
        raise addresses.absent()
    return list(EmailAddress.objects.filter(user=user_id).order_by("id"))


def _hand_over(old: EmailAddress, new: EmailAddress, by: Actor, at: datetime, *, leaves: bool = False) -> None:
    """`new` is the personal address from now on. Where the old one leaves the account, it is kept for its mail."""
    old.personal = False
    old.save(update_fields=["personal"])
    new.personal = True
    new.save(update_fields=["personal"])
    User.objects.filter(pk=new.user_id).update(email=new.email)
    audit.record(
        tag="account:email:made_personal", by=by, at=at, subject=f"account:{new.user_id}", data={"address": new.pk}
    )
    told = mails.recipient_of(old.pk)
    if leaves:
        told = mails.former(FormerAddress.objects.create(user_id=old.user_id, email=old.email, left_at=at).pk)
    cause = f"personal:{new.pk}:{at:%Y%m%dT%H%M%S}"
    for recipient in (told, mails.recipient_of(new.pk)):
        notices.queue(kind=mails.PersonalChanged, cause=cause, recipient=recipient, data={}, by=by, at=at)


def _delete(address: EmailAddress, by: Actor, at: datetime) -> None:
    user_id, address_id = address.user_id, address.pk
    codes.withdraw(purpose=PURPOSE, subject=subject_of(address_id), at=at)
    address.delete()
    audit.record(tag="account:email:removed", by=by, at=at, subject=f"account:{user_id}", data={"address": address_id})
