"""A record on paper: asked for in one transaction with its job, made once, a PDF that machines and people can read."""

import json
from datetime import date
from io import BytesIO
from uuid import UUID

import pypdf
import pytest
from django.core.files.storage import InMemoryStorage
from django.db import connection, transaction

from finpro.audit.models import Event
from finpro.documents import selectors as documents
from finpro.documents.models import Document
from finpro.journeys import import_brokercheck, print_record
from finpro.kernel import errors
from finpro.kernel.actor import ANONYMOUS, Actor, Hat
from finpro.registry import models, presenters
from finpro.registry import selectors as registry
from tests.browser import captures

ON = date(2025, 6, 30)
USER = 77


@pytest.fixture
def viewer(db, tmp_path, monkeypatch):
    """The person of two captures, as an actor; files stay in memory."""
    monkeypatch.setattr("finpro.documents.services.default_storage", storage := InMemoryStorage())
    monkeypatch.setattr("finpro.documents.selectors.default_storage", storage)
    captures.write(tmp_path / "in")
    import_brokercheck.import_brokercheck([tmp_path / "in"])
    person = models.Person.objects.get(crd=captures.ACTIVE)
    return Actor(Hat.PERSON, f"account:{USER}", USER, person_id=person.pk)


def _waiting(document: UUID) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE args->>'document_id' = %s", [str(document)])
        return cursor.fetchone()[0]


def test_the_wish_and_its_job_are_one(viewer, at):
    key = print_record.ask(on=ON, by=viewer, at=at)
    assert _waiting(key) == 1
    try:
        with transaction.atomic():
            lost = print_record.ask(on=ON, by=viewer, at=at)
            raise InterruptedError
    except InterruptedError:
        pass
    assert _waiting(lost) == 0
    assert not Document.objects.filter(pk=lost).exists()


def test_nobody_may_ask_without_an_account(viewer, at):
    with pytest.raises(errors.Forbidden):
        print_record.ask(on=ON, by=ANONYMOUS, at=at)
    assert not Document.objects.exists()


def test_the_document_is_tagged_titled_and_holds_the_data(viewer, at):
    key = print_record.ask(on=ON, by=viewer, at=at)
    print_record.make(document_id=str(key))
    page, content = documents.read_document(viewer, key)
    assert page.file_name == f"record-{captures.ACTIVE}-2025-06-30.pdf"
    assert page.size == len(content)
    reader = pypdf.PdfReader(BytesIO(content))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"].startswith("en")
    assert reader.metadata.title == "Registration record of ODETTE Q Merriweather-Vandermeer III"
    text = "".join(page.extract_text() for page in reader.pages)
    for words in ("As of 30 June 2025", "EXAMPLE SECURITIES, LLC", "California", "Approved, IAR CE overdue"):
        assert words in text, words
    ((_, (embedded,)),) = reader.attachments.items()
    assert json.loads(embedded) == json.loads(json.dumps(presenters.as_json(registry.get_record(viewer, ON))))


def test_making_it_again_changes_nothing(viewer, at):
    key = print_record.ask(on=ON, by=viewer, at=at)
    print_record.make(document_id=str(key))
    before = Document.objects.values().get(pk=key)
    print_record.make(document_id=str(key))
    assert Document.objects.values().get(pk=key) == before
    assert Event.objects.filter(tag="document:file:made").count() == 1


def test_words_of_a_source_are_words_and_never_markup(viewer, at):
    name = models.PersonName.objects.filter(person=viewer.person_id, kind="LEGAL", ends_on=None)
    name.update(last='#panic("out") $x$ *bold* <label> @ref \\ "quote')
    key = print_record.ask(on=ON, by=viewer, at=at)
    print_record.make(document_id=str(key))
    text = "".join(
        page.extract_text() for page in pypdf.PdfReader(BytesIO(documents.read_document(viewer, key)[1])).pages
    )
    assert '#panic("out") $x$ *bold* <label> @ref' in " ".join(text.split())
