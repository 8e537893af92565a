"""Documents: asked for, then ready or given up, and each its owner's alone."""

import hashlib
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from finpro.audit.models import Event
from finpro.documents import selectors as documents
from finpro.documents import services
from finpro.documents.models import Document
from finpro.kernel import errors
from finpro.kernel.actor import ANONYMOUS, Actor, Hat, system

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]
OWNER, STRANGER = Actor(Hat.PERSON, "account:1", 1, person_id=1), Actor(Hat.PERSON, "account:2", 2, person_id=2)
WORKER = system("documents")


@pytest.fixture
def asked(at):
    return services.ask(kind="record", parameters={"on": "2025-01-01"}, by=OWNER, at=at)


def _hand_in(key, at, content=b"words"):
    services.hand_in(document_id=key, content=content, file_name="record.pdf", by=WORKER, at=at)


def test_what_is_asked_for_is_not_ready(asked):
    assert documents.get_document(OWNER, asked).state == "ASKED"
    assert documents.parameters_of(asked) == {"on": "2025-01-01"}
    with pytest.raises(errors.Refusal, match="not ready"):
        documents.read_document(OWNER, asked)


def test_what_is_handed_in_is_read_with_its_digest(asked, at):
    _hand_in(asked, at)
    page, content = documents.read_document(OWNER, asked)
    assert (page.state, page.file_name, page.size, content) == ("READY", "record.pdf", 5, b"words")
    assert page.sha256 == hashlib.sha256(b"words").hexdigest()


def test_a_second_handing_in_changes_nothing(asked, at, storage):
    _hand_in(asked, at)
    _hand_in(asked, at + timedelta(hours=1), b"other words")
    assert documents.read_document(OWNER, asked)[1] == b"words"
    assert Document.objects.get(pk=asked).finished_at == at
    assert len(storage.listdir("documents")[1]) == 1
    assert Event.objects.filter(tag="document:file:made").count() == 1


def test_what_could_not_be_made_stays_so(asked, at):
    services.give_up(document_id=asked, by=WORKER, at=at)
    services.give_up(document_id=asked, by=WORKER, at=at)
    _hand_in(asked, at)
    assert documents.get_document(OWNER, asked).state == "FAILED"
    assert Event.objects.filter(tag="document:file:failed").count() == 1


@pytest.mark.parametrize("viewer", [STRANGER, ANONYMOUS])
def test_another_account_finds_nothing(asked, at, viewer):
    _hand_in(asked, at)
    for read in (documents.get_document, documents.read_document):
        with pytest.raises(errors.NotFound):
            read(viewer, asked)
    with pytest.raises(errors.NotFound):
        documents.get_document(OWNER, uuid4())


def test_nobody_asks_without_an_account(at):
    with pytest.raises(errors.Forbidden, match="Sign in"):
        services.ask(kind="record", parameters={}, by=ANONYMOUS, at=at)


def test_a_state_and_its_moment_belong_together(asked, at):
    for change in ({"state": "READY"}, {"finished_at": at}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Document.objects.filter(pk=asked).update(**change)


def test_a_file_of_a_subject_is_kept_and_found_by_what_it_belongs_to_and_by_its_hash(at):
    kept = services.keep(
        kind="scan",
        subject="filing:12",
        content=b"a page",
        media_type="image/png",
        file_name="scan.png",
        by=WORKER,
        at=at,
    )
    digest = hashlib.sha256(b"a page").hexdigest()
    found, content = documents.read_of("filing:12", kept.pk)
    assert (content, found.media_type, found.sha256) == (b"a page", "image/png", digest)
    assert [one.id for one in documents.list_of("filing:12", kind="scan")] == [kept.pk]
    assert documents.list_of("filing:12", kind="sealed") == []
    assert documents.find_by_digest(digest, kind="scan").subject == "filing:12"
    assert documents.find_by_digest(digest, kind="sealed") is None
    for subject in ("filing:13", ""):
        with pytest.raises(errors.NotFound):
            documents.read_of(subject, kept.pk)
    with pytest.raises(errors.NotFound):
        documents.get_document(OWNER, kept.pk)


def test_a_file_belongs_to_somebody_or_something(at):
    with pytest.raises(IntegrityError, match="document_belongs"), transaction.atomic():
        Document.objects.create(kind="scan", parameters={}, asked_at=at)
