"""Forms on the firm's side and the person's: every page, what each sends, and what nobody else may."""

import pytest
from django.test import Client

from finpro.access.models import Claim
from finpro.accounts.models import User
from finpro.filings import selectors, services
from finpro.filings.enums import Access, State
from finpro.filings.models import Answer, Comment, Filing, Presence
from finpro.filings.policies import sections, typed
from finpro.kernel.clock import legal_date
from finpro.rulebook.forms import loader
from tests.filings.desk import desk, draft, save, share
from tests.portals.signed_in import enter, text

pytestmark = pytest.mark.django_db
CITY = "/residences/r1/city"


@pytest.fixture
def place(at):
    return desk(at)


@pytest.fixture
def filing(place, at):
    return draft(place, at)


@pytest.fixture
def firm(place):
    return as_user(place.filer)


@pytest.fixture
def me(place):
    return as_user(place.human)


def as_user(who):
    client = Client()
    enter(client, User.objects.get(pk=who.user_id))
    return client


def firm_base(filing):
    return f"/firm/501/filings/{filing.pk}"


def my_base(filing):
    return f"/me/forms/{filing.pk}"


def keys():
    return [section.key for section in sections.drafted(loader.get("u4"), "INITIAL")]


@pytest.mark.parametrize("key", keys())
def test_every_section_is_drawn_and_sent_back_as_it_was(firm, place, filing, key):
    page = firm.get(f"{firm_base(filing)}/section/{key}")
    assert page.status_code == 200
