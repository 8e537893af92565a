"""Rows of the record for tests, written one by one through the ORM."""

from datetime import date
from typing import Any

from finpro.registry import models

SEEN = date(2024, 11, 1)


def person(crd: int = 1000001, **names: str) -> models.Person:
    """A person with a legal name and the capture that it comes from."""
    source = models.Source.objects.create(
        kind="IMPORT",
        service="IAPD",
        file="captures/1000001.json",
        captured_on=SEEN,
        crd=crd,
        digest=crd.to_bytes(8, "big"),
    )
    found = models.Person.objects.create(crd=crd, source=source)
    parts = {"first": "ALDER", "last": "QUILL"} | names
    add(found, models.PersonName, kind="LEGAL", full=" ".join(parts.values()), **parts)
    return found


def firm(crd: int, name: str, person: models.Person) -> models.Firm:
    """A firm that goes by a name, known from somebody's capture."""
    found = models.Firm.objects.create(crd=crd, source=person.source)
    models.FirmName.objects.create(firm=found, name=name, source=person.source, first_seen_on=SEEN)
    return found


def add(person: models.Person, model: type[Any], **values: Any) -> Any:
    """A row of the person's, seen in the person's capture unless said otherwise."""
    given = {"person": person, "source": person.source, "first_seen_on": SEEN} | values
    return model.objects.create(**given)


def registration(
    person: models.Person, regulator: str, category: str, *statuses: tuple[str, date | None, date | None], **values: Any
) -> models.Registration:
    """A registration with its statuses as (code, from, to)."""
    row = add(person, models.Registration, regulator=regulator, category=category, **values)
    for code, starts, ends in statuses:
        add(person, models.RegistrationStatus, registration=row, status=code, starts_on=starts, ends_on=ends)
    return row
