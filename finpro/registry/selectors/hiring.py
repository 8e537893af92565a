"""Somebody on the record about whom a firm is going to file, found by number and name together."""

from dataclasses import dataclass
from datetime import date

from finpro.registry.models import Person, PersonName
from finpro.registry.selectors.ties import is_tied, legal_names


@dataclass(frozen=True, slots=True)
class Hire:
    """A person as a firm about to file sees him or her. `tied`: associated with that firm now."""

    person_id: int
    crd: int
    name: str
    tied: bool


def to_hire(crd: int, last: str, firm_id: int, on: date) -> Hire | None:
    """The person with this number, if one of his or her names ends so, or the firm is tied to him or her already.

    None for anybody else: whoever asks must know both, so that nobody is found by trying numbers.
    """
    person = Person.objects.filter(crd=crd).first()
    if person is None:
        return None
    tied = is_tied(person.pk, firm_id, on)
    word = " ".join(last.split())
    if not tied and not (word and PersonName.objects.filter(person=person, last__iexact=word).exists()):
        return None
    return Hire(person.pk, crd, legal_names([person.pk], on)[person.pk], tied)
