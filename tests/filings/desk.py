"""A firm with two filers, the person whom it hires, and another firm, for tests of drafting."""

from types import SimpleNamespace

from finpro.access import services as access
from finpro.access.selectors import actor, list_grants
from finpro.accounts import services as accounts
from finpro.filings import services as filings
from finpro.filings.enums import Access, FilingType
from finpro.kernel.actor import Hat, system
from tests.registry import small_world as world

BY = system("tests")
FILER = ["roster.view", "u4.draft", "u4.submit"]
VERSION = "2009-05"
CRD = 7001
BASE = {
    "filing": {"type": "INITIAL", "firm_crd": 501, "individual_crd": CRD, "as_of": "2026-11-23"},
    "general": {"first_name": "Rowan", "last_name": "Alder"},
    "residences": [
        {"id": "r1", "from": "2020-01", "to": "PRESENT", "street1": "1 Elm Way", "city": "Salem", "state": "OR"}
    ],
}


def account(name, at):
    """An account with a confirmed address."""
    return accounts.open_account(email=f"{name.lower()}@example.org", name=name, password=None, by=BY, at=at)


def member(name, firm, at, held=FILER):
    """Somebody who acts for the firm."""
    user = account(name, at)
    access.grant_membership(user_id=user.pk, firm_id=firm.pk, entitlements=held, by=BY, at=at)
    return actor(user.pk, list_grants(user.pk), Hat.FIRM, firm.crd)


def human(name, person, at):
    """The account of somebody on the record."""
    user = account(name, at)
    access.grant_claim(user_id=user.pk, person_id=person.pk, by=BY, at=at)
    return actor(user.pk, list_grants(user.pk), Hat.PERSON)


def desk(at):
    """`filer` and `second` of the firm, the `human` behind `person`, and `stranger` of another firm."""
    firm, other = world.firm(501, "Alder Securities LLC"), world.firm(502, "Birch Capital LLC")
    person = world.person(CRD, "Rowan", "Alder")
    return SimpleNamespace(
        firm=firm,
        other=other,
        person=person,
        filer=member("Finn", firm, at),
        second=member("Sam", firm, at),
        bare=member("Bea", firm, at, ["roster.view"]),
        stranger=member("Stan", other, at),
        human=human("Rowan", person, at),
    )


def draft(place, at, *, base=BASE, kind=FilingType.INITIAL):
    """A draft of the firm about the person."""
    return filings.create(person_id=place.person.pk, kind=kind, version=VERSION, base=base, by=place.filer, at=at)


def share(filing, place, at, *sections):
    """Open sections of the draft to the person."""
    return filings.give_access(
        filing_id=filing.pk, access=Access.PARTIAL, sections=sections or ("residences",), by=place.filer, at=at
    )


def save(filing, path, value, version, by, at):
    """Write one answer."""
    return filings.save(filing_id=filing.pk, changes=[filings.Change(path, value, version)], by=by, at=at)
