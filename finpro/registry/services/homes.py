"""The home address, told by the person who is with no firm: the one thing people change on their record themselves."""

import hashlib
import json
import uuid
from dataclasses import astuple, dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Q

from finpro.audit import services as audit
from finpro.kernel import clock, db, errors
from finpro.kernel.actor import Actor, Hat
from finpro.registry import models
from finpro.registry.enums import SourceKind
from finpro.registry.policies import address_duty
from finpro.registry.policies.address_duty import Tie
from finpro.registry.policies.filed import Address
from finpro.registry.presenters import homes as _events  # noqa: F401 - says how the events below read
from finpro.registry.selectors.leaving import Leaver, leaver_of

_DAY = timedelta(days=1)
SERVICE, FILE = "ADDRESS", "address change by the person"
CHANGED_SINCE = (
    "The address on your record has changed since this page was opened. Nothing was changed now. "
    "See what your record says, and enter the new address again if it is still needed."
)


@dataclass(frozen=True, slots=True)
class Told:
    """What came of telling an address: its row, and whether anything was written (not on a second click)."""

    row: int
    fresh: bool


def change_home(*, address: Address, since: date, seen: int | None, preparing: bool, by: Actor, at: datetime) -> Told:
    """Let a new home address hold from a day on; the one before ends the day before it.

    `seen` is the key of the address that the person was shown, None where there was none; `preparing`: a firm has begun
    a form about the person. The same told twice is written once. Raises Forbidden for anybody but the person, Refusal
    with a firm (LV-05) or where the record has changed meanwhile, Invalid for a day that cannot be (LV-05). The address
    itself is taken as it comes: the journey has checked it.
    """
    person, found = _locked(by, at, preparing=preparing)
    home = found.home
    if home is not None and home.own and (home.address, home.starts_on) == (address, since):
        return Told(home.row, fresh=False)
    address_duty.may_change(found.tie)
    if (home.row if home else None) != seen:
        raise errors.Refusal(CHANGED_SINCE, "LV-05")
    found.check_since(since)
    source = _source(found, f"{since}/{seen}/{'|'.join(astuple(address))}")
    db.set_local(
        pghistory__context_id=str(uuid.uuid4()), pghistory__context_metadata=json.dumps({"told": f"source:{source.pk}"})
    )
    _end(person, since)
    row = models.Residence.objects.create(
        person=person,
        source=source,
        first_seen_on=found.on,
        starts_on=since,
        month_precision=False,
        street1=address.street1,
        street2=address.street2,
        city=address.city,
        state=address.state,
        country=address.country,
        postal=address.postal,
    )
    audit.record(tag="record:address:changed", by=by, at=at, subject=f"crd:{found.crd}", data={"source": source.pk})
    return Told(row.pk, fresh=True)


def confirm_home(*, seen: int, preparing: bool, by: Actor, at: datetime) -> Told:
    """Note that the known address is still right; the record stays as it is. Once a day, however often it is clicked.

    Raises as `change_home`; Refusal too where no address is known.
    """
    _person, found = _locked(by, at, preparing=preparing)
    address_duty.may_change(found.tie)
    if found.home is None or found.home.row != seen:
        raise errors.Refusal(CHANGED_SINCE, "LV-05")
    if found.told_on == found.on:
        return Told(seen, fresh=False)
    source = _source(found, f"{found.on}/{seen}/right")
    audit.record(tag="record:address:confirmed", by=by, at=at, subject=f"crd:{found.crd}", data={"source": source.pk})
    return Told(seen, fresh=True)


def _locked(by: Actor, at: datetime, *, preparing: bool) -> tuple[models.Person, Leaver]:
    if by.hat is not Hat.PERSON:
        raise errors.Forbidden("Only the person changes the own home address here.")
    person = models.Person.objects.select_for_update().filter(pk=by.person_id or 0).first()
    found = leaver_of(by.person_id, clock.legal_date(at))
    if person is None:
        raise errors.NotFound("There is no such record.")
    return person, replace(found, tie=found.tie or (Tie.FORM if preparing else None))


def _source(found: Leaver, told: str) -> models.Source:
    """What was told, as a source of the record. A slip mended back and forth on one day is told anew each time."""
    count = models.Source.objects.filter(crd=found.crd, kind=SourceKind.PERSON).count()
    return models.Source.objects.create(
        crd=found.crd,
        kind=SourceKind.PERSON,
        service=SERVICE,
        file=FILE,
        captured_on=found.on,
        digest=hashlib.sha256(f"{count}/{told}".encode()).digest(),
    )


def _end(person: models.Person, since: date) -> None:
    """End what holds on that day or later. Of the same day is only a slip of the person's own: it goes, and the
    history by trigger keeps it."""
    rows = models.Residence.objects.filter(Q(ends_on=None) | Q(ends_on__gte=since), person=person).order_by("id")
    for row in rows:
        if row.starts_on is not None and row.starts_on >= since:
            row.delete()
        else:
            row.ends_on = since - _DAY
            row.save(update_fields=["ends_on"])
