"""The task to sign a form: whose it is, by when, and where it is done."""

import pytest

from finpro.filings.services import signing
from finpro.kernel import tasks
from finpro.kernel.tasks import Who
from tests.filings import desk
from tests.filings import signing as steps

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(at):
    found = desk.desk(at)
    steps.electronic(found, at)
    return found


def mine(place, at):
    (provider,) = [one for one in tasks.providers() if one.key == "filings.sign"]
    return provider.mine(Who(place.human.user_id, place.person.pk), at)


def test_it_stands_there_while_the_form_waits_for_the_signature(place, at):
    filing = steps.complete(place, at)
    assert mine(place, at) == []
    steps.send(filing, place, at)
    (task,) = mine(place, at)
    assert task.action.url == f"/me/forms/{filing.pk}/sign"
    assert task.governs.on == steps.envelope(filing).expires_on
    signing.recall(filing_id=filing.pk, reason="", by=place.filer, at=at)
    assert mine(place, at) == []
    steps.send(filing, place, at)
    steps.sign(filing, place, at)
    assert mine(place, at) == []


def test_it_costs_the_same_with_one_form_and_with_none(place, at, django_assert_max_num_queries):
    steps.send(steps.complete(place, at), place, at)
    with django_assert_max_num_queries(3):
        mine(place, at)
