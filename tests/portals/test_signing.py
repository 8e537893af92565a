"""The pages of signing: read, sign, decline; the firm's panel; keyboard-plain forms that keep what was typed."""

import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from finpro.accounts.enums import Way
from finpro.accounts.models import User
from finpro.audit.models import Event
from finpro.documents import selectors as documents
from finpro.filings.enums import State
from finpro.filings.models import Filing
from finpro.signatures.models import Signature
from tests.filings import desk
from tests.filings import signing as steps
from tests.portals.signed_in import enter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]
SCAN = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture(autouse=True)
def noon(at):
    """Pages read the clock themselves, and the form is complete on its day."""
    with time_machine.travel(at, tick=True):
        yield


@pytest.fixture
def place(at):
    found = desk.desk(at)
    found.at = at
    return found


def client(actor, *ways):
    signed_in = Client()
    enter(signed_in, User.objects.get(pk=actor.user_id), *(ways or (Way.PASSKEY,)))
    return signed_in


@pytest.fixture
def filing(place):
    steps.electronic(place, place.at)
    return steps.complete(place, place.at)


def state(filing):
    return Filing.objects.get(pk=filing.pk).state


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_the_person_reads_signs_and_is_told_what_happens_next(place, filing):
    firm, person = client(place.filer), client(place.human)
    panel = f"/firm/501/filings/{filing.pk}/signatures"
    assert "Send for signature" in text(firm.get(panel))
    sent = firm.post(f"{panel}/send", follow=True)
    assert "sent for signature" in text(sent)
    page = person.get(f"/me/forms/{filing.pk}/sign")
    shown = text(page)
    assert "14A(1)(a)" in shown
    assert "Not asked" in shown
    assert "Not answered" in shown
    assert "I apply for registration with the regulators" in shown
    assert f'value="{steps.NAME}"' in page.content.decode()
    envelope = steps.envelope(filing)
    refused = person.post(f"/me/forms/{filing.pk}/sign/give", {"envelope": envelope.pk, "name": "Mari"})
    assert refused.status_code == 422
    assert 'value="Mari"' in refused.content.decode()
    assert "Tick the box" in text(refused)
    done = person.post(
        f"/me/forms/{filing.pk}/sign/give",
        {"envelope": envelope.pk, "name": steps.NAME, "consent": "on"},
        headers={"user-agent": "A browser"},
        follow=True,
    )
    assert "You signed Form U4" in text(done)
    assert "What happens next" in text(done)
    row = Signature.objects.get()
    assert (row.shown_by, row.user_agent, row.address) == ("passkey", "A browser", "127.0.0.1")
    assert "Waiting for the firm" in text(firm.get(panel))


def test_the_first_look_is_noted_for_the_firm(place, filing):
    steps.send(filing, place, place.at)
    person = client(place.human)
    for _ in range(2):
        person.get(f"/me/forms/{filing.pk}/sign")
    assert Event.objects.filter(tag="signature:envelope:opened", subject=f"filing:{filing.pk}").count() == 1
    assert "The form to sign was opened." in text(client(place.filer).get(f"/firm/501/filings/{filing.pk}/signatures"))


def test_who_has_not_shown_lately_who_it_is_signs_nothing(place, filing):
    steps.send(filing, place, place.at)
    stale = client(place.human, Way.DEMO)
    assert "Confirm that it is you" in text(stale.get(f"/me/forms/{filing.pk}/sign"))
    envelope = steps.envelope(filing)
    answer = stale.post(
        f"/me/forms/{filing.pk}/sign/give", {"envelope": envelope.pk, "name": steps.NAME, "consent": "on"}
    )
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/confirm-it-is-you")
    assert not Signature.objects.exists()


def test_the_person_declines(place, filing):
    steps.send(filing, place, place.at)
    person, envelope = client(place.human), steps.envelope(filing)
    address = f"/me/forms/{filing.pk}/sign/decline"
    assert "Why do you not sign?" in text(person.get(address))
    assert person.post(address, {"envelope": envelope.pk, "reason": " "}).status_code == 422
    done = person.post(address, {"envelope": envelope.pk, "reason": "The city is wrong"}, follow=True)
    assert "You did not sign" in text(done)
    panel = text(client(place.filer).get(f"/firm/501/filings/{filing.pk}/signatures"))
    assert "The city is wrong" in panel
    assert "Signing was declined" in panel


def test_reminded_and_recalled_by_the_firm(place, filing):
    steps.send(filing, place, place.at)
    firm = client(place.filer)
    panel = f"/firm/501/filings/{filing.pk}/signatures"
    assert "reminded by mail" in text(firm.post(f"{panel}/remind", follow=True))
    assert "Once a day is enough" in text(firm.get(panel))
    assert "taken back" in text(firm.post(f"{panel}/recall", {"reason": ""}, follow=True))
    assert state(filing) == State.DRAFT
    assert client(place.human).get(f"/me/forms/{filing.pk}/sign").status_code == 404


def test_on_paper_everything_is_entered_on_one_page_and_kept_when_something_is_missing(place):
    filing = steps.complete(place, place.at)
    firm = client(place.filer)
    panel = f"/firm/501/filings/{filing.pk}/signatures"
    assert "Enter the paper and sign for the firm" in text(firm.get(panel))
    day = place.at.date()
    sent = {
        "paper_name": steps.NAME,
        "paper_signed_on-month": "1",
        "paper_signed_on-day": "5",
        "paper_signed_on-year": str(day.year),
        "name": "Finn Filer",
    }
    refused = firm.post(f"{panel}/sign", sent)
    assert refused.status_code == 422
    assert "Choose the scan" in text(refused)
    assert "Tick the box" in text(refused)
    assert f'value="{steps.NAME}"' in refused.content.decode()
    scan = SimpleUploadedFile("page.pdf", SCAN, "application/x-whatever")
    done = firm.post(f"{panel}/sign", {**sent, "paper_scan": scan, "consent": "on"}, follow=True)
    assert "ready to be filed" in text(done)
    assert state(filing) == State.READY_TO_SUBMIT
    (kept,) = documents.list_of(f"filing:{filing.pk}", kind="scan")
    file = firm.get(f"/firm/501/filings/{filing.pk}/papers/{kept.id}")
    assert (file.content, file["Content-Type"]) == (SCAN, "application/pdf")
    assert file["Content-Disposition"].startswith("attachment")


def test_an_edit_after_signing_is_named_on_both_sides(place, filing):
    steps.send(filing, place, place.at)
    steps.sign(filing, place, place.at)
    steps.edit(filing, place, place.at)
    panel = text(client(place.filer).get(f"/firm/501/filings/{filing.pk}/signatures"))
    assert "Overtaken by a change of the form" in panel
    assert "1. General information: Billing code" in panel
    assert "Changed after signing" in panel


def test_another_firm_finds_nothing(place, filing):
    steps.send(filing, place, place.at)
    stranger = client(place.stranger)
    assert stranger.get(f"/firm/502/filings/{filing.pk}/signatures").status_code == 404
    assert stranger.post(f"/firm/502/filings/{filing.pk}/signatures/recall").status_code == 404
    assert client(place.bare).get(f"/firm/501/filings/{filing.pk}/signatures").status_code == 403


def test_what_is_larger_than_any_form_takes_is_refused_before_it_is_read(place, filing):
    answer = client(place.filer).post(
        f"/firm/501/filings/{filing.pk}/signatures/send", b"", content_type="text/plain", CONTENT_LENGTH="99999999"
    )
    assert answer.status_code == 413
    assert "larger than this site takes" in text(answer)
