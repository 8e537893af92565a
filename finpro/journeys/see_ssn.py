"""Seeing a whole Social Security number, or finding somebody by it: always with an audit event, without the number."""

from datetime import date, datetime

from django.db import transaction

from finpro.audit import services as audit
from finpro.kernel.actor import Actor
from finpro.registry import selectors as registry
from finpro.registry.selectors.shape import Record


def show(*, crd: int | None = None, on: date, by: Actor, at: datetime) -> tuple[Record, str]:
    """The record on that date and the whole number beside it; the actor's own where `crd` is absent. It is an event.

    Raises NotFound for a person that the actor may not know of, Forbidden without the entitlement.
    """
    with transaction.atomic():
        record = registry.get_record(by, on, crd)
        number = registry.full_ssn(by, record)
        side = {"firm": by.firm_crd} if by.firm_crd is not None else {}
        audit.record(tag="record:ssn:seen", by=by, at=at, subject=f"crd:{record.crd}", data=side)
    return record, number


def find(*, typed: str, by: Actor, at: datetime) -> int | None:
    """The CRD number of the person with exactly this number, or None; either way the search is an event.

    Raises Forbidden without record.search, Invalid for anything but nine digits: then nothing was searched.
    """
    with transaction.atomic():
        crd = registry.crd_by_ssn(by, typed)
        subject = f"crd:{crd}" if crd is not None else ""
        audit.record(tag="record:ssn:searched", by=by, at=at, subject=subject, data={"found": int(crd is not None)})
    return crd
