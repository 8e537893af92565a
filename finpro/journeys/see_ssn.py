"""Seeing a whole Social Security number, or finding somebody by it: always with an audit event, without the number."""

from datetime import date, datetime

from django.db import transaction

from finpro.audit import services as audit
from finpro.kernel.actor import Actor
from finpro.registry import selectors as registry


def show(*, crd: int, on: date, by: Actor, at: datetime) -> str:
    """The whole number of a person whom the actor may see on that date; the sight is an event.

    Raises NotFound for a person that the actor may not know of, Forbidden without the entitlement.
    """
    with transaction.atomic():
        number = registry.full_ssn(by, registry.get_record(by, on, crd))
        audit.record(tag="record:ssn:seen", by=by, at=at, subject=f"crd:{crd}")
    return number


def find(*, typed: str, by: Actor, at: datetime) -> int | None:
    """The CRD number of the person with exactly this number, or None; either way the search is an event.

    Raises Forbidden without record.search, Invalid for anything but nine digits: then nothing was searched.
    """
    with transaction.atomic():
        crd = registry.crd_by_ssn(by, typed)
        subject = f"crd:{crd}" if crd is not None else ""
        audit.record(tag="record:ssn:searched", by=by, at=at, subject=subject, data={"found": int(crd is not None)})
    return crd
