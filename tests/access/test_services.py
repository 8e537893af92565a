"""Grants of access: each leaves an event that names no person."""

import pytest
from django.db import IntegrityError, transaction

from finpro.access import selectors
from finpro.access import services as access
from finpro.accounts import services as accounts
from finpro.audit.models import Event
from finpro.kernel import actor
from finpro.kernel.actor import Hat
from tests.registry import small_world as world

pytestmark = pytest.mark.django_db

BY = actor.system("test")


@pytest.fixture
def user_id(at):
    return accounts.open_account(email="rowan@example.org", name="Rowan", password="x" * 20, by=BY, at=at).pk


def test_opening_an_account_is_an_event_without_name_or_address(user_id):
    event = Event.objects.get(tag="account:account:opened")
    assert (event.actor, event.subject, event.data) == ("system:test", f"account:{user_id}", {})


def test_every_grant_is_an_event_with_what_was_granted(user_id, at):
    person, firm = world.person(7001, "Mae", "Quill"), world.firm(501, "Alder Securities LLC")
    access.grant_claim(user_id=user_id, person_id=person.pk, by=BY, at=at)
    access.grant_membership(user_id=user_id, firm_id=firm.pk, entitlements=["ssn.view", "roster.view"], by=BY, at=at)
    access.grant_staff_role(user_id=user_id, entitlements=["record.view"], by=BY, at=at)
    told = dict(Event.objects.filter(subject=f"account:{user_id}").values_list("tag", "data"))
    assert told == {
        "account:account:opened": {},
        "access:claim:granted": {"person_id": person.pk},
        "access:membership:granted": {"firm_id": firm.pk, "entitlements": ["roster.view", "ssn.view"]},
        "access:staff_role:granted": {"entitlements": ["record.view"]},
    }
    assert [grant.hat for grant in selectors.list_grants(user_id)] == [Hat.PERSON, Hat.FIRM, Hat.STAFF]


def test_a_grant_that_is_refused_leaves_no_event(user_id, at):
    person = world.person(7001, "Mae", "Quill")
    access.grant_claim(user_id=user_id, person_id=person.pk, by=BY, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        access.grant_claim(user_id=user_id, person_id=person.pk, by=BY, at=at)
    assert Event.objects.filter(tag="access:claim:granted").count() == 1
