"""Who is told of what happens to a draft, and to whom a draft ties a person."""

from collections.abc import Iterable
from datetime import date

from finpro.access.models import Claim, Membership
from finpro.audit import selectors as audit
from finpro.filings.enums import OPEN_TO_PERSON, UNFILED, State
from finpro.filings.models import Filing
from finpro.kernel.clock import legal_date

# Whether a draft is open to the person `%(person)s`.
OPEN_TO_ONE = f"""EXISTS (
  SELECT FROM filings_filing WHERE person_id = %(person)s::bigint AND state = '{State.REP_EDITING.value}'
)"""

_BEGUN = ", ".join(f"'{state.value}'" for state in sorted({*UNFILED, State.SUBMITTED}))
# Whether a firm has begun a form about the person `%(person)s`, or filed one that is not applied yet.
PREPARING = f"""EXISTS (
  SELECT FROM filings_filing WHERE person_id = %(person)s::bigint AND state IN ({_BEGUN})
)"""


def person_of(filing: Filing) -> int | None:
    """The account of the person whom a filing is about; None where nobody has proven to be it."""
    return Claim.objects.filter(person=filing.person_id, ended_at=None).values_list("user_id", flat=True).first()


def firm_of(filing: Filing) -> list[int]:
    """The accounts of the firm that are told: who began the draft, or, gone meanwhile, all who may draft."""
    members = Membership.objects.filter(firm=filing.firm_id, ended_at=None, entitlements__contains=["u4.draft"])
    users = list(members.order_by("user_id").values_list("user_id", flat=True))
    began = filing.created_by.removeprefix("account:")
    return [int(began)] if began.isdecimal() and int(began) in users else users


def reminded_on(filing: Filing, day: date) -> bool:
    """Whether the person was reminded on this legal date that the form waits to be filled in."""
    last = audit.list_events(subject=f"filing:{filing.pk}", tags=["filing:draft:reminded"], limit=1)
    return bool(last) and legal_date(last[0].at) == day


def pending_firms(person_id: int) -> set[int]:
    """The firms that have begun a form about the person and not filed it: he or she is a new hire there, or stays."""
    found = Filing.objects.filter(person=person_id, state__in=sorted({*UNFILED, State.SUBMITTED}))
    return set(found.values_list("firm_id", flat=True))


def with_person(person_ids: Iterable[int]) -> list[tuple[int, int, str]]:
    """Drafts that are open to these people: person, filing, state. One query."""
    found = Filing.objects.filter(person__in=list(person_ids), state__in=sorted(OPEN_TO_PERSON)).order_by("id")
    return list(found.values_list("person_id", "id", "state"))
