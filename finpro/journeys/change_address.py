"""Somebody who is with no firm tells where he or she lives now (LV-05, PRF-06). With a firm, the firm files it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from finpro.filings.policies import home
from finpro.filings.selectors import told
from finpro.kernel import clock, errors
from finpro.kernel.actor import Actor
from finpro.registry import selectors as record
from finpro.registry import services as registry
from finpro.registry.policies.address_duty import Tie
from finpro.registry.policies.filed import Address
from finpro.registry.selectors import Leaver
from finpro.registry.selectors.shape import Record

_WRONG = "Some of the address is missing or cannot be right. Nothing was changed."


def look(*, by: Actor, at: datetime) -> Leaver:
    """Where the person stands: the address on record, the duty, and the firm that would file a new address. Raises
    NotFound for who is on no record."""
    found = record.leaver_of(by.person_id, clock.legal_date(at))
    return replace(found, tie=Tie.FORM) if found.tie is None and _preparing(by) else found


def owed(*, mine: Record, by: Actor, at: datetime) -> Leaver | None:
    """The same, where the duty runs; None, without a question to the database, for who cannot have it today."""
    finra = [row for row in mine.registrations if row.regulator == "FINRA"]
    if mine.on != clock.legal_date(at) or not any(not row.in_force for row in finra):
        return None
    found = look(by=by, at=at)
    return found if found.duty.outcome == "duty" else None


def change(*, address: Mapping[str, str], since: date, seen: int | None, by: Actor, at: datetime) -> registry.Told:
    """Put a new home address on the record, from a day on. Raises as `registry.change_home`; Invalid too, with findings
    that point at keys of the address, where Form U4 would not take it."""
    found = home.findings(tidy := home.tidy(address), clock.legal_date(at))
    if found:
        raise errors.Invalid(_WRONG, found)
    with transaction.atomic():
        return registry.change_home(
            address=Address(**tidy), since=since, seen=seen, preparing=_preparing(by), by=by, at=at
        )


def confirm(*, seen: int, by: Actor, at: datetime) -> registry.Told:
    """Note that the address on record is still right. Raises as `registry.confirm_home`."""
    with transaction.atomic():
        return registry.confirm_home(seen=seen, preparing=_preparing(by), by=by, at=at)


def _preparing(by: Actor) -> bool:
    """Whether a firm has begun a form about the person, or filed one that is not applied yet."""
    return by.person_id is not None and bool(told.pending_firms(by.person_id))
