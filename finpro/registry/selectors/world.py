"""What the demo world asks of the record: who its cast is, and whether it is there."""

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
