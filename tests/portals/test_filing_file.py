"""The page on which a firm files a form and sees what became of it."""

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from finpro.accounts.models import User
from finpro.filings.models import Filing
from finpro.registry import models
from tests import waiting_jobs
from tests.filings import desk, filed, signing
from tests.forms import documents
from tests.portals.signed_in import enter, text

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def place():
    return desk.desk(AT)


def as_user(who):
    client = Client()
    enter(client, User.objects.get(pk=who.user_id))
    return client


def address(filing):
    return f"/firm/501/filings/{filing.pk}/file"


def key_of(page):
    return re.search(r'name="key" value="(\w+)"', page.content.decode())[1]


def test_a_form_is_filed_by_one_button_and_the_page_says_what_became_of_it(place):
    filing = filed.ready(place, AT)
    client = as_user(place.filer)
    page = client.get(address(filing))
    assert "File Form U4" in text(page)
    assert "/file" in client.get(f"/firm/501/filings/{filing.pk}").content.decode()
    for _ in range(2):
        answer = client.post(address(filing), {"key": key_of(page)})
        assert (answer.status_code, answer["Location"]) == (302, address(filing))
    filing.refresh_from_db()
    waiting = text(client.get(address(filing)))
    assert filing.receipt in waiting
    assert "is being processed" in waiting
    waiting_jobs.do()
    done = text(client.get(address(filing)))
    for words in ("accepted", "Registrations asked for", "Deficient", "Exam needed", "Initial or transfer Form U4",
                  "FEE-01", "USD 125.00", "counts as funded"):  # fmt: skip
        assert words in done, words


def test_a_rejected_form_shows_its_reasons_and_can_be_reopened(place):
    filing = filed.ready(place, AT)
    client = as_user(place.filer)
    client.post(address(filing), {"key": key_of(client.get(address(filing)))})
    other = models.Person.objects.create(crd=7002, source=place.person.source)
    models.FingerprintCard.objects.create(
        person=other, firm=place.other, barcode=documents.BARCODE, first_seen_on=AT.date(), source=place.person.source
    )
    waiting_jobs.do()
    page = text(client.get(address(filing)))
    assert "rejected as a whole" in page
    assert "U4-FPR-02" in page
    client.post(f"/firm/501/filings/{filing.pk}/reopen")
    assert Filing.objects.get(pk=filing.pk).state == "DRAFT"


def test_what_keeps_a_signed_form_from_being_filed_is_listed_instead_of_the_button(place):
    filing = filed.ready(place, AT)
    other = models.Person.objects.create(crd=7002, source=place.person.source)
    models.FingerprintCard.objects.create(
        person=other, firm=place.other, barcode=documents.BARCODE, first_seen_on=AT.date(), source=place.person.source
    )
    client = as_user(place.filer)
    page = client.get(address(filing))
    assert "U4-FPR-02" in text(page)
    assert "File Form U4" not in text(page)
    refused = client.post(address(filing), {"key": "any"})
    assert refused.status_code == 409
    assert Filing.objects.get(pk=filing.pk).state == "READY_TO_SUBMIT"


def test_who_only_drafts_reads_why_there_is_no_button(place):
    filing = filed.ready(place, AT)
    drafter = desk.member("Dora", place.firm, AT, ["roster.view", "u4.draft"])
    client = as_user(drafter)
    page = client.get(address(filing))
    assert "needs an entitlement" in text(page)
    assert client.post(address(filing), {"key": "any"}).status_code == 403


def test_nobody_else_gets_in_and_a_late_disclosure_shows_its_arithmetic(place):
    with_lien = signing.amendment(place, AT)
    signing.countersign(with_lien, place, AT, paper=filed.Paper(documents.NAME, AT.date(), uuid4()))
    assert as_user(place.stranger).get(address(with_lien)).status_code == 404
    assert as_user(place.human).get(address(with_lien)).status_code in {403, 404}
    page = text(as_user(place.filer).get(address(with_lien)))
    assert "Time to disclose" in page
    assert "LV-07" in page
