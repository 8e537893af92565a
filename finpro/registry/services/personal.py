"""What is personal and comes from no capture: the Social Security number and the date of birth."""

from collections.abc import Sequence
from datetime import date, datetime

from finpro.audit import services as audit
from finpro.kernel import clock, errors, vault
from finpro.kernel.actor import Actor
from finpro.registry import models
from finpro.registry.policies import ssn
from finpro.registry.presenters import imports as _events  # noqa: F401 - says how the events below read
from finpro.registry.selectors import numbers


def set_ssn(*, crd: int, typed: str, by: Actor, at: datetime) -> None:
    """Put a Social Security number on record, sealed, in place of any before; `typed` with or without hyphens.

    Raises NotFound for an unknown person, Invalid for anything but nine digits, Refusal where the number belongs to
    somebody else or this installation has no keys. The event holds no digit.
    """
    person = _locked(crd)
    keys = numbers.keys()
    digits = ssn.typed(typed)
    lookup = ssn.lookup(digits, keys)
    if models.Person.objects.filter(ssn_lookup=lookup).exclude(pk=person.pk).exists():
        raise errors.Refusal(
            "This Social Security number is on record for somebody else. Nothing was changed. "
            "Check the number; if it is right, tell the registry.",
            "ssn",
        )
    person.ssn_sealed, person.ssn_lookup = ssn.seal(digits, keys), lookup
    person.save(update_fields=["ssn_sealed", "ssn_lookup"])
    audit.record(tag="record:ssn:set", by=by, at=at, subject=f"crd:{crd}")


def set_date_of_birth(*, crd: int, born_on: date, by: Actor, at: datetime) -> None:
    """Put a date of birth on record. Raises NotFound for an unknown person, Invalid for a day that cannot be one."""
    person = _locked(crd)
    if not date(1900, 1, 1) <= born_on <= clock.legal_date(at):
        raise errors.Invalid(
            "A date of birth lies between 1900 and today.",
            [errors.Finding("DOB", "error", "/date_of_birth", "Enter a day between 1900 and today.")],
        )
    person.date_of_birth = born_on
    person.save(update_fields=["date_of_birth"])
    audit.record(tag="record:birth:set", by=by, at=at, subject=f"crd:{crd}")


def reseal(*, after: int, count: int, by: Actor, at: datetime) -> tuple[int, int]:
    """Seal again, under the first key of the ring and the present lookup key, the numbers of the next `count` people
    with a key above `after`. Answers the last key looked at (0 when there are none left) and how many were sealed.

    Raises Refusal where a number's key is no longer in the ring; nothing of the batch is changed then.
    """
    keys = numbers.keys()
    first = next(iter(keys.ring))
    people = list(
        models.Person.objects.select_for_update()
        .filter(pk__gt=after, ssn_sealed__isnull=False)
        .order_by("pk")
        .only("pk", "ssn_sealed", "ssn_lookup")[:count]
    )
    changed = []
    for person in people:
        sealed = bytes(person.ssn_sealed or b"")
        digits = ssn.unseal(sealed, keys)
        lookup = ssn.lookup(digits, keys)
        if vault.sealed_by(sealed) == first and bytes(person.ssn_lookup or b"") == lookup:
            continue
        person.ssn_sealed, person.ssn_lookup = ssn.seal(digits, keys), lookup
        changed.append(person)
    _save(changed, by, at)
    return (people[-1].pk if people else 0), len(changed)


def _save(changed: Sequence[models.Person], by: Actor, at: datetime) -> None:
    if not changed:
        return
    models.Person.objects.bulk_update(changed, ["ssn_sealed", "ssn_lookup"])
    audit.record(
        tag="record:ssn:resealed",
        by=by,
        at=at,
        subject="record",
        data={"people": len(changed), "through": changed[-1].pk},
    )


def _locked(crd: int) -> models.Person:
    person = models.Person.objects.select_for_update().filter(crd=crd).first()
    if person is None:
        raise errors.NotFound(f"There is nobody with CRD number {crd} on record.")
    return person
