"""Every address of the site × everybody who may come by: closed unless it says whom it is for."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from finpro.access.enums import Entitlement
from finpro.kernel.actor import Hat
from finpro.kernel.http import access_of
from tests.portals.signed_in import visitor
from tests.registry import small_world as world

NOBODY, ACCOUNT, PERSON, MEMBER, BARE, OTHER, STAFF, CLERK = (
    "nobody signed in",
    "an account without hats",
    "a person",
    "a member of the firm",
    "a member without entitlements",
    "a member of another firm",
    "staff",
    "staff without entitlements",
)
ROLES = (NOBODY, ACCOUNT, PERSON, MEMBER, BARE, OTHER, STAFF, CLERK)

IN = 302  # to the sign-in page
# What each role gets: a status for everybody, or one for each of ROLES in order. 405: the address wants a POST.
PUBLIC = (200,) * 8
TABLE = {
    "public:home": (200, *(302,) * 7),
    "public:sign_in": PUBLIC,
    "public:second_step": (302,) * 8,  # nobody waits there: to the sign-in page
    "public:sign_out": (405,) * 8,
    "public:signed_out": PUBLIC,
    "account:home": (IN, *(200,) * 7),
    "public:legal": PUBLIC,
    "public:accessibility": PUBLIC,
    "public:help": PUBLIC,
    "public:help_page": PUBLIC,
    "public:rule": PUBLIC,
    "public:healthz": PUBLIC,
    "public:readyz": PUBLIC,
    "public:metrics": PUBLIC,  # to this machine; from elsewhere see tests/portals/test_health.py
    "individual:home": (IN, 403, 200, 403, 403, 403, 403, 403),
    "individual:record": (IN, 403, 200, 403, 403, 403, 403, 403),
    "individual:record_ssn": (IN, 403, 405, 403, 403, 403, 403, 403),
    "individual:record_json": (IN, 403, 200, 403, 403, 403, 403, 403),
    "individual:record_pdf": (IN, 403, 405, 403, 403, 403, 403, 403),
    "individual:document": (IN, 403, 404, 403, 403, 403, 403, 403),
    "individual:document_file": (IN, 403, 404, 403, 403, 403, 403, 403),
    "firm:home": (IN, 403, 403, 200, 403, 404, 403, 403),
    "firm:people": (IN, 403, 403, 200, 403, 404, 403, 403),
    "firm:person": (IN, 403, 403, 200, 403, 404, 403, 403),
    "firm:person_ssn": (IN, 403, 403, 405, 403, 404, 403, 403),
    "staff:home": (IN, 403, 403, 403, 403, 403, 200, 200),
    "staff:search": (IN, 403, 403, 403, 403, 403, 200, 403),
    "staff:search_ssn": (IN, 403, 403, 403, 403, 403, 405, 403),
    "staff:person": (IN, 403, 403, 403, 403, 403, 200, 403),
    "staff:history": (IN, 403, 403, 403, 403, 403, 200, 403),
    "staff:person_ssn": (IN, 403, 403, 403, 403, 403, 405, 403),
    "staff:firm": (IN, 403, 403, 403, 403, 403, 200, 403),
    "staff:firm_people": (IN, 403, 403, 403, 403, 403, 200, 403),
    "staff:imports": (IN, 403, 403, 403, 403, 403, 200, 403),
    "staff:import_run": (IN, 403, 403, 403, 403, 403, 404, 403),
}

# Views without a read-only transaction, and why. The list grows only with a reason (house.md law 11).
OUTSIDE = {
    "public:healthz": "asks no database",
    "public:readyz": "says itself when the database is away",
    "public:metrics": "answers with what it has when the database is away",
}
# Forms that are read and sent to at one address.
BOTH = {"public:sign_in"}
FIRM, CRD = 501, 7001
ARGUMENTS = {
    "firm": FIRM,
    "crd": CRD,
    "run": 10**6,
    "slug": "sign-in",
    "code": "D-01",
    "document_id": str(uuid4()),
}


def addresses(resolver=None, space=""):
    """Every named address: name, pattern, view."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        else:
            yield f"{space}{entry.name}", entry


EVERY = dict(addresses())


@pytest.fixture
def people():
    firm, other = world.firm(FIRM, "Alder Securities LLC"), world.firm(502, "Birch Advisers LLC")
    person = world.person(CRD, "Mae", "Quill")
    world.source(CRD)
    world.associate(person, firm)
    every = [entitlement.value for entitlement in Entitlement]
    return {
        NOBODY: Client(),
        ACCOUNT: visitor("account"),
        PERSON: visitor("person", person=person),
        MEMBER: visitor("member", firms=[firm], entitlements=every),
        BARE: visitor("bare", firms=[firm], entitlements=[]),
        OTHER: visitor("other", firms=[other], entitlements=every),
        STAFF: visitor("staff", staff=every),
        CLERK: visitor("clerk", staff=[]),
    }


def test_every_address_stands_in_the_table_and_says_whom_it_is_for():
    assert set(EVERY) == set(TABLE)
    assert [name for name, entry in EVERY.items() if access_of(entry.callback) is None] == []


def test_every_entitlement_that_a_view_asks_for_exists():
    asked = {access_of(entry.callback).entitlement for entry in EVERY.values()} - {""}
    assert asked <= set(Entitlement.values)


def test_a_firms_addresses_name_the_firm():
    for name, entry in EVERY.items():
        if access_of(entry.callback).hat is Hat.FIRM:
            assert name.startswith("firm:")
            assert f"/firm/{FIRM}/" in _path(name)


@pytest.mark.django_db
def test_everybody_gets_what_the_table_says(people):
    wrong = {}
    for name, expected in TABLE.items():
        path = _path(name)
        for role, status in zip(ROLES, expected, strict=True):
            answer = people[role].get(path)
            if answer.status_code != status:
                wrong[name, role] = (answer.status_code, "instead of", status)
            if role == NOBODY and status == IN and not name.startswith("public:home"):
                assert answer["Location"].startswith("/sign-in")
    assert wrong == {}


@pytest.mark.django_db
def test_what_is_closed_for_reading_is_closed_for_sending(people):
    """A POST is refused wherever a GET is, before anything is looked at."""
    wrong = {}
    for name, expected in TABLE.items():
        for role, status in zip(ROLES, expected, strict=True):
            if status in {403, 404} and people[role].post(_path(name)).status_code not in {403, 404, 405}:
                wrong[name, role] = "let in"
    assert wrong == {}


@pytest.mark.django_db
def test_what_is_for_reading_takes_no_post(people):
    """Only forms are read and sent to at one address."""
    wrong = {}
    for name, expected in TABLE.items():
        for role, status in zip(ROLES, expected, strict=True):
            sent = people[role].post(_path(name)).status_code if status == 200 else 405
            if sent != 405 and name not in BOTH:
                wrong[name, role] = sent
    assert wrong == {}


@pytest.mark.django_db
def test_no_page_for_somebody_signed_in_is_kept_by_the_browser(people):
    """After signing out on a shared machine the back button must show nothing."""
    wrong = set()
    for name, expected in TABLE.items():
        declared = access_of(EVERY[name].callback).hat
        for role, status in zip(ROLES, expected, strict=True):
            if declared is not None and status == 200:
                answer = people[role].get(_path(name))
                if "no-store" not in answer.headers.get("Cache-Control", ""):
                    wrong.add(name)
    assert wrong == set()


def test_the_list_of_views_without_a_read_only_transaction_does_not_grow():
    outside = {name: entry.callback.outside_transaction for name, entry in EVERY.items() if _outside(entry)}
    assert outside == OUTSIDE


def _outside(entry):
    return hasattr(entry.callback, "outside_transaction")


def _path(name):
    converters = EVERY[name].pattern.converters
    wanted = {argument: ARGUMENTS[argument] for argument in converters}
    if name.startswith("firm:"):
        wanted["firm"] = FIRM
    if name.startswith("staff:firm"):
        wanted["crd"] = FIRM
    return reverse(name, kwargs=wanted)
