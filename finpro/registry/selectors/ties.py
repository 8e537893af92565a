"""Who a person is and to which firms the record ties him or her, for those who decide about a proof of identity."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet

from finpro.kernel import errors
from finpro.kernel.actor import Actor
from finpro.registry import permissions
from finpro.registry.models import Association, Firm, FirmName, Person, PersonName
from finpro.registry.policies import wording
from finpro.registry.selectors.periods import firm_name, legal_name, listed

SHORTEST = 3  # letters of a firm's name that tell it from others


@dataclass(frozen=True, slots=True)
class Tie:
    """A firm with which a person is, or is going to be, associated."""

    firm_id: int
    crd: int
    name: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody on the record who may be the one that asks. Of the birth date only whether it fits is told.

    `born`: whether the date given is the record's; None where the record holds none. `named`: whether the name given is
    one of the record's. `firms`: those of the date, by name.
    """

    person_id: int
    crd: int
    name: str
    born: bool | None
    named: bool
    firms: tuple[str, ...]


def person_id(crd: int) -> int | None:
    """The key of the person with this CRD number, or None."""
    return Person.objects.filter(crd=crd).values_list("pk", flat=True).first()


def is_tied(person: int, firm: int, on: date) -> bool:
    """Whether the person is associated with the firm on the date, or the record says that it begins later."""
    return _live(on).filter(person=person, firm=firm).exists()


def tied_firm(person: int, typed: str, on: date, also: Iterable[int] = ()) -> Tie | None:
    """The firm of the person that `typed` names: its CRD number, or the beginning of one of its names; None for none.

    Only firms that the record ties to the person are looked through, and those of `also`, to which something else does;
    so whoever asks must name one. Raises Invalid where it is too short, or fits two of them.
    """
    word = _spell(typed).removeprefix("CRD ")
    if len(word) < SHORTEST:
        raise _invalid("Type the CRD number of the firm, or at least three letters of its name")
    tied = Q(pk__in=_live(on).filter(person=person).values("firm_id")) | Q(pk__in=list(also))
    firms = list(Firm.objects.filter(tied).order_by("crd").values_list("pk", "crd"))
    named = FirmName.objects.filter(firm__in=[firm_id for firm_id, _crd in firms]).order_by("id")
    names: dict[int, list[str]] = {firm_id: [] for firm_id, _crd in firms}
    for firm_id, name in named.values_list("firm_id", "name"):
        names[firm_id].append(_spell(name))
    found = {
        (firm_id, crd)
        for firm_id, crd in firms
        if word == str(crd) or any(name.startswith(word) for name in names[firm_id])
    }
    if len(found) > 1:
        raise _invalid("More than one of your firms begins like this. Type more of the name, or the CRD number")
    return next((Tie(firm_id, crd, names_of_firms([firm_id], on)[firm_id]) for firm_id, crd in found), None)


def candidate(viewer: Actor, crd: int, *, born_on: date | None, name: str, on: date) -> Candidate:
    """Whether the person with this CRD number may be who asks. Raises Forbidden for anybody but registry staff who
    decide who somebody is, NotFound where nobody has the number."""
    permissions.compare_person(viewer)
    person = Person.objects.filter(crd=crd).first()
    if person is None:
        raise errors.NotFound("Nobody on the record has this CRD number. Check it and try again.")
    wanted = set(_spell(name).split())
    spelled = PersonName.objects.filter(person=person).values_list("full", flat=True).order_by("id")
    held = person.date_of_birth
    firms = _live(on).filter(person=person).order_by("firm__crd").values_list("firm_id", flat=True)
    return Candidate(
        person.pk,
        crd,
        legal_names([person.pk], on).get(person.pk, ""),
        None if held is None else held == born_on,
        bool(wanted) and any(wanted <= set(_spell(full).split()) for full in spelled),
        tuple(names_of_firms(firms, on).values()),
    )


def legal_names(people: Iterable[int], on: date) -> dict[int, str]:
    """The legal name of each person on a date, as lists show it."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT p.id, p.crd, n.* FROM registry_person p LEFT JOIN LATERAL ({legal_name('p.id')}) n ON true "  # noqa: S608 - constants
            "WHERE p.id = ANY(%(people)s)",
            {"on": on, "people": list(people)},
        )
        return {row[0]: listed(*(part or "" for part in row[2:])) or f"CRD {row[1]}" for row in cursor.fetchall()}


def names_of_firms(firms: Iterable[int], on: date) -> dict[int, str]:
    """The name of each firm on a date."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT f.id, f.crd, {firm_name('f.id')} FROM registry_firm f "  # noqa: S608 - constants
            "WHERE f.id = ANY(%(firms)s) ORDER BY f.crd",
            {"on": on, "firms": list(firms)},
        )
        return {row[0]: row[2] or f"Firm CRD {row[1]}" for row in cursor.fetchall()}


def _spell(text: str) -> str:
    return wording.spelled(wording.words(text))


def _live(on: date) -> QuerySet[Association]:
    return Association.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on))


def _invalid(message: str) -> errors.Invalid:
    return errors.Invalid(message, [errors.Finding("firm", "error", "/firm", message)])
