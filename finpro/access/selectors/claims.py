"""Which account is bound to which person on the record."""

from collections.abc import Iterable

from finpro.access.models import Claim


def claimed(person_ids: Iterable[int]) -> set[int]:
    """Those of the people to whom an account is bound."""
    return set(Claim.objects.filter(person__in=list(person_ids), ended_at=None).values_list("person_id", flat=True))


def person_of(user_id: int) -> int | None:
    """The person on the record to whom the account is bound, or None."""
    return Claim.objects.filter(user=user_id, ended_at=None).values_list("person_id", flat=True).first()


def account_of(person_id: int) -> int | None:
    """The account that is bound to the person, or None."""
    return Claim.objects.filter(person=person_id, ended_at=None).values_list("user_id", flat=True).first()
