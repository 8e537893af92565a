"""Who a number points at: for finding the record of somebody who is about to prove who he or she is (ACC-06, ACC-07).

Nobody's record is shown by it: it answers keys and dates of birth, to be judged by identity.policies and shown to
nobody.
"""

from dataclasses import dataclass, field
from datetime import date

from finpro.registry.enums import NameKind
from finpro.registry.models import Person, PersonName
from finpro.registry.policies import ssn
from finpro.registry.selectors import numbers


@dataclass(frozen=True, slots=True)
class Pointed:
    """Somebody on the record whom a number points at."""

    person_id: int
    born_on: date | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class LegalName:
    """A legal name in its parts, as the bureau is asked by."""

    first: str = field(repr=False)
    last: str = field(repr=False)


def by_number(*, ssn_digits: str, crd: int | None) -> list[Pointed]:
    """Everybody with this Social Security number (nine digits, looked up by its keyed hash), or, where it is "", with
    this CRD number.

    A record that holds a Social Security number is not found by its CRD number, which is public: whoever has a number
    must know it. Raises Refusal where this installation has no keys.
    """
    keys = numbers.keys()
    # The same work on both ways, so that time does not tell them apart.
    lookup = ssn.lookup(ssn_digits or "0" * 9, keys)
    number = {"ssn_lookup": lookup} if ssn_digits else {"crd": crd or 0, "ssn_lookup": None}
    found = Person.objects.filter(**number)
    return [Pointed(pk, born) for pk, born in found.order_by("pk").values_list("pk", "date_of_birth")[:2]]


def legal_name(person_id: int) -> LegalName:
    """The legal name in force; empty parts where there is none."""
    found = PersonName.objects.filter(person_id=person_id, kind=NameKind.LEGAL, ends_on=None).order_by("-pk").first()
    return LegalName(found.first, found.last) if found else LegalName("", "")
