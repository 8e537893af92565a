"""What tells whether two accounts belong to one human."""

from collections.abc import Collection
from uuid import UUID

from finpro.access.models import Claim, Membership
from finpro.accounts.models import EmailAddress, User
from finpro.casework.models import Case
from finpro.casework.policies import Human
from finpro.identity.models import Proof


def human(user_id: int, *, person_id: int | None = None) -> Human:
    """The account's record, addresses and telephone. `person_id` is whom it only asks to be, where it has no claim."""
    user = User.objects.get(pk=user_id)
    claimed = Claim.objects.filter(user=user_id, ended_at=None).values_list("person_id", flat=True).first()
    addresses = {*EmailAddress.objects.filter(user=user_id).values_list("email", flat=True), user.email} - {""}
    folded = frozenset(address.lower() for address in addresses)
    return Human(user_id, claimed if claimed is not None else person_id, folded, user.phone)


def of_person(person_id: int) -> Human:
    """Somebody on the record, with what the account bound to it adds; without an account the record alone."""
    user_id = Claim.objects.filter(person=person_id, ended_at=None).values_list("user_id", flat=True).first()
    return human(user_id, person_id=person_id) if user_id is not None else Human(0, person_id, frozenset(), "")


def of_people(people: Collection[int]) -> dict[int, Human]:
    """As `of_person`, of several in three queries."""
    claims = Claim.objects.filter(person__in=people, ended_at=None).select_related("user")
    owners = {claim.person_id: claim.user for claim in claims}
    addresses: dict[int, set[str]] = {user.pk: {user.email} for user in owners.values()}
    for user_id, email in EmailAddress.objects.filter(user__in=list(addresses)).values_list("user_id", "email"):
        addresses[user_id].add(email)
    found = {}
    for person in people:
        user = owners.get(person)
        folded = {address.lower() for address in addresses[user.pk] - {""}} if user else set()
        found[person] = Human(user.pk if user else 0, person, frozenset(folded), user.phone if user else "")
    return found


def firms_of(user_id: int) -> frozenset[int]:
    """The firms for which an account acts now, by key."""
    return frozenset(Membership.objects.filter(user=user_id, ended_at=None).values_list("firm_id", flat=True))


def name_of(user_id: int) -> str:
    """How an account's owner is greeted; empty where there is no account or no name."""
    return User.objects.filter(pk=user_id).values_list("name", flat=True).first() or ""


def of_case(case: Case, *, person_id: int | None = None) -> Human | None:
    """Whom a case is about: its account, and whom that account asks, or is going, to be; None for no account."""
    if case.account_id is None:
        return None
    proof = proof_of(case.subject)
    asked = proof.person_id if proof and proof.person_id is not None else person_id
    return human(case.account_id, person_id=asked)


def proof_of(subject: str) -> Proof | None:
    """The proof of identity that a case is about; None where it is about something else."""
    kind, _, key = subject.partition(":")
    return Proof.objects.filter(pk=UUID(key)).first() if kind == "proof" else None
