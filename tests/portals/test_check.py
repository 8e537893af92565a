"""The public page that checks a document: what it says, what it keeps to itself, how often it may be asked."""

import hashlib
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from finpro.documents import services as keeping
from finpro.documents.models import Document
from finpro.filings.enums import State
from finpro.filings.models import Filing
from finpro.portals.public.views import check
from tests.filings import desk
from tests.filings import signing as steps
from tests.journeys.test_seal_filing import accepted
from tests.portals.signed_in import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]
FILE = b"%PDF-1.7 a sealed form %%EOF"
NEUTRAL = "We cannot say anything about this document"


@pytest.fixture
def place(at):
    found = desk.desk(at)
    steps.electronic(found, at)
    return found


@pytest.fixture
def filing(place, at):
    made = accepted(place, at)
    keeping.keep(
        kind="sealed",
        subject=f"filing:{made.pk}",
        content=FILE,
        media_type="application/pdf",
        file_name="form.pdf",
        by=steps.BY,
        at=at,
    )
    return made


def send(content, **options):
    file = SimpleUploadedFile("form.pdf", content, "application/pdf")
    return Client().post("/check", {"file": file, "fingerprint": ""}, **options)


def test_the_file_is_genuine_and_nobody_is_named(filing, place):
    answer = send(FILE)
    assert answer.status_code == 200
    said = text(answer)
    for told in ("This document is genuine", "Form U4", "Initial", "23 November 2026", "No later form"):
        assert told in said
    for secret in ("Averill", "Marisol", "Alder", "7001", "501", filing.receipt):
        assert secret not in said


def test_one_byte_more_and_nothing_is_known(filing):
    for content in (FILE + b"\n", FILE[:-1], b"", b"hello"):
        answer = send(content)
        assert answer.status_code == 200
        assert NEUTRAL in text(answer)


def test_by_the_fingerprint_of_file_or_form(filing):
    whole = Client().post("/check", {"fingerprint": hashlib.sha256(FILE).hexdigest().upper()})
    assert "This document is genuine" in text(whole)
    spaced = " ".join([filing.digest[:32], filing.digest[32:]])
    form = Client().post("/check", {"fingerprint": spaced})
    assert "This form was sealed here" in text(form)
    assert NEUTRAL in text(Client().post("/check", {"fingerprint": "0" * 64}))


def test_the_square_code_leads_to_the_page_with_the_fingerprint_entered(filing):
    page = Client().get(f"/check/{filing.digest}")
    assert f'value="{filing.digest}"' in page.content.decode()


def test_what_was_sent_for_signature_and_not_accepted_is_not_told(place, at):
    filing = steps.complete(place, at)
    steps.send(filing, place, at)
    digest = Filing.objects.get(pk=filing.pk).digest
    assert NEUTRAL in text(Client().post("/check", {"fingerprint": digest}))


def test_a_later_form_is_told(filing, place, at):
    later = Filing.objects.get(pk=filing.pk)
    later.pk, later.receipt = None, "ANOTHER2"
    later.state, later.decided_at = State.ACCEPTED, at + timedelta(days=1)
    later.save(force_insert=True)
    assert "A later form about the same person" in text(send(FILE))


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({}, "Choose the file, or enter its fingerprint"),
        ({"fingerprint": "12345"}, "Enter all 64 characters"),
        ({"fingerprint": "<script>"}, "Enter all 64 characters"),
        ({"file": SimpleUploadedFile("f.pdf", b"x" * (5 * 1024 * 1024 + 1))}, "larger than 5 MB"),
    ],
)
def test_what_cannot_be_checked_is_said_beside_the_field(sent, told):
    answer = Client().post("/check", sent)
    assert answer.status_code == 422
    assert told in text(answer)


def test_nothing_is_stored(filing, storage):
    before = (Document.objects.count(), sorted(storage.listdir("documents")[1]))
    send(b"somebody's own file")
    assert (Document.objects.count(), sorted(storage.listdir("documents")[1])) == before


def test_too_many_checks_from_one_place_have_to_wait(filing):
    for _ in range(check.CHECKS.free):
        assert send(b"x").status_code == 200
    assert send(b"x").status_code == 429
    assert send(b"x", REMOTE_ADDR="198.51.100.7").status_code == 200
