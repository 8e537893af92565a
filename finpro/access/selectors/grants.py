"""Which hats an account owns, and the Actor under one of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, IntegerField, OuterRef, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from finpro.access.models import Claim, Membership, StaffRole
from finpro.kernel.actor import Actor, Hat
from finpro.registry.models import FirmName


@dataclass(frozen=True, slots=True)
class Grant:
    """One hat that an account may wear. `subject_id` is the person's or the firm's key, 0 for staff; `crd` theirs.

    `name` is the one that the firm goes by, "" for the other hats and where none is on record.
    """

    hat: Hat
    subject_id: int
    crd: int
    entitlements: frozenset[str]
    name: str = ""


def firm_name(column: str) -> Coalesce:
    """The latest name of the firm in a column of the query, "" where none is on record."""
    latest = (F("ends_on").desc(nulls_first=True), F("starts_on").desc(nulls_last=True), "id")
    names = FirmName.objects.filter(firm=OuterRef(column), is_main=True).order_by(*latest).values("name")[:1]
    return Coalesce(Subquery(names), Value(""), output_field=TextField())


def list_grants(user_id: int) -> list[Grant]:
    """Every live hat of the account, in one query: the record first, firms by CRD number, then the registry."""
    nothing = Value([], output_field=Membership._meta.get_field("entitlements"))
    claims = Claim.objects.filter(user=user_id, ended_at=None).values_list(
        Value(1, IntegerField()), "person_id", "person__crd", nothing, Value("", TextField())
    )
    firms = Membership.objects.filter(user=user_id, ended_at=None).values_list(
        Value(2, IntegerField()), "firm_id", "firm__crd", F("entitlements"), firm_name("firm_id")
    )
    staff = StaffRole.objects.filter(user=user_id, ended_at=None).values_list(
        Value(3, IntegerField()), Value(0), Value(0), F("entitlements"), Value("", TextField())
    )
    hats = {1: Hat.PERSON, 2: Hat.FIRM, 3: Hat.STAFF}
    rows = sorted(claims.union(firms, staff, all=True), key=lambda row: (row[0], row[2]))
    return [Grant(hats[row[0]], row[1], row[2], frozenset(row[3]), row[4]) for row in rows]


def actor(user_id: int, grants: Sequence[Grant], hat: Hat, firm_crd: int | None = None) -> Actor | None:
    """The actor under a hat (and, under FIRM, for that firm), or None where the account does not own it."""
    for grant in grants:
        if grant.hat is hat and (hat is not Hat.FIRM or grant.crd == firm_crd):
            return Actor(
                hat,
                f"account:{user_id}",
                user_id,
                person_id=grant.subject_id if hat is Hat.PERSON else None,
                firm_id=grant.subject_id if hat is Hat.FIRM else None,
                entitlements=grant.entitlements,
                firm_crd=grant.crd if hat is Hat.FIRM else None,
            )
    return None
