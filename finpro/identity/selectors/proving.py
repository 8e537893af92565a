"""How far accounts and people have come with proving identity: what tasks are made of."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from finpro.access.models import Claim, Membership, StaffRole
from finpro.accounts.models import User
from finpro.identity.enums import OPEN
from finpro.identity.models import Proof
from finpro.kernel import db


@dataclass(frozen=True, slots=True)
class Proving:
    """How far an account has come: the latest proof's state ("" where none was begun), and what it has besides."""

    state: str
    has_claim: bool
    acts_for_others: bool
    has_case: bool


def proving(user_id: int) -> Proving | None:
    """How far an account has come, in one query; None where it is not open."""
    live = {"user": OuterRef("pk"), "ended_at": None}
    latest = Proof.objects.filter(user=OuterRef("pk")).order_by("-started_at", "-id")
    row = (
        User.objects.filter(pk=user_id, removed_at=None)
        .annotate(
            state=Coalesce(Subquery(latest.values("state")[:1]), Value("")),
            case=Coalesce(Subquery(latest.values("case_number")[:1]), Value("")),
            claimed=Exists(Claim.objects.filter(**live)),
            works=Exists(Membership.objects.filter(**live)) | Exists(StaffRole.objects.filter(**live)),
        )
        .values_list("state", "claimed", "works", "case")
        .first()
    )
    return Proving(row[0], row[1], row[2], bool(row[3])) if row else None


def open_proofs_of(person_ids: Collection[int]) -> dict[int, Proving]:
    """Open proofs of being one of these people, by person, in one query, however many; nobody is bound to one yet."""
    rows = Proof.objects.filter(person__in=db.among(person_ids), state__in=OPEN, person__isnull=False)
    named = rows.order_by("person_id", "started_at", "id").values_list("person_id", "state", "case_number")
    return {person: Proving(state, False, False, bool(case)) for person, state, case in named if person is not None}
