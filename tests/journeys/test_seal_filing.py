"""An accepted form becomes a sealed file: whole, provable, its text the page's, its JSON what was signed."""

import hashlib
import json
import re
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from finpro.documents import adapters
from finpro.documents import selectors as documents
from finpro.documents.adapters.identity import Unsealable
from finpro.documents.models import Document
from finpro.filings.enums import State
from finpro.filings.exports import section_title
from finpro.filings.models import Filing
from finpro.filings.selectors import signing as selectors
from finpro.firms.enums import Audience
from finpro.journeys import seal_filing
from finpro.kernel import clock, errors
from finpro.rulebook.forms import loader
from finpro.ui.form_view import form_view
from tests import waiting_jobs
from tests.filings import desk
from tests.filings import signing as steps
from tests.forms import documents as forms

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]


@pytest.fixture
def place(at):
    found = desk.desk(at)
    for audience in Audience:
        steps.electronic(found, at, audience=audience)
    return found


def accepted(place, at, *, made=forms.initial, receipt="7KQ2M9XB"):
    """A filing that was signed, filed and accepted."""
    filing = steps.complete(place, at, made=made)
    steps.send(filing, place, at)
    steps.sign(filing, place, at)
    steps.countersign(filing, place, at)
    moved = {"submitted_at": at, "submitted_by": "account:1", "receipt": receipt, "filed_on": clock.legal_date(at)}
    Filing.objects.filter(pk=filing.pk).update(state=State.SUBMITTED, **moved)
    Filing.objects.filter(pk=filing.pk).update(state=State.ACCEPTED, decided_at=at)
    return Filing.objects.get(pk=filing.pk)


def sealed(filing):
    (kept,) = documents.list_of(f"filing:{filing.pk}", kind="sealed")
    return kept, documents.read_of(f"filing:{filing.pk}", kept.id)[1]


def words(text):
    return re.sub(r"\s+", "", text)


def read(content):
    reader = PdfReader(BytesIO(content))
    return reader, words("".join(page.extract_text() for page in reader.pages))


def test_the_file_is_genuine_and_holds_what_was_signed(place, at):
    filing = accepted(place, at)
    seal_filing.make(filing_id=filing.pk)
    kept, content = sealed(filing)
    assert adapters.verify(content, at=clock.now()).genuine
    assert kept.file_name == "form-u4-7KQ2M9XB.pdf"
    reader, _ = read(content)
    (attached,) = reader.attachments["form-u4.json"]
    assert hashlib.sha256(attached).hexdigest() == filing.digest
    assert json.loads(attached) == filing.content


@pytest.mark.parametrize("made", [forms.initial, forms.largest], ids=["the least", "the largest"])
def test_its_text_is_that_of_the_form_view(place, at, made):
    filing = accepted(place, at, made=made)
    seal_filing.make(filing_id=filing.pk)
    _, text = read(sealed(filing)[1])
    view = form_view(loader.get("u4"), filing.content)
    place_in_text = 0
    for section in view.sections:
        said = [section_title(section), section.note]
        for part in section.parts:
            said += [part.title, *(f"{line.official} {line.label} {line.answer}" for line in part.lines)]
        for phrase in filter(None, said):
            found = text.find(words(phrase), place_in_text)
            assert found >= 0, phrase
            place_in_text = found + len(words(phrase))
    states = {line.state for section in view.sections for part in section.parts for line in part.lines}
    assert states == {"answered", "unanswered", "hidden"}


def test_the_page_of_evidence_says_who_when_how_and_what(place, at):
    filing = accepted(place, at)
    seal_filing.make(filing_id=filing.pk)
    reader, text = read(sealed(filing)[1])
    last = words(reader.pages[-1].extract_text())
    for said in (
        filing.digest,
        steps.NAME,
        "Passkey, 23 November 2026",
        "192.0.2.7",
        "u4/2009-05/15A",
        "u4/2009-05/15B",
        "An appropriate signatory of the firm",
        "/check",
    ):
        assert words(said) in last, said
    assert words("I apply for registration with the regulators") in text
    assert "Page1of" in text


def test_it_is_tagged_titled_and_archivable(place, at):
    filing = accepted(place, at)
    seal_filing.make(filing_id=filing.pk)
    reader, _ = read(sealed(filing)[1])
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("en")
    assert "/StructTreeRoot" in root
    meta = root["/Metadata"].get_data().decode()
    assert re.search(r"pdfuaid:part\W+1", meta)
    assert re.search(r"pdfaid:part\W+3", meta)
    assert re.search(r"pdfaid:conformance\W+A", meta)


def test_it_is_made_once_however_often_it_is_asked_for(place, at):
    filing = accepted(place, at)
    for _ in range(3):
        seal_filing.make(filing_id=filing.pk)
    assert Document.objects.filter(kind="sealed").count() == 1


def test_what_is_not_accepted_is_not_sealed(place, at):
    filing = steps.complete(place, at)
    seal_filing.make(filing_id=filing.pk)
    seal_filing.make(filing_id=10**6)
    assert not Document.objects.exists()


def test_what_was_missed_is_found(place, at, monkeypatch):
    filing = accepted(place, at)
    monkeypatch.setattr(clock, "now", lambda: at + timedelta(hours=1))
    seal_filing.catch_up()
    waiting_jobs.do()
    assert len(documents.list_of(f"filing:{filing.pk}", kind="sealed")) == 1
    assert selectors.list_unsealed(at - timedelta(days=1), 10) == []


def test_where_the_seal_cannot_be_set_now_nothing_is_kept_and_it_is_tried_again(place, at, monkeypatch):
    filing = accepted(place, at)

    def away(*_args, **_kwargs):
        raise Unsealable("nobody tells the time")

    with monkeypatch.context() as patch:
        patch.setattr(adapters, "seal", away)
        with pytest.raises(Unsealable):
            seal_filing.make(filing_id=filing.pk)
    assert not Document.objects.exists()
    seal_filing.make(filing_id=filing.pk)
    assert Document.objects.filter(kind="sealed").count() == 1


def test_a_draft_is_printed_to_be_signed_by_hand(place, at, monkeypatch):
    filing = steps.complete(place, at)
    monkeypatch.setattr(clock, "now", lambda: at)
    with pytest.raises(errors.NotFound):
        seal_filing.ask_preview(filing_id=filing.pk, by=place.stranger, at=at)
    seal_filing.ask_preview(filing_id=filing.pk, by=place.filer, at=at)
    waiting_jobs.do()
    (kept,) = documents.list_of(f"filing:{filing.pk}", kind="preview")
    content = documents.read_of(f"filing:{filing.pk}", kept.id)[1]
    assert not adapters.verify(content, at=at).sealed
    _, text = read(content)
    assert "Notfiled" in text
    assert "15AAcknowledgment" in text
    steps.send(filing, place, at)
    with pytest.raises(errors.Refusal, match="Only a draft"):
        seal_filing.ask_preview(filing_id=filing.pk, by=place.filer, at=at)
