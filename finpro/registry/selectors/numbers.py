"""Social Security numbers: the last four digits beside a record, the whole number for whoever may see it.

Whoever calls `full_ssn` or `crd_by_ssn` records the sight in the same transaction (journeys.see_ssn).
"""

from django.conf import settings

from finpro.kernel import errors
from finpro.kernel.actor import Actor
from finpro.registry import permissions
from finpro.registry.models import Person
from finpro.registry.policies import ssn
from finpro.registry.selectors.shape import Record

ABSENT = "Not on record"
LOCKED = "On record, but this installation holds no key that opens it"


def keys() -> ssn.Keys:
    """The keys of this installation. Raises Refusal naming the variable that is absent."""
    return ssn.keys(settings.FINPRO["seal_keys"], settings.FINPRO["ssn_lookup_key"])


def last_four(record: Record) -> str:
    """The last four digits, in words where there are none to show; `record` was read for the viewer (get_record)."""
    digits = _digits(record.person_id, strict=False)
    return ABSENT if digits is None else ssn.masked(digits) if digits else LOCKED


def full_ssn(viewer: Actor, record: Record) -> str:
    """The whole number, or that it is not on record. Raises Forbidden without the entitlement, Refusal without keys."""
    permissions.see_full_ssn(viewer, record.person_id)
    digits = _digits(record.person_id, strict=True)
    return ABSENT if digits is None else ssn.written(digits)


def crd_by_ssn(viewer: Actor, typed: str) -> int | None:
    """The CRD number of the person with exactly this number, or None.

    Raises Forbidden for anybody but registry staff with record.search, Invalid for anything but nine digits.
    """
    permissions.search_record(viewer)
    wanted = ssn.lookup(ssn.typed(typed), keys())
    return Person.objects.filter(ssn_lookup=wanted).values_list("crd", flat=True).first()


def _digits(person_id: int, *, strict: bool) -> str | None:
    sealed = Person.objects.filter(pk=person_id).values_list("ssn_sealed", flat=True).first()
    if sealed is None:
        return None
    try:
        return ssn.unseal(bytes(sealed), keys())
    except errors.Refusal:
        if strict:
            raise
        return ""
