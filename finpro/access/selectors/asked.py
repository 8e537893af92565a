"""What acting for firms asks of an account: invitations that wait, and offices that have to certify."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from finpro.access.enums import Entitlement

# Asked by every dashboard: composing this anew each time costs more than answering it.
_ASKED = """
SELECT (
  SELECT i.expires_at FROM access_invitation i
  WHERE lower(i.email) IN (
    SELECT lower(e.email) FROM accounts_emailaddress e WHERE e.user_id = %(user)s AND e.confirmed_at IS NOT NULL
  ) AND i.ended_at IS NULL AND i.expires_at > %(at)s
  ORDER BY i.expires_at, i.id LIMIT 1
), (
  SELECT coalesce(json_agg(json_build_array(
    f.crd,
    (SELECT min(o.granted_at) FROM access_membership o
     WHERE o.firm_id = m.firm_id AND o.ended_at IS NULL AND o.user_id <> m.user_id),
    EXISTS (SELECT FROM access_certification c WHERE c.firm_id = m.firm_id AND c.year = %(year)s),
    EXISTS (SELECT FROM access_certification c
            WHERE c.firm_id = m.firm_id AND c.year = %(year)s AND c.closed_at IS NOT NULL)
  ) ORDER BY f.crd), '[]')
  FROM access_membership m JOIN registry_firm f ON f.id = m.firm_id
  WHERE m.user_id = %(user)s AND m.ended_at IS NULL AND m.entitlements @> ARRAY[%(office)s]::varchar[]
)
"""


# Whether the account `%(user)s` acts for a firm or is invited to.
ASKED_OF_ONE = """EXISTS (
  SELECT FROM access_membership WHERE user_id = %(user)s::bigint AND ended_at IS NULL
) OR EXISTS (
  SELECT FROM access_invitation i JOIN accounts_emailaddress e ON lower(i.email) = lower(e.email)
  WHERE e.user_id = %(user)s::bigint AND i.ended_at IS NULL
)"""


@dataclass(frozen=True, slots=True)
class OfficeHeld:
    """A firm of which somebody is the super account administrator, and how a year's certification has come there.

    `first_other_at`: since when somebody else acts for the firm, None where nobody does.
    """

    crd: int
    first_other_at: datetime | None
    opened: bool
    closed: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """`invited_until`: when the first of the waiting invitations lapses, None where none waits. Offices by number."""

    invited_until: datetime | None
    offices: tuple[OfficeHeld, ...]


def asked_of(user_id: int, year: int, at: datetime) -> Asked:
    """Both for one account, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, {"user": user_id, "at": at, "year": year, "office": Entitlement.ADMIN.value})
        until, held = cursor.fetchone()
    return Asked(until, tuple(_office(*one) for one in held))


def _office(crd: int, since: str | None, opened: bool, closed: bool) -> OfficeHeld:
    return OfficeHeld(crd, datetime.fromisoformat(since) if since else None, opened, closed)
