"""Drafting Form U4: begun by a firm, filled in together, handed back. Every verb is one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from finpro.filings import permissions
from finpro.filings import services as filings
from finpro.filings.enums import Access, FilingType, FormCode
from finpro.filings.policies import sections
from finpro.filings.policies.types import Choice
from finpro.filings.selectors import concurring, prefill
from finpro.filings.selectors.concurring import Adoptable
from finpro.filings.selectors.head import get_head
from finpro.kernel import errors
from finpro.kernel.actor import Actor
from finpro.kernel.clock import legal_date
from finpro.kernel.http.tries import count_tries
from finpro.kernel.limits import Limit
from finpro.registry import selectors as registry
from finpro.registry import services as record
from finpro.registry.policies import ssn
from finpro.registry.policies.filed import LegalName
from finpro.registry.selectors.hiring import Hire
from finpro.rulebook.forms import loader

# Numbers are public, but whose they are is not told to whoever tries many.
FINDING = Limit("draft-person", 30, timedelta(hours=1))
NOBODY = (
    "Nobody on the record has this number and this last name. Check both. If the person was never on the record, put "
    "him or her on it below."
)


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a draft about a person is going to be, before it is begun. `adoptable`: what the firm may adopt instead,
    where another firm of the person has filed since."""

    hire: Hire
    choice: Choice
    adoptable: Sequence[Adoptable] = ()


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who is to be put on the record. `number` is a Social Security number as typed, "" for somebody without one."""

    name: LegalName
    born_on: date
    number: str


def find(*, crd: int, last: str, by: Actor, at: datetime, options: Mapping[str, bool] | None = None) -> Beginning:
    """The person with this CRD number and last name, the type of form that the firm files about him or her, and what
    of other firms it may adopt instead.

    Raises Forbidden without the entitlement, Invalid where nobody is found, TooMany after many tries.
    """
    firm, on = by.firm_id or 0, legal_date(at)
    hire = _hire(crd, last, by, at)
    adoptable = concurring.list_adoptable(hire.person_id, firm, on)
    return Beginning(hire, prefill.choose_type(hire.person_id, firm, on, **(options or {})), adoptable)


def _hire(crd: int, last: str, by: Actor, at: datetime) -> Hire:
    permissions.draft_for_firm(by, by.firm_id or 0)
    on = legal_date(at)
    hire = registry.to_hire(crd, last, by.firm_id or 0, on)
    if hire is None or not hire.tied:
        count_tries((FINDING, by.label), at=at)
    if hire is None:
        raise errors.Invalid(NOBODY, [errors.Finding("U4-GEN-03", "error", "/crd", NOBODY)])
    return hire


def create(*, crd: int, last: str, by: Actor, at: datetime, options: Mapping[str, bool] | None = None) -> int:
    """Begin a draft about that person, filled with what the record says; returns the filing's key.

    Raises as `find`, and Refusal where the firm has a form about the person that is not filed yet.
    """
    hire, firm, on = _hire(crd, last, by, at), by.firm_id or 0, legal_date(at)
    kind = prefill.choose_type(hire.person_id, firm, on, **(options or {})).type
    with transaction.atomic():
        return _begin(hire, kind, prefill.document(hire.person_id, firm, kind, on), by, at)


def concur(*, crd: int, last: str, adopts: int, by: Actor, at: datetime) -> int:
    """Begin a concurrence: a form that nobody edits, by which the firm adopts what another firm filed (`adopts`, the
    key of that filing); returns the new filing's key.

    Raises as `create`, and Refusal where there is nothing of that filing to adopt.
    """
    hire = _hire(crd, last, by, at)
    with transaction.atomic():
        base = concurring.document(hire.person_id, by.firm_id or 0, adopts, legal_date(at))
        return _begin(hire, FilingType.CONCURRENCE, base, by, at)


def _begin(hire: Hire, kind: FilingType, base: Mapping[str, Any], by: Actor, at: datetime) -> int:
    version = loader.get(FormCode.U4, on=legal_date(at)).version
    return filings.create(person_id=hire.person_id, kind=kind, version=version, base=base, by=by, at=at).pk


def create_person(*, who: Newcomer, by: Actor, at: datetime) -> int:
    """Put somebody on the record who is not there yet; returns the CRD number.

    Raises Forbidden without the entitlement, Invalid for a number that is never issued (in a demo those of invented
    people pass), Refusal where the number is on record already.
    """
    if who.number:
        ssn.issued(who.number, fictitious=bool(settings.FINPRO["demo"]))
    with transaction.atomic():
        return record.open_record(name=who.name, born_on=who.born_on, typed_ssn=who.number, by=by, at=at)


def save(*, filing_id: int, changes: Sequence[filings.Change], by: Actor, at: datetime) -> filings.Written:
    """Write answers; see filings.services.save."""
    with transaction.atomic():
        return filings.save(filing_id=filing_id, changes=changes, by=by, at=at)


def add_row(*, filing_id: int, list_path: str, values: Mapping[str, Any], by: Actor, at: datetime) -> str:
    """Add a row to a list; returns its id."""
    with transaction.atomic():
        return filings.add_row(filing_id=filing_id, list_path=list_path, values=values, by=by, at=at)


def remove_row(*, filing_id: int, list_path: str, row: str, by: Actor, at: datetime) -> None:
    """Take a row out of a list."""
    with transaction.atomic():
        filings.remove_row(filing_id=filing_id, list_path=list_path, row=row, by=by, at=at)


def restore_row(*, filing_id: int, list_path: str, row: str, by: Actor, at: datetime) -> None:
    """Put a removed row back."""
    with transaction.atomic():
        filings.restore_row(filing_id=filing_id, list_path=list_path, row=row, by=by, at=at)


def give_access(*, filing_id: int, access: Access, chosen: Sequence[str], tell: bool, by: Actor, at: datetime) -> None:
    """Open sections to the person, or close the draft. `chosen` are keys of sections, of which those that may be open
    are."""
    head = get_head(by, filing_id, legal_date(at))
    opened = sections.to_open(head.form, head.type, access, list(chosen))
    with transaction.atomic():
        filings.give_access(filing_id=filing_id, access=access, sections=opened, tell=tell, by=by, at=at)


def hand_back(*, filing_id: int, by: Actor, at: datetime) -> None:
    """The person hands the form back to the firm."""
    with transaction.atomic():
        filings.hand_back(filing_id=filing_id, by=by, at=at)


def reopen(*, filing_id: int, by: Actor, at: datetime) -> None:
    """Make what was rejected or signed a draft again."""
    with transaction.atomic():
        filings.reopen(filing_id=filing_id, by=by, at=at)


def renew(*, filing_id: int, by: Actor, at: datetime) -> None:
    """Bring a draft to the version of its form that is in force."""
    with transaction.atomic():
        filings.renew(filing_id=filing_id, by=by, at=at)


def delete(*, filing_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Give a draft up."""
    with transaction.atomic():
        filings.delete(filing_id=filing_id, reason=reason, by=by, at=at)


def mark_done(*, filing_id: int, section: str, done: bool, by: Actor, at: datetime) -> None:
    """Say that the own side is done with a section, or not after all."""
    with transaction.atomic():
        filings.mark_done(filing_id=filing_id, section=section, done=done, by=by, at=at)


def remind(*, filing_id: int, by: Actor, at: datetime) -> None:
    """Remind the person of a form that waits to be filled in."""
    with transaction.atomic():
        filings.remind(filing_id=filing_id, by=by, at=at)


def comment(*, filing_id: int, section: str, text: str, by: Actor, at: datetime) -> None:
    """Leave a comment on a section."""
    with transaction.atomic():
        filings.comment(filing_id=filing_id, section=section, text=text, by=by, at=at)


def resolve(*, filing_id: int, comment_id: int, by: Actor, at: datetime) -> str:
    """Settle a comment; answers the section it is about."""
    with transaction.atomic():
        return filings.resolve(filing_id=filing_id, comment_id=comment_id, by=by, at=at).section
