"""Every address of the site × everybody who may come by (tests.house.table): closed unless it says for whom it is."""

from collections import Counter
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from finpro.access import services as access
from finpro.access.enums import Entitlement
from finpro.accounts import services as accounts
from finpro.accounts.enums import Way
from finpro.kernel.actor import Hat
from finpro.kernel.http import access_of
from tests.house import table
from tests.house.table import ARGUMENTS, CRD, FIRM_CRD, OUTSIDE, READ_ONLY, ROLES, TABLE
from tests.portals.signed_in import AT, BY, enter, visitor
from tests.registry import small_world as world

EVERYTHING = [entitlement.value for entitlement in Entitlement]
# A firm has one super account administrator: the member of the table.
NOT_ADMIN = [name for name in EVERYTHING if name != Entitlement.ADMIN]


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
    """A signed-in client for each role."""
    firm, other = world.firm(FIRM_CRD, "Alder Securities LLC"), world.firm(502, "Birch Advisers LLC")
    person = world.person(CRD, "Mae", "Quill")
    world.source(CRD)
    world.associate(person, firm)
    return {
        table.NOBODY: Client(),
        table.UNVERIFIED: _weak("unverified", confirmed=False),
        table.ACCOUNT: visitor("account"),
        table.PERSON: visitor("person", person=person),
        table.MEMBER: visitor("member", firms=[firm], entitlements=EVERYTHING),
        table.BARE: visitor("bare", firms=[firm], entitlements=[]),
        table.OTHER: visitor("other", firms=[other], entitlements=EVERYTHING),
        table.STAFF: visitor("staff", staff=EVERYTHING),
        table.CLERK: visitor("clerk", staff=[]),
        table.WEAK: _weak("weak", firm=firm),
    }


def _weak(name, *, confirmed=True, firm=None):
    """Somebody who signed in by password alone."""
    user = accounts.open_account(
        email=f"{name}@example.org", name=name, password=None, confirmed=confirmed, by=BY, at=AT
    )
    if firm is not None:
        access.grant_membership(user_id=user.pk, firm_id=firm.pk, entitlements=NOT_ADMIN, by=BY, at=AT)
        access.grant_staff_role(user_id=user.pk, entitlements=EVERYTHING, by=BY, at=AT)
    client = Client()
    enter(client, user, Way.PASSWORD)
    return client


def test_every_address_stands_in_the_table_and_says_whom_it_is_for():
    assert set(EVERY) == set(TABLE)
    assert [name for name, entry in EVERY.items() if access_of(entry.callback) is None] == []


def test_every_row_answers_every_role_and_stands_once():
    assert {name for name, row in TABLE.items() if set(row.answers) != set(ROLES)} == set()
    parts = (table.PUBLIC, table.ACCOUNTS, table.IDENTITY, table.INDIVIDUAL, table.FIRM, table.STAFF_SIDE)
    assert {name for name, count in Counter(name for part in parts for name in part).items() if count > 1} == set()


def test_every_entitlement_that_a_view_asks_for_exists():
    asked = {access_of(entry.callback).entitlement for entry in EVERY.values()} - {""}
    assert asked <= set(Entitlement.values)


def test_a_firms_addresses_name_the_firm():
    for name, entry in EVERY.items():
        if access_of(entry.callback).hat is Hat.FIRM:
            assert name.startswith("firm:")
            assert f"/firm/{FIRM_CRD}/" in _path(name)


def test_what_is_closed_for_reading_is_closed_for_sending():
    """Nothing is looked at before the door: who may not read there may not send there either."""
    wrong = {
        (name, role)
        for name, row in TABLE.items()
        for role, (read, sent) in row.answers.items()
        if read in {403, 404} and sent not in {403, 404, READ_ONLY}
    }
    assert wrong == set()


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_reading_gets_what_the_table_says(people, role):
    wrong = {}
    for name, row in TABLE.items():
        expected = row.answers[role][0]
        with _undone(people[role]) as client:
            answer = client.get(_path(name))
        if answer.status_code != expected:
            wrong[name] = (answer.status_code, "instead of", expected)
        elif not _leads_on(name, role, answer) or not _is_forgotten(name, answer):
            wrong[name] = dict(answer.headers)
    assert wrong == {}


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_sending_gets_what_the_table_says(people, role):
    """An empty form: never an error page of the program, and refused wherever reading is."""
    wrong = {}
    for name, row in TABLE.items():
        expected = row.answers[role][1]
        with _undone(people[role]) as client:
            answer = client.post(_path(name))
        if answer.status_code != expected:
            wrong[name] = (answer.status_code, "instead of", expected)
        elif not _leads_on(name, role, answer):
            wrong[name] = answer["Location"]
    assert wrong == {}


def test_the_list_of_views_without_a_read_only_transaction_does_not_grow():
    outside = {name: entry.callback.outside_transaction for name, entry in EVERY.items() if _outside(entry)}
    assert outside == OUTSIDE


def _leads_on(name, role, answer):
    """Whether a closed door leads to the page that opens it: to sign in, or to set up a second factor."""
    hat = access_of(EVERY[name].callback).hat
    if answer.status_code != 302:
        return True
    if hat is not None and role == table.NOBODY:
        return answer["Location"].startswith("/sign-in")
    if hat in {Hat.FIRM, Hat.STAFF} and role == table.WEAK:
        return answer["Location"].startswith("/account/second-factor")
    return True


def _is_forgotten(name, answer):
    """After signing out on a shared machine the back button must show nothing."""
    closed = access_of(EVERY[name].callback).hat is not None
    return not (closed and answer.status_code == 200) or "no-store" in answer.headers.get("Cache-Control", "")


@contextmanager
def _undone(client):
    """The client as it was before, and nothing left behind: what one address does must not reach the next."""
    copy = Client()
    copy.cookies = client.cookies.copy()
    block = transaction.atomic()
    block._from_testcase = True  # verbs that must not run inside another transaction do not count this one
    with block:
        yield copy
        transaction.set_rollback(True)


def _outside(entry):
    return hasattr(entry.callback, "outside_transaction")


def _path(name):
    converters = EVERY[name].pattern.converters
    wanted = {argument: ARGUMENTS[argument] for argument in converters}
    if name.startswith("firm:"):
        wanted["firm"] = FIRM_CRD
    if name.startswith("staff:firm"):
        wanted["crd"] = FIRM_CRD
    return reverse(name, kwargs=wanted)
