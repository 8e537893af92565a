"""Which hats an account owns, and the Actor under one of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import F, OuterRef, Subquery, TextField, Value
from django.db.models.functions import Coalesce

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


# Asked by every page of somebody signed in: composing this anew each time costs more than answering it.
_GRANTS = """
SELECT 1, c.person_id, p.crd, ARRAY[]::varchar[], ''
FROM access_claim c JOIN registry_person p ON p.id = c.person_id WHERE c.user_id = %(user)s AND c.ended_at IS NULL
UNION ALL
SELECT 2, m.firm_id, f.crd, m.entitlements, coalesce((
  SELECT n.name FROM registry_firmname n WHERE n.firm_id = m.firm_id AND n.is_main
  ORDER BY n.ends_on DESC NULLS FIRST, n.starts_on DESC NULLS LAST, n.id LIMIT 1), '')
FROM access_membership m JOIN registry_firm f ON f.id = m.firm_id WHERE m.user_id = %(user)s AND m.ended_at IS NULL
UNION ALL
SELECT 3, 0, 0, s.entitlements, '' FROM access_staffrole s WHERE s.user_id = %(user)s AND s.ended_at IS NULL
ORDER BY 1, 3
"""
_HATS = {1: Hat.PERSON, 2: Hat.FIRM, 3: Hat.STAFF}


def list_grants(user_id: int) -> list[Grant]:
    """Every live hat of the account, in one query: the record first, firms by CRD number, then the registry."""
    with connection.cursor() as cursor:
        cursor.execute(_GRANTS, {"user": user_id})
        rows = cursor.fetchall()
    return [Grant(_HATS[hat], key, crd, frozenset(held), name) for hat, key, crd, held, name in rows]


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
