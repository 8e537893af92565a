"""Answering an invitation under My Account, and the registry naming a firm's administrator."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from finpro.access.models import Invitation, Membership
from finpro.accounts.enums import Way
from finpro.accounts.models import User
from tests.access import firm as firms
from tests.portals.signed_in import AT, enter, text, visitor

pytestmark = pytest.mark.django_db
OFFICE = "/registry/firms/501/administrator"


@pytest.fixture(autouse=True)
def _then():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def alder():
    return firms.staffed(AT - timedelta(days=30))


@pytest.fixture
def iris():
    user = firms.account("Iris", AT)
    client = Client()
    enter(client, user, Way.PASSWORD)
    return client


@pytest.fixture
def registrar():
    return visitor("registrar", staff=["record.search", "record.view", "firms.appoint"])


def invited(alder, **fields):
    return Invitation.objects.create(
        firm=alder.firm,
        email="iris@example.org",
        entitlements=["roster.view", "u4.draft"],
        invited_at=AT,
        invited_by=alder.boss.actor.label,
        expires_at=AT + timedelta(days=14),
        **fields,
    )


def test_what_waits_is_shown_and_accepted_and_then_a_second_factor_is_asked(alder, iris):
    invitation = invited(alder)
    words = text(iris.get("/account/invitations"))
    assert "Alder Securities LLC, CRD 501" in words
    assert "Draft Form U4" in words
    done = iris.post(f"/account/invitations/{invitation.pk}/accept", follow=True)
    assert "You act for the firm from now on" in text(done)
    assert "Go on to Alder Securities LLC" in text(done)
    assert "No invitation waits for you" in text(done)
    assert iris.get("/firm/501/")["Location"].startswith("/account/second-factor")
    strong = Client()
    enter(strong, User.objects.get(email="iris@example.org"))
    assert strong.get("/firm/501/").status_code == 200


def test_it_can_be_declined(alder, iris):
    invitation = invited(alder)
    assert "was declined" in text(iris.post(f"/account/invitations/{invitation.pk}/decline", follow=True))
    assert iris.post(f"/account/invitations/{invitation.pk}/accept").status_code == 404
    assert not Membership.objects.filter(user__email="iris@example.org").exists()


def test_a_double_click_is_harmless(alder, iris):
    invitation = invited(alder)
    first, second = (iris.post(f"/account/invitations/{invitation.pk}/accept") for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 404)
    assert Membership.objects.filter(user__email="iris@example.org").count() == 1


def test_an_address_that_is_not_confirmed_finds_nothing(alder):
    invitation = invited(alder)
    user = firms.account("Iris", AT, confirmed=False)
    client = Client()
    enter(client, user, Way.PASSWORD)
    assert "No invitation waits for you" in text(client.get("/account/invitations"))
    assert client.post(f"/account/invitations/{invitation.pk}/accept").status_code == 404


def test_the_office_says_what_it_means(alder, iris):
    invitation = invited(alder)
    Invitation.objects.filter(pk=invitation.pk).update(entitlements=["firm.account_admin", "firm.admin"])
    assert "the one who decides who acts for the firm" in text(iris.get("/account/invitations"))


def test_a_mail_leads_to_a_page_without_a_secret(iris):
    assert "You are invited to act for a firm" in text(Client().get("/invitation"))
    assert iris.get("/invitation")["Location"] == "/account/invitations"


def test_the_registry_invites_the_first_administrator(registrar):
    firms.world.firm(501, "Alder Securities LLC")
    assert OFFICE in registrar.get("/registry/firms/501").content.decode()
    assert "no super account administrator yet" in text(registrar.get(OFFICE))
    check = text(registrar.post(OFFICE, {"email": "iris@example.org"}))
    assert "In place of Nobody" in check
    assert not Invitation.objects.exists()
    done = registrar.post(OFFICE, {"email": "iris@example.org", "step": "send"}, follow=True)
    assert "The invitation is on its way" in text(done)
    assert "i•••@example.org" in text(done)
    again = registrar.post(OFFICE, {"email": "iris@example.org", "step": "send"})
    assert (again.status_code, "is waiting already" in text(again)) == (422, True)
    key = Invitation.objects.get().pk
    assert "was withdrawn" in text(registrar.post(f"{OFFICE}/{key}/withdraw", follow=True))


def test_a_successor_is_invited_beside_the_present_one(alder, registrar):
    assert "Now Bo" in text(registrar.get(OFFICE))
    assert "In place of Bo" in text(registrar.post(OFFICE, {"email": "iris@example.org"}))


def test_staff_without_the_entitlement_find_no_way_in(alder):
    clerk = visitor("clerk", staff=["record.view"])
    assert OFFICE not in clerk.get("/registry/firms/501").content.decode()
    assert clerk.get(OFFICE).status_code == 403
    assert clerk.post(OFFICE, {"email": "x@example.org", "step": "send"}).status_code == 403


def test_a_firm_that_is_not_there(registrar):
    assert registrar.get("/registry/firms/999/administrator").status_code == 404
