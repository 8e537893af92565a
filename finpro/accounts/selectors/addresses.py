"""Reading the e-mail addresses of an account."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.db.models.functions import Lower

from finpro.accounts import policies
from finpro.accounts.models import EmailAddress
from finpro.accounts.policies import Facts, Standing
from finpro.kernel import clock, db, errors
from finpro.kernel.tasks import Due


@dataclass(frozen=True, slots=True)
class AddressLine:
    """One address as its owner sees it. `replacing` is the address whose place it takes once it is confirmed.
    `why_not_…` are the sentences of the rules that refuse it, None where it can be done.
    """

    id: int
    email: str
    personal: bool
    standing: Standing
    added_at: datetime
    confirmed_at: datetime | None
    bounced_at: datetime | None
    due: Due | None
    replacing: str
    why_not_remove: str | None
    why_not_personal: str | None


def absent() -> errors.NotFound:
    """There is no such address on this account; whether there is one elsewhere is not said."""
    return errors.NotFound("There is no such e-mail address on your account. It may have been removed or replaced.")


def list_addresses(user_id: int, on: date) -> list[AddressLine]:
    """The account's addresses, the personal one first, then in the order in which they were added."""
    rows = EmailAddress.objects.filter(user=user_id).select_related("replaces").order_by("-personal", "id")
    return [_line(row, on) for row in rows]


def list_address_ids(user_id: int, *, confirmed: bool) -> list[int]:
    """The keys of the account's addresses, or of the confirmed ones alone, by which mails to them are found."""
    held = EmailAddress.objects.filter(user=user_id)
    if confirmed:
        held = held.filter(confirmed_at__isnull=False)
    return list(held.order_by("id").values_list("id", flat=True))


def get_address_line(user_id: int, address_id: int, on: date) -> AddressLine:
    """One of the account's addresses. Raises NotFound."""
    return _line(get_address(user_id, address_id), on)


def get_address(user_id: int, address_id: int) -> EmailAddress:
    """The row of one of the account's addresses. Raises NotFound."""
    row = EmailAddress.objects.select_related("replaces").filter(user=user_id, pk=address_id).first()
    if row is None:
        raise absent()
    return row


def owner_elsewhere(address: EmailAddress) -> int | None:
    """The key of the row by which another account has this address already, confirmed or as its personal one."""
    found = (
        EmailAddress.objects.alias(folded=Lower("email"))
        .filter(Q(confirmed_at__isnull=False) | Q(personal=True), folded=address.email.lower())
        .exclude(user=address.user_id)
        .order_by("confirmed_at", "id")
        .first()
    )
    return int(found.pk) if found else None


def facts_of(user_ids: Collection[int]) -> dict[int, list[Facts]]:
    """What policies judge about every address of these accounts that are open, in one query, however many."""
    rows = EmailAddress.objects.filter(user__in=db.among(user_ids), user__removed_at=None)
    held: dict[int, list[Facts]] = {}
    for row in rows.order_by("user_id", "id"):
        held.setdefault(row.user_id, []).append(facts(row))
    return held


def facts(row: EmailAddress) -> Facts:
    """What policies judge about an address: legal dates."""
    return Facts(
        added_on=clock.legal_date(row.added_at),
        confirmed_on=clock.legal_date(row.confirmed_at) if row.confirmed_at else None,
        bounced_on=clock.legal_date(row.bounced_at) if row.bounced_at else None,
        personal=row.personal,
    )


def _line(row: EmailAddress, on: date) -> AddressLine:
    judged = facts(row)
    return AddressLine(
        id=row.pk,
        email=row.email,
        personal=row.personal,
        standing=policies.standing(judged),
        added_at=row.added_at,
        confirmed_at=row.confirmed_at,
        bounced_at=row.bounced_at,
        due=policies.confirm_by(judged, on),
        replacing=row.replaces.email if row.replaces else "",
        why_not_remove=policies.remove_address.why_not(personal=row.personal),
        why_not_personal=policies.make_personal.why_not(facts=judged),
    )
