"""What the demo world asks of the record: who its cast is, who else it tells of, and whether it is there."""

from datetime import date

from finpro.registry.enums import NameKind, RunState
from finpro.registry.models import Firm, ImportRun, Person, PersonName


def has_finished_run(kind: str, fingerprint: str = "") -> bool:
    """Whether a run of this kind, and with this fingerprint where one is given, is done."""
    found = ImportRun.objects.filter(kind=kind, state=RunState.DONE)
    return (found.filter(fingerprint=fingerprint) if fingerprint else found).exists()


def person_id(crd: int) -> int:
    """The key of a person who is known to be there. Raises Person.DoesNotExist."""
    return Person.objects.values_list("pk", flat=True).get(crd=crd)


def firm_id(crd: int) -> int:
    """The key of a firm that is known to be there. Raises Firm.DoesNotExist."""
    return Firm.objects.values_list("pk", flat=True).get(crd=crd)


def given_name(crd: int) -> str:
    """First and last name of the legal name in force, "" where there is none."""
    found = PersonName.objects.filter(person__crd=crd, kind=NameKind.LEGAL, ends_on=None).order_by("-pk").first()
    return f"{found.first} {found.last}" if found else ""


def born_on(crd: int) -> date | None:
    """The date of birth of a person who is known to be there; None where the record does not know it."""
    found: date | None = Person.objects.values_list("date_of_birth", flat=True).get(crd=crd)
    return found


def first_at(firm_crd: int, *, after: int) -> int | None:
    """The CRD number of the first person above `after` who is with this firm now; None where nobody is."""
    found: int | None = (
        Person.objects.filter(crd__gt=after, associations__firm__crd=firm_crd, associations__ends_on=None)
        .order_by("crd")
        .values_list("crd", flat=True)
        .first()
    )
    return found


def has_person(crd: int) -> bool:
    """Whether the record holds this CRD number."""
    return Person.objects.filter(crd=crd).exists()
