"""A few invented firms and people, written row by row, for tests of what reads the record."""

from datetime import date

from finpro.registry.models import (
    Association,
    Branch,
    Firm,
    FirmAddress,
    FirmName,
    Office,
    Person,
    PersonName,
    Registration,
    RegistrationStatus,
    Source,
)
from finpro.registry.policies import ssn
from finpro.registry.selectors import numbers

SEEN = date(2024, 3, 1)
START = date(2020, 1, 6)


def source(crd, *, service="BC", run=None, captured_on=SEEN):
    """A capture of one person or firm."""
    digest = f"{service}{crd}{captured_on}".encode().ljust(32, b".")[:32]
    found, _ = Source.objects.get_or_create(
        crd=crd,
        service=service,
        digest=digest,
        defaults={"kind": "IMPORT", "file": "invented.json", "captured_on": captured_on, "run": run},
    )
    return found


def _common(crd, starts_on=None, ends_on=None):
    return {"starts_on": starts_on, "ends_on": ends_on, "first_seen_on": SEEN, "source": source(crd)}


def firm(crd, name, *, former=""):
    """A firm under its name, and perhaps another one until the end of 2021."""
    row = Firm.objects.create(crd=crd, is_stub=False, source=source(crd))
    FirmName.objects.create(firm=row, name=name, is_main=True, **_common(crd, date(2022, 1, 1) if former else None))
    if former:
        FirmName.objects.create(firm=row, name=former, is_main=True, **_common(crd, None, date(2021, 12, 31)))
    FirmAddress.objects.create(firm=row, kind="MAIN", street1="1 Elm Way", city="Salem", state="OR", **_common(crd))
    Branch.objects.create(firm=row, code="100", city="Salem", state="OR", source=source(crd))
    return row


def person(crd, first, last, *, middle="", other="", number="", starts_on=None):
    """A person by legal name, perhaps with another name and a Social Security number."""
    sealed = lookup = None
    if number:
        keys = numbers.keys()
        sealed, lookup = ssn.seal(number, keys), ssn.lookup(number, keys)
    row = Person.objects.create(crd=crd, source=source(crd), ssn_sealed=sealed, ssn_lookup=lookup)
    name(row, "LEGAL", first, last, middle=middle, starts_on=starts_on)
    if other:
        name(row, "OTHER", *other.split(" ", 1))
    return row


def name(row, kind, first, last, *, middle="", starts_on=None, ends_on=None):
    """A name of a person, spelled for the search as an importer does."""
    full = " ".join(part for part in (first, middle, last) if part).upper()
    return PersonName.objects.create(
        person=row,
        kind=kind,
        first=first,
        middle=middle,
        last=last,
        full=full,
        **_common(row.crd, starts_on, ends_on),
    )


def associate(row, at, *, starts_on=START, ends_on=None, contractor=None):
    """An association of a person with a firm, with an office at its branch."""
    made = Association.objects.create(
        person=row, firm=at, contractor=contractor, **_common(row.crd, starts_on, ends_on)
    )
    Office.objects.create(
        person=row,
        firm=at,
        branch=at.branches.first(),
        located_at=True,
        city="Salem",
        state="OR",
        **_common(row.crd, starts_on, ends_on),
    )
    return made


def register(row, at, regulator, category, status="APPROVED", *, starts_on=START, ends_on=None):
    """A registration and the one status it has had."""
    made = Registration.objects.create(
        person=row, firm=at, regulator=regulator, category=category, **_common(row.crd, starts_on, ends_on)
    )
    RegistrationStatus.objects.create(
        person=row, registration=made, status=status, **_common(row.crd, starts_on, ends_on)
    )
    return made
