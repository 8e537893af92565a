"""One human, many hats: the menu under the initials leads to every side, and says which one this is."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.portals.signed_in import visitor
from tests.registry import small_world as world

pytestmark = pytest.mark.django_db

SIDES = [("/me/", "My own record"), ("/firm/501/", "Alder Securities LLC"), ("/firm/502/", "Birch Advisers LLC")]
SIDES += [("/registry/", "Registry"), ("/account/", "My Account")]


@pytest.fixture
def many():
    person = world.person(7001, "Mae", "Quill")
    firms = [world.firm(502, "Birch Advisers LLC"), world.firm(501, "Alder Securities LLC", former="Alder Brothers")]
    return visitor("many", person=person, firms=firms, staff=["record.view"])


def menu(response):
    """What the menu offers, in order: address, words, whether it is the present side."""
    panel = re.search(r'<div class="fp-menu__panel">.*?</details>', response.content.decode(), re.S)
    items = re.findall(r'<a class="fp-menu__item" href="([^"]+)"([^>]*)>([^<]+)</a>', panel.group() if panel else "")
    return [(address, words, "aria-current" in more) for address, more, words in items]


@pytest.mark.parametrize("here", [address for address, _ in SIDES])
def test_the_menu_lists_every_side_and_marks_the_present_one(many, here):
    assert menu(many.get(here)) == [(address, words, address == here) for address, words in SIDES]


def test_each_side_is_one_step_away_without_signing_in_again(many):
    for address, _words, _current in menu(many.get("/me/")):
        assert many.get(address).status_code == 200


def test_a_page_for_everybody_offers_the_sides_and_marks_none(many):
    assert menu(many.get("/help")) == [(address, words, False) for address, words in SIDES]


def test_a_closed_page_still_leads_back(many):
    closed = many.get("/firm/999/")
    assert closed.status_code == 404
    assert [address for address, _, current in menu(closed) if not current] == [address for address, _ in SIDES]


def test_who_has_no_hat_has_my_account_and_who_is_nobody_has_no_menu():
    assert menu(visitor("plain").get("/account/")) == [("/account/", "My Account", True)]
    assert menu(Client().get("/help")) == []


def test_the_menu_costs_no_query_of_its_own(many):
    one = visitor("one", firms=[world.firm(503, "Cedar LLC")])
    counts = []
    for client, page in ((one, "/firm/503/people"), (many, "/firm/501/people")):
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        counts.append(len(queries))
    assert counts[0] == counts[1]
